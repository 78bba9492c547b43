import { perform } from '../../../model/index.ts';
import { type ExploreOptions, INTERRUPTED } from '../options.ts';
import { type ExploreScope, tickOf } from '../scope.ts';
import { BreadthFirstSearch } from '../search/breadth-first-search.ts';
import { Traces } from '../trace-of.ts';
import { type Bits, bitsOf } from './bits.ts';
import { type FairCycle, fairCycle } from './fair-cycle.ts';
import { goalsOf, type NamedGoal } from './goals.ts';
import type { AssumptionReport, GoalReport, Lasso, Liveness } from './liveness.ts';
import { type PendingGraph, pendingGraph } from './pending-graph.ts';

/**
 * Most states of a scope whose liveness is checked: all of them are kept, with what leads from each pending one to the
 * next.
 */
export const MOST_STATES = 1_000_000;

/**
 * Checks that nothing in a scope is pending for ever; undefined for a scope in which nothing can be pending. Finds all
 * its states first.
 */
export async function checkLiveness(scope: ExploreScope, options: ExploreOptions): Promise<Liveness | undefined> {
  const search = new BreadthFirstSearch(scope, options.act ?? perform);
  if (goalsOf(scope, search.successors.layout).length === 0) return undefined;
  const maxStates = Math.min(options.maxStates, MOST_STATES);
  switch (await search.run({ ...options, maxStates })) {
    case 'whole':
      return livenessOf(search, scope, options);
    case 'bound':
      return livenessReport(scope, search, [], `the bound of ${maxStates} states for liveness`);
    case 'interrupted':
      return livenessReport(scope, search, [], INTERRUPTED);
    case 'broken':
      return livenessReport(scope, search, [], `a violation of ${search.broken?.id}`);
  }
}

/**
 * The same for a scope whose states have all been found: for each goal looks for a lasso, a way to a cycle of pending
 * states on which all assumptions hold. Breadth first, no way to that cycle is shorter.
 */
export async function livenessOf(
  search: BreadthFirstSearch,
  scope: ExploreScope,
  { signal, act = perform }: Pick<ExploreOptions, 'signal' | 'act'>,
): Promise<Liveness | undefined> {
  const goals = goalsOf(scope, search.successors.layout);
  if (goals.length === 0) return undefined;
  const reports: GoalReport[] = [];
  for (const goal of goals) {
    const bits = bitsOf(goal.assumptions);
    const graph = await pendingGraph(goal, bits, search, scope, signal);
    if (graph === undefined) return livenessReport(scope, search, reports, INTERRUPTED);
    const lassoBy = (assumed: readonly Bits[]) => {
      const cycle = fairCycle(graph, assumed, (node) => search.pathTo(graph.states[node] as number).length);
      return cycle && lassoIn(scope, search, graph, cycle, act);
    };
    const lasso = lassoBy(bits);
    const assumptions = bits.map(({ assumption: { id, text, requirements } }, index) => {
      const rulesOut = lasso === undefined ? lassoBy(bits.toSpliced(index, 1)) : undefined;
      return { id, text, requirements, rulesOut };
    });
    reports.push(goalReport(goal, graph, assumptions, lasso));
  }
  return livenessReport(scope, search, reports, undefined);
}

function livenessReport(
  scope: ExploreScope,
  { states }: BreadthFirstSearch,
  goals: readonly GoalReport[],
  unknownBecause: string | undefined,
): Liveness {
  const isViolated = goals.some(({ lasso }) => lasso !== undefined);
  return {
    scope: scope.name,
    profile: scope.profile.name,
    verdict: isViolated ? 'violates' : unknownBecause !== undefined ? 'unknown' : 'conforms',
    ...(!isViolated && unknownBecause !== undefined && { unknownBecause }),
    states: states.length,
    goals,
  };
}

function goalReport(
  { id, title, requirements, subject, pendingText }: NamedGoal,
  graph: PendingGraph,
  assumptions: readonly AssumptionReport[],
  lasso: Lasso | undefined,
): GoalReport {
  const pendingStates = graph.states.length;
  return {
    id,
    title,
    requirements,
    subject,
    pendingText,
    pendingStates,
    assumptions,
    ...(lasso !== undefined && { lasso }),
  };
}

function lassoIn(
  scope: ExploreScope,
  search: BreadthFirstSearch,
  graph: PendingGraph,
  { node, edges }: FairCycle,
  act: typeof perform,
): Lasso {
  const stem = search.pathTo(graph.states[node] as number);
  const round = edges.map((edge) => ({
    action: graph.actions[edge] as number,
    result: graph.results[edge] as number,
  }));
  const isTick = ({ action }: { readonly action: number }) => action === tickOf(scope);
  return {
    ...new Traces(scope, act).of([...stem, ...round]),
    cycleFrom: stem.filter((link) => !isTick(link)).length,
    roundMs: round.filter(isTick).length * scope.tickMs,
  };
}
