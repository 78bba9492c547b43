import { perform } from '../../model/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import type { Violation } from '../oracle/verdict.ts';
import { chartReach, choiceReach } from './coverage.ts';
import type { Exploration, ExploreProgress, ShortestViolation } from './exploration.ts';
import { INVARIANTS } from './invariants.ts';
import { MONITORED, monitorsAgainst } from './monitors.ts';
import type { ExploreScope } from './scope.ts';
import { Budget } from './search/budget.ts';
import { collisionProbability } from './search/fingerprints.ts';
import { type LinksData, pathTo } from './search/links.ts';
import { Region, type RegionReport } from './search/region.ts';
import { exploreHere } from './search/solo.ts';
import { traceOf } from './trace-of.ts';

/** Bounds and witnesses of an exploration. */
export interface ExploreOptions {
  /** Most states to tell apart; beyond it the verdict is unknown. */
  readonly maxStates: number;
  /** Whether states are told apart by all they are, instead of by fingerprints of 64 bits. */
  readonly exact?: boolean;
  /** How many regions the states are divided into; 1 by default. What is found is the same for any number. */
  readonly regions?: number;
  /** Ends the exploration; what was seen until then is reported, its verdict unknown. */
  readonly signal?: AbortSignal;
  onProgress?(progress: ExploreProgress): void;
  /** The model, or a wrapper that watches or spoils what it does. */
  readonly act?: typeof perform;
}

/**
 * Explores a scope breadth first: every action, every way to resolve what it leaves open, and the passing of time, from every state.
 * The invariants are checked on each transition; where the scope says so, the monitors of the properties watch the shortest path to each
 * state as well. The first violation ends it: breadth first, no path to one is shorter.
 */
export async function explore(scope: ExploreScope, options: ExploreOptions): Promise<Exploration> {
  const { maxStates, exact = false, regions = 1, signal, act = perform } = options;
  const budget = new Budget(Budget.memory(), maxStates, 1);
  const all = Array.from({ length: regions }, (_, index) => new Region(scope, act, { index, regions, exact }, budget));
  const isInterrupted = await exploreHere(all, ({ states, transitions, left, depth }) => {
    options.onProgress?.({ states, transitions, queue: states - left, depth });
    return signal?.aborted === true;
  });
  const reports = all.map((region) => region.report());
  const full = all.some(({ isFull }) => isFull) ? `the bound of ${maxStates} states (--max-states)` : undefined;
  const links = () => all.map((region) => region.links());
  return reportOf(scope, { reports, links, exact, act, unknownBecause: isInterrupted ? INTERRUPTED : full });
}

/** What there is to report of an exploration. */
interface Explored {
  readonly reports: readonly RegionReport[];
  /** How each state of each region was reached; asked for only where a path is to be told. */
  links(): readonly LinksData[];
  readonly exact: boolean;
  readonly act: typeof perform;
  /** What ended it before all was seen. */
  readonly unknownBecause: string | undefined;
}

function reportOf(scope: ExploreScope, explored: Explored): Exploration {
  const { reports, exact, unknownBecause } = explored;
  const found = brokenInvariant(scope, explored) ?? (unknownBecause === undefined ? brokenProperty(scope, explored) : undefined);
  const coverage = reports.map((report) => report.coverage);
  const levels = levelsOf(reports);
  const states = sum(levels);
  return {
    scope: scope.name,
    profile: scope.profile.name,
    verdict: found !== undefined ? 'violates' : unknownBecause !== undefined ? 'unknown' : 'conforms',
    ...(found === undefined && unknownBecause !== undefined && { unknownBecause }),
    counts: { states, transitions: sum(reports.map(({ transitions }) => transitions)), depth: levels.length - 1, levels },
    queue: states - sum(reports.map(({ left }) => left)),
    bytes: sum(reports.map(({ bytes }) => bytes)),
    collisionProbability: exact ? 0 : collisionProbability(states),
    invariants: INVARIANTS.map(({ id }) => id),
    monitors: scope.monitored ? MONITORED.map(({ id }) => id) : [],
    charts: chartReach(coverage),
    choices: choiceReach(coverage),
    ...(found !== undefined && { found }),
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
  const region = reports.findIndex(({ found, levels }) => found !== undefined && levels.length === depth);
  const found = reports[region]?.found;
  if (found === undefined) return undefined;
  const { parent: number, action, result, id, reason } = found;
  const path = pathTo(links(), { region, number });
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

const INTERRUPTED = 'the interruption';

/** @throws RangeError when no property has the id */
function violationOf(id: string, reason: string, stepIndex: number): Violation {
  const property = PROPERTIES.find((known) => known.id === id);
  if (property === undefined) throw new RangeError(`there is no property ${id}`);
  const { title, requirements } = property;
  return { property: id, title, requirements, stepIndex, reason, nearest: [] };
}
