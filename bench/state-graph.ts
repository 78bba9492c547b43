import { FIRST_OPTION, initialWorld, step, type World } from '../model/index.ts';
import { Canonical } from '../src/explore/canonical.ts';
import { type ExploreScope, stepAt } from '../src/explore/scope.ts';

/** States as numbers, the first one 0: for each the state that each action leads to. */
export type StateGraph = readonly (readonly number[])[];

/**
 * The one place that knows how the product tells worlds apart that have come of a first one: equal keys, equal states.
 */
export function keysOf(scope: ExploreScope, first: World): (world: World) => string {
  const canonical = new Canonical(scope, first);
  return (world) => canonical.key(world);
}

/**
 * The states of a scope in which nothing is open, by its actions in order and then the tick; of states at `depth`,
 * which takes as many actions and ticks to reach, only that they are there.
 */
export function graphOf(scope: ExploreScope, depth: number): StateGraph {
  const first = initialWorld(scope.setup, scope.profile);
  const keyOf = keysOf(scope, first);
  const worlds = [{ world: first, depth: 0 }];
  const numbers = new Map([[keyOf(first), 0]]);
  const numberOf = (world: World, at: number): number => {
    const key = keyOf(world);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, worlds.length);
    worlds.push({ world, depth: at });
    return worlds.length - 1;
  };
  const graph: number[][] = [];
  for (const { world, depth: at } of worlds) {
    if (at >= depth) {
      graph.push([]);
      continue;
    }
    const row = scope.actions.map((action) =>
      numberOf(step(world, stepAt(action, world.nowMs), FIRST_OPTION).world, at + 1),
    );
    graph.push([...row, numberOf({ ...world, nowMs: world.nowMs + scope.tickMs }, at + 1)]);
  }
  return graph;
}

/** How two graphs differ but for the numbers of their states; undefined when they do not. */
export function differenceOf(one: StateGraph, other: StateGraph): string | undefined {
  if (one.length !== other.length) return `${one.length} states and ${other.length}`;
  const partners = new Map([[0, 0]]);
  const taken = new Set([0]);
  for (const [state, partner] of partners) {
    const mine = one[state] ?? [];
    const theirs = other[partner] ?? [];
    if (mine.length !== theirs.length) return `${mine.length} actions and ${theirs.length} in state ${state}`;
    for (const [action, next] of mine.entries()) {
      const nextPartner = theirs[action] ?? -1;
      const known = partners.get(next);
      if (known === undefined && !taken.has(nextPartner)) {
        partners.set(next, nextPartner);
        taken.add(nextPartner);
      } else if (known !== nextPartner) return `action ${action} in state ${state} leads elsewhere`;
    }
  }
  return partners.size === one.length ? undefined : `only ${partners.size} states are reached`;
}
