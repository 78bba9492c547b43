import { setImmediate } from 'node:timers/promises';
import type { Goal } from '../../../properties/goal.ts';
import { NONE } from '../memo/action-runner.ts';
import { Numbers } from '../numbers.ts';
import type { ExploreScope } from '../scope.ts';
import type { BreadthFirstSearch } from '../search/breadth-first-search.ts';
import { type Bits, labelOf } from './bits.ts';
import { StateSight } from './state-sight.ts';

/** States that are looked at before others get their turn on the event loop. */
const STATES_AT_A_TIME = 4_096;

/** The states in which a goal is pending, and the steps from one of them to another. */
export interface PendingGraph {
  /** By number of the node: the number of its state among all states, in ascending order. */
  readonly states: Int32Array;
  /** By number of the node: its first edge; the edges of the next node follow. One more at the end. */
  readonly first: Int32Array;
  /** By number of the edge: the node it leads to, its bits, and which result of which action it is. */
  readonly targets: Int32Array;
  readonly labels: Int32Array;
  readonly actions: Int32Array;
  readonly results: Int32Array;
}

/** The graph of a goal; undefined when it was interrupted. */
export async function pendingGraph(
  goal: Goal,
  bits: readonly Bits[],
  search: BreadthFirstSearch,
  scope: ExploreScope,
  signal: AbortSignal | undefined,
): Promise<PendingGraph | undefined> {
  const { states, successors } = search;
  const sight = new StateSight(successors.layout);
  const found = new Numbers();
  const nodes = new Int32Array(states.length).fill(-1);
  for (let state = 0; state < states.length; state++) {
    if (goal.isPending(sight.show(states.items, state * states.width))) nodes[state] = found.push(state);
  }
  const [targets, labels, actions, results] = [new Numbers(), new Numbers(), new Numbers(), new Numbers()];
  const first = new Int32Array(found.length + 1);
  for (let node = 0; node < found.length; node++) {
    if (node % STATES_AT_A_TIME === 0) {
      await setImmediate();
      if (signal?.aborted === true) return undefined;
    }
    const state = found.items[node] as number;
    const at = state * states.width;
    sight.show(states.items, at);
    const add = (next: number, action: number, result: number) => {
      const target = nodes[next] as number;
      if (target === -1) return;
      targets.push(target);
      labels.push(labelOf(bits, scope.actions[action]?.event, sight));
      actions.push(action);
      results.push(result);
    };
    search.forEachNext(state, add);
    for (const action of goal.attempts) {
      const result = successors.idleResult(action, states.items, at);
      if (result !== NONE) add(state, action, result);
    }
    first[node + 1] = targets.length;
  }
  const whole = (numbers: Numbers) => numbers.items.subarray(0, numbers.length);
  return {
    states: whole(found),
    first,
    targets: whole(targets),
    labels: whole(labels),
    actions: whole(actions),
    results: whole(results),
  };
}
