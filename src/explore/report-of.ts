import type { perform } from '../../model/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import type { Violation } from '../oracle/verdict.ts';
import { type CoverageData, chartReach, choiceReach } from './coverage.ts';
import type { Exploration, ShortestViolation } from './exploration.ts';
import { INVARIANTS } from './invariants.ts';
import type { Liveness } from './liveness/liveness.ts';
import { MONITORED, monitorsAgainst } from './monitors.ts';
import type { ExploreScope } from './scope.ts';
import type { Link } from './search/link.ts';
import type { BrokenResult } from './search/successors.ts';
import { sum } from './sum.ts';
import { traceOf } from './trace-of.ts';

/** A result that breaks an invariant, and the state it follows on. */
export interface BrokenTransition extends BrokenResult {
  /** Number of the state. */
  readonly parent: number;
}

/** What a search has found, whoever has made it. */
export interface Searched
  extends Pick<Exploration, 'queue' | 'bytes' | 'collisionProbability' | 'symmetries'>,
    Pick<Exploration['counts'], 'transitions' | 'levels'> {
  readonly scope: ExploreScope;
  readonly act: typeof perform;
  readonly coverage: readonly CoverageData[];
  readonly broken: BrokenTransition | undefined;
  /** What ended it before all was seen. */
  readonly unknownBecause: string | undefined;
  /** A shortest path to a state by its number. */
  pathTo(state: number): readonly Link[];
  /** Whether what is pending ends; undefined where nothing can be pending, or there are too many states. */
  checkLiveness(): Promise<Liveness | undefined>;
}

/**
 * The report of an exploration. The first violation is told with a shortest trace; where there is none and the scope
 * was seen whole, it is also checked that what is pending ends.
 */
export async function reportOf(searched: Searched): Promise<Exploration> {
  const { scope, transitions, levels, queue, bytes, collisionProbability, symmetries, coverage } = searched;
  const isWhole = searched.unknownBecause === undefined;
  const found = brokenInvariant(searched) ?? (isWhole ? brokenProperty(searched) : undefined);
  const liveness = isWhole && found === undefined ? await searched.checkLiveness() : undefined;
  const unknownBecause = searched.unknownBecause ?? liveness?.unknownBecause;
  const isViolated = found !== undefined || liveness?.verdict === 'violates';
  return {
    scope: scope.name,
    profile: scope.profile.name,
    verdict: isViolated ? 'violates' : unknownBecause !== undefined ? 'unknown' : 'conforms',
    ...(!isViolated && unknownBecause !== undefined && { unknownBecause }),
    counts: { states: sum(levels), transitions, depth: levels.length - 1, levels },
    queue,
    bytes,
    collisionProbability,
    symmetries,
    invariants: INVARIANTS.map(({ id }) => id),
    monitors: scope.monitored ? MONITORED.map(({ id }) => id) : [],
    charts: chartReach(coverage),
    choices: choiceReach(coverage),
    ...(found !== undefined && { found }),
    ...(liveness !== undefined && { liveness }),
  };
}

function brokenInvariant({ scope, act, broken, pathTo }: Searched): ShortestViolation | undefined {
  if (broken === undefined) return undefined;
  const { parent, action, result, id, reason } = broken;
  const trace = traceOf(scope, [...pathTo(parent), { action, result }], act);
  return { violation: violationOf(id, reason, trace.steps.length - 1), trace };
}

/** Has the monitors of the properties watch the shortest path to each state, nearest states first. */
function brokenProperty({ scope, act, levels, pathTo }: Searched): ShortestViolation | undefined {
  if (!scope.monitored) return undefined;
  for (let state = 0; state < sum(levels); state++) {
    const trace = traceOf(scope, pathTo(state), act);
    const violation = monitorsAgainst(trace, scope.profile);
    if (violation !== undefined) return { violation, trace };
  }
  return undefined;
}

/** @throws RangeError when no property has the id */
function violationOf(id: string, reason: string, stepIndex: number): Violation {
  const property = PROPERTIES.find((known) => known.id === id);
  if (property === undefined) throw new RangeError(`there is no property ${id}`);
  const { title, requirements } = property;
  return { property: id, title, requirements, stepIndex, reason, parts: [], nearest: [] };
}
