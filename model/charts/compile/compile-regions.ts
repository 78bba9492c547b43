import { type AnyStateMachine, type AnyStateNode, createMachine, type SnapshotFrom } from 'xstate';
import type { EventOf, GuardOf, LeafOf, PayloadOf } from './chart-types.ts';
import { type CompiledChart, compileChart } from './compile.ts';
import { stateNodes, transitionsOf } from './state-nodes.ts';

/** The regions of a parallel chart, each a table of its own. */
export type CompiledRegions<M extends AnyStateMachine> = {
  readonly [R in keyof SnapshotFrom<M>['value'] & string]: CompiledChart<
    LeafOf<SnapshotFrom<M>['value'][R]>,
    EventOf<M>,
    GuardOf<M>,
    PayloadOf<M>
  >;
};

/**
 * Turns a chart of parallel regions into a table for each, by asking XState about each region as a machine of its own:
 * an event goes to all regions, and what one makes of it must not depend on where the others are.
 *
 * @throws Error if a region cannot be compiled by itself, if a transition leads out of its region, or if one is written
 * at the chart itself.
 */
export function compileRegions<M extends AnyStateMachine>(machine: M): CompiledRegions<M> {
  if (machine.root.type !== 'parallel') refuse(machine, 'has no parallel regions');
  if (transitionsOf(machine.root).length > 0) refuse(machine, 'has a transition of all regions: write one in each');
  const regions = Object.values<AnyStateNode>(machine.root.states).map((region) => {
    checkTargets(machine, region);
    const alone = createMachine({ ...region.config, id: region.id }).provide({
      guards: machine.implementations.guards,
    });
    return [region.key, compileChart(alone)] as const;
  });
  // The tables hold nothing but names of this very machine, whose types say the same.
  return Object.fromEntries(regions) as unknown as CompiledRegions<M>;
}

function checkTargets(machine: AnyStateMachine, region: AnyStateNode): void {
  const inside = new Set(stateNodesBelow(region));
  for (const transition of [...inside].flatMap(transitionsOf)) {
    const leaves = (transition.target ?? []).some((target) => !inside.has(target));
    if (leaves) refuse(machine, `has a transition out of its region (${transition.source.id})`);
  }
}

function stateNodesBelow(region: AnyStateNode): readonly AnyStateNode[] {
  return stateNodes(region.machine).filter((node) => region.path.every((key, depth) => node.path[depth] === key));
}

function refuse(machine: AnyStateMachine, reason: string): never {
  throw new Error(`the chart ${machine.id} cannot be compiled: it ${reason}`);
}
