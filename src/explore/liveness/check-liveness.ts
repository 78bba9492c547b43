import { perform } from '../../../model/index.ts';
import type { ExploreOptions } from '../explore.ts';
import { type ExploreScope, tickOf } from '../scope.ts';
import { traceOf } from '../trace-of.ts';
import { type Bits, bitsOf } from './bits.ts';
import { type FairCycle, fairCycle } from './fair-cycle.ts';
import { goalsOf, type NamedGoal } from './goals.ts';
import { IdleResults } from './idle-results.ts';
import type { AssumptionReport, GoalReport, Lasso, Liveness } from './liveness.ts';
import { type PendingGraph, pendingGraph } from './pending-graph.ts';
import { Reachable } from './reachable.ts';

/**
 * Checks that nothing in a scope is pending for ever: finds all its states, and for each goal looks for a lasso, a way
 * to a cycle of pending states on which all assumptions hold. Breadth first, no way to that cycle is shorter. Undefined
 * for a scope in which nothing can be pending.
 */
export async function checkLiveness(scope: ExploreScope, options: ExploreOptions): Promise<Liveness | undefined> {
  const act = options.act ?? perform;
  const reachable = new Reachable(scope, act);
  const { layout } = reachable;
  const goals = goalsOf(scope, layout);
  if (goals.length === 0) return undefined;
  const idle = new IdleResults(scope, layout, act);
  const reports: GoalReport[] = [];
  let unknownBecause = await reachable.findAll(options);
  for (const goal of unknownBecause === undefined ? goals : []) {
    const bits = bitsOf(goal.assumptions);
    const graph = await pendingGraph(goal, bits, reachable, idle, options.signal);
    if (graph === undefined) {
      unknownBecause = INTERRUPTED;
      break;
    }
    const lassoBy = (assumed: readonly Bits[]) => {
      const cycle = fairCycle(graph, assumed, (node) => reachable.pathTo(graph.states[node] as number).length);
      return cycle && lassoIn(scope, reachable, graph, cycle, act);
    };
    const lasso = lassoBy(bits);
    const assumptions = bits.map(({ assumption: { id, text, requirements } }, index) => {
      const rulesOut = lasso === undefined ? lassoBy(bits.toSpliced(index, 1)) : undefined;
      return { id, text, requirements, rulesOut };
    });
    reports.push(goalReport(goal, graph, assumptions, lasso));
  }
  const isViolated = reports.some(({ lasso }) => lasso !== undefined);
  return {
    scope: scope.name,
    profile: scope.profile.name,
    verdict: isViolated ? 'violates' : unknownBecause !== undefined ? 'unknown' : 'conforms',
    ...(!isViolated && unknownBecause !== undefined && { unknownBecause }),
    states: reachable.states.length,
    goals: reports,
  };
}

const INTERRUPTED = 'the interruption';

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
  reachable: Reachable,
  graph: PendingGraph,
  { node, edges }: FairCycle,
  act: typeof perform,
): Lasso {
  const stem = reachable.pathTo(graph.states[node] as number);
  const round = edges.map((edge) => ({
    action: graph.actions[edge] as number,
    result: graph.results[edge] as number,
  }));
  const isTick = ({ action }: { readonly action: number }) => action === tickOf(scope);
  return {
    trace: traceOf(scope, [...stem, ...round], act),
    cycleFrom: stem.filter((link) => !isTick(link)).length,
    roundMs: round.filter(isTick).length * scope.tickMs,
  };
}
