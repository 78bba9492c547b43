import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** Every state node of a machine, the root first, in document order. */
export function stateNodes(machine: AnyStateMachine): AnyStateNode[] {
  const nodes: AnyStateNode[] = [];
  const visit = (node: AnyStateNode): void => {
    nodes.push(node);
    for (const child of Object.values<AnyStateNode>(node.states)) visit(child);
  };
  visit(machine.root);
  return nodes;
}

/** Every transition written at a state node, eventless ones last. */
export function transitionsOf(node: AnyStateNode): AnyTransitionDefinition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

/** Names of the guards that a machine uses, in the order in which they were set up. */
export function guardsUsed(machine: AnyStateMachine): readonly string[] {
  const used = new Set(
    stateNodes(machine)
      .flatMap(transitionsOf)
      .flatMap(({ guard }) => guardNames(guard)),
  );
  return Object.keys(machine.implementations.guards).filter((name) => used.has(name));
}

/** A guard is a name, or `not`, `and`, `or` of guards. */
function guardNames(guard: unknown): readonly string[] {
  if (typeof guard === 'string') return [guard];
  return typeof guard === 'function' && 'guards' in guard && Array.isArray(guard.guards)
    ? guard.guards.flatMap(guardNames)
    : [];
}
