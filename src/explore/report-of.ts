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
import { type LinksData, pathTo } from './search/links.ts';
import type { RegionReport } from './search/region.ts';
import { traceOf } from './trace-of.ts';

/** Why an exploration that was interrupted says unknown. */
export const INTERRUPTED = 'the interruption';

/** What there is to report of an exploration. */
export interface Explored {
  readonly reports: readonly RegionReport[];
  /** How each state of each region was reached; asked for only where a path is to be told. */
  links(): readonly LinksData[];
  /** Memory of the states that are known, in bytes. */
  readonly bytes: number;
  readonly exact: boolean;
  readonly act: typeof perform;
  /** What ended it before all was seen. */
  readonly unknownBecause: string | undefined;
}

/**
 * The report of an exploration, whoever has made it. The first violation is told with a shortest trace; where there is none and the scope was
 * seen whole, it is also checked that what is pending ends.
 */
export async function reportOf(scope: ExploreScope, explored: Explored, options: ExploreOptions): Promise<Exploration> {
  const { reports, exact } = explored;
  const found = brokenInvariant(scope, explored) ?? (explored.unknownBecause === undefined ? brokenProperty(scope, explored) : undefined);
  const coverage = reports.map((report) => report.coverage);
  const levels = levelsOf(reports);
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
    counts: { states, transitions: sum(reports.map(({ transitions }) => transitions)), depth: levels.length - 1, levels },
    queue: states - sum(reports.map(({ left }) => left)),
    bytes: explored.bytes + sum(reports.map(({ bytes }) => bytes)),
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** New states at each depth, up to the last depth that has any. */
function levelsOf(reports: readonly RegionReport[]): readonly number[] {
  const levels: number[] = [];
  for (const report of reports) for (const [depth, states] of report.levels.entries()) levels[depth] = (levels[depth] ?? 0) + states;
  while (levels.at(-1) === 0) levels.pop();
  return levels;
}

function brokenInvariant(scope: ExploreScope, { reports, links, act }: Explored): ShortestViolation | undefined {
  const depth = Math.min(...reports.map(({ found, levels }) => (found === undefined ? Number.POSITIVE_INFINITY : levels.length)));
  const found = reports.find((report) => report.found !== undefined && report.levels.length === depth)?.found;
  if (found === undefined) return undefined;
  const { parent, action, result, id, reason } = found;
  const path = pathTo(links(), parent);
  const trace = traceOf(scope, [...path, { action, result }], act);
  return { violation: violationOf(id, reason, trace.steps.length - 1), trace };
}

/** Has the monitors of the properties watch the shortest path to each state, nearest states first. */
function brokenProperty(scope: ExploreScope, { links, act }: Explored): ShortestViolation | undefined {
  if (!scope.monitored) return undefined;
  const all = links();
  const paths = all.flatMap(({ parents }, region) => Array.from(parents, (_, number) => pathTo(all, { region, number })));
  for (const path of paths.sort((a, b) => a.length - b.length)) {
    const trace = traceOf(scope, path, act);
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
