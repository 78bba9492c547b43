import { perform } from '../../model/index.ts';
import type { Exploration } from './exploration.ts';
import { livenessOf, MOST_STATES } from './liveness/check-liveness.ts';
import { type ExploreOptions, INTERRUPTED, stateBoundText } from './options.ts';
import { SHIPPED } from './questions/judges.ts';
import { reportOf } from './report-of.ts';
import type { ExploreScope } from './scope.ts';
import { BreadthFirstSearch, type SearchEnd } from './search/breadth-first-search.ts';
import { sum } from './sum.ts';

/**
 * Explores a scope breadth first: every action, every way to resolve what it leaves open, and the passing of time, from
 * every state. The invariants are checked on each transition; where the scope says so, the monitors of the properties
 * watch the shortest path to each state as well. The first violation ends it: breadth first, no path to one is shorter.
 * Where there is none and the scope was seen whole, it is also checked that what is pending ends.
 *
 * To be read in this order: `search/breadth-first-search.ts`, `search/successors.ts`, `memo/` (what of a state decides
 * about an action), `parts/` (what a state is), `liveness/`. What only size needs is in `large/`.
 */
export async function explore(scope: ExploreScope, options: ExploreOptions): Promise<Exploration> {
  const act = options.act ?? perform;
  const judges = options.judges ?? SHIPPED;
  const search = new BreadthFirstSearch(scope, act, judges);
  const end = await search.run(options);
  const { states, levels, transitions, expanded, bytes } = search;
  const unfinished = states.length - sum(levels);
  return reportOf({
    scope,
    act,
    judges,
    answered: search.reached,
    levels: unfinished === 0 ? levels : [...levels, unfinished],
    transitions,
    queue: states.length - expanded,
    bytes,
    collisionProbability: 0,
    symmetries: 1,
    coverage: [search.coverage.data()],
    newStates: search.newStates,
    broken: search.broken,
    unknownBecause: unknownBecause(end, options),
    successors: search.successors,
    reached: states.length,
    pathTo: (state) => search.pathTo(state),
    checkLiveness: async () => (states.length > MOST_STATES ? undefined : livenessOf(search, scope, options)),
  });
}

function unknownBecause(end: SearchEnd, { maxStates }: ExploreOptions): string | undefined {
  if (end === 'bound') return stateBoundText(maxStates);
  return end === 'interrupted' ? INTERRUPTED : undefined;
}
