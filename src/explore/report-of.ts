import type { perform } from '../../model/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import type { Violation } from '../oracle/verdict.ts';
import { chartReach, choiceReach } from './coverage.ts';
import type { Exploration, ShortestViolation } from './exploration.ts';
import type { ExploreOptions } from './explore.ts';
import { INVARIANTS } from './invariants.ts';
import { checkLiveness } from './liveness/check-liveness.ts';
import { MOST_STATES } from './liveness/reachable.ts';
import { MONITORED, monitorsAgainst } from './monitors.ts';
import type { ExploreScope } from './scope.ts';
import { collisionProbability } from './search/fingerprints.ts';
import type { Past } from './search/past.ts';
import type { RegionReport } from './search/region.ts';
import { sum } from './sum.ts';
import { traceOf } from './trace-of.ts';

/** Why an exploration that was interrupted says unknown. */
export const INTERRUPTED = 'the interruption';

/** What there is to report of an exploration. */
export interface Explored {
  /** The depths that have ended. */
  readonly past: Past;
  readonly reports: readonly RegionReport[];
  /** Memory of states, links and rows at its largest, in bytes. */
  readonly bytes: number;
  readonly exact: boolean;
  readonly act: typeof perform;
  /** What ended it before all was seen. */
  readonly unknownBecause: string | undefined;
}

/**
 * The report of an exploration, whoever has made it. The first violation is told with a shortest trace; where there is
 * none and the scope was seen whole, it is also checked that what is pending ends.
 */
export async function reportOf(scope: ExploreScope, explored: Explored, options: ExploreOptions): Promise<Exploration> {
  const { past, reports, exact } = explored;
  const found =
    brokenInvariant(scope, explored) ??
    (explored.unknownBecause === undefined ? brokenProperty(scope, explored) : undefined);
  const { before } = past;
  const coverage = [before.coverage, ...reports.map((report) => report.coverage)];
  const unfinished = sum(reports.map(({ nextStates }) => nextStates));
  const levels = unfinished === 0 ? [...past.levels] : [...past.levels, unfinished];
  const states = sum(levels);
  const symmetries = reports[0]?.symmetries ?? 1;
  const isWhole = found === undefined && explored.unknownBecause === undefined && states <= MOST_STATES;
  const liveness = isWhole ? await checkLiveness(scope, options) : undefined;
  const unknownBecause = explored.unknownBecause ?? liveness?.unknownBecause;
  const isViolated = found !== undefined || liveness?.verdict === 'violates';
  return {
    scope: scope.name,
    profile: scope.profile.name,
    verdict: isViolated ? 'violates' : unknownBecause !== undefined ? 'unknown' : 'conforms',
    ...(!isViolated && unknownBecause !== undefined && { unknownBecause }),
    counts: {
      states,
      transitions: before.transitions + sum(reports.map(({ transitions }) => transitions)),
      depth: levels.length - 1,
      levels,
    },
    queue: states - past.leftBefore - sum(reports.map(({ left }) => left)),
    bytes: explored.bytes,
    collisionProbability: exact ? 0 : collisionProbability(states, symmetries),
    symmetries,
    invariants: INVARIANTS.map(({ id }) => id),
    monitors: scope.monitored ? MONITORED.map(({ id }) => id) : [],
    charts: chartReach(coverage),
    choices: choiceReach(coverage),
    ...(found !== undefined && { found }),
    ...(liveness !== undefined && { liveness }),
  };
}

/** Regions go from depth to depth together, so whatever they have found is equally far from the first state. */
function brokenInvariant(scope: ExploreScope, { past, reports, act }: Explored): ShortestViolation | undefined {
  const found = reports.find((report) => report.found !== undefined)?.found;
  if (found === undefined) return undefined;
  const { parent, action, result, id, reason } = found;
  const path = past.links.pathTo(parent);
  const trace = traceOf(scope, [...path, { action, result }], act);
  return { violation: violationOf(id, reason, trace.steps.length - 1), trace };
}

/** Has the monitors of the properties watch the shortest path to each state, nearest states first. */
function brokenProperty(scope: ExploreScope, { past, act }: Explored): ShortestViolation | undefined {
  if (!scope.monitored) return undefined;
  for (let state = 0; state < past.size; state++) {
    const trace = traceOf(scope, past.links.pathTo(state), act);
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
  return { property: id, title, requirements, stepIndex, reason, nearest: [] };
}
