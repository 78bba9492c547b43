import { type Outcome, perform } from '../../../model/index.ts';
import { NONE } from '../memo/action-runner.ts';
import { ReadSet } from '../memo/read-set.ts';
import { TrackedWorld } from '../memo/tracked-world.ts';
import { NOW_MS } from '../parts/part.ts';
import { type PlainWorld, plainWorlds } from '../questions/plain-world.ts';
import { type Action, type ExploreScope, tickOf } from '../scope.ts';
import { BreadthFirstSearch } from '../search/breadth-first-search.ts';
import { TICK } from '../search/successors.ts';

/** Most states of a graph: nobody looks at more. */
export const MOST_GRAPH_STATES = 10_000;

/** Why a scope has no graph. */
export class GraphError extends Error {}

/** One thing that leads from a state to another, or to itself. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  /** Undefined for a tick. */
  readonly action: Action | undefined;
  /** What is answered; null for a tick, and as the code of what succeeds. A code that AWS does not name is `*`. */
  readonly status: number | null;
  readonly code: string | null;
}

/** All states of a scope and what leads from one to the next. */
export interface Graph {
  readonly scope: ExploreScope;
  /** How many there are, numbered from 0, the first one, in the order in which they are found. */
  readonly states: number;
  world(state: number): PlainWorld;
  /** What leads on from a state; results that differ in neither answer nor state are one. */
  edgesFrom(state: number): readonly GraphEdge[];
}

/**
 * The graph of a scope, which is searched whole. No invariant is held to it, so that none can end the search.
 *
 * @throws GraphError where it is too large, or a step breaks down
 * @throws an `AbortError` when it is interrupted
 */
export async function graphOf(
  scope: ExploreScope,
  signal?: AbortSignal,
  act = perform,
  maxStates = MOST_GRAPH_STATES,
): Promise<Graph> {
  const search = new BreadthFirstSearch(scope, act, { invariants: [], questions: [] });
  const end = await search.run({ maxStates, ...(signal !== undefined && { signal }) });
  signal?.throwIfAborted();
  if (end === 'bound')
    throw new GraphError(`the scope ${scope.name} has more than ${maxStates} states, too many for a graph`);
  if (end !== 'whole') throw new GraphError(`the scope ${scope.name} has no graph: ${search.broken?.reason}`);
  const { states, successors } = search;
  const plain = plainWorlds(scope);
  return {
    scope,
    states: states.length,
    world(state) {
      const row = states.items.subarray(state * states.width, (state + 1) * states.width);
      const { layout } = successors;
      return plain(new TrackedWorld(layout.model, layout, row, new ReadSet(successors.reads)), NOW_MS);
    },
    edgesFrom: (state) => edgesFrom(scope, search, state),
  };
}

function edgesFrom(scope: ExploreScope, search: BreadthFirstSearch, from: number): readonly GraphEdge[] {
  const { states, successors } = search;
  const edges = new Map<string, GraphEdge>();
  for (const [place, action] of scope.actions.entries()) {
    for (const { answer, change } of successors.of(place, states.items, from * states.width).answered) {
      const to = change === NONE ? from : search.after(change, from);
      const { status, code }: Outcome = JSON.parse(successors.answers[answer] as string);
      edges.set(`${place} ${to} ${status} ${code}`, { from, to, action, status, code });
    }
  }
  edges.set(`${tickOf(scope)}`, { from, to: search.after(TICK, from), action: undefined, status: null, code: null });
  return [...edges.values()];
}
