import type { CoverageCounts, StepCount } from '../oracle/model-coverage.ts';
import type { EventStatistics } from './check-report.ts';

/** How much runs had to do with a property. */
export interface PropertyTally {
  readonly id: string;
  /** Steps the property had something to say of. */
  readonly checked: number;
  /** Steps in which the case it exists for occurred. */
  readonly exercised: number;
}

/** The first run in which a bound of the oracle was hit. */
export interface UnknownRun {
  /** Number of the run in the whole check, counted from 0. */
  readonly run: number;
  /** Name of the bound. */
  readonly because: string;
}

/** What runs came to, as plain data. Tallies of the same properties can be added in any order and grouping. */
export interface Tally {
  readonly runs: number;
  readonly steps: number;
  readonly kmsCalls: number;
  /** One for each property of the check, in the order of reports. */
  readonly properties: readonly PropertyTally[];
  /** Events that occurred, in the order of their names. */
  readonly events: readonly EventStatistics[];
  readonly unknown: UnknownRun | null;
  /** What of the model explained steps; each list is in the order of names. */
  readonly coverage: CoverageCounts;
}

/** Nothing has been counted. */
export const NO_COVERAGE: CoverageCounts = { steps: 0, transitions: [], requirements: [], choices: [] };

/** The tally of no runs at all. */
export function emptyTally(properties: readonly string[]): Tally {
  const counts = properties.map((id) => ({ id, checked: 0, exercised: 0 }));
  return { runs: 0, steps: 0, kmsCalls: 0, properties: counts, events: [], unknown: null, coverage: NO_COVERAGE };
}

/** The tally of the runs of both. */
export function addTallies(one: Tally, other: Tally): Tally {
  return {
    runs: one.runs + other.runs,
    steps: one.steps + other.steps,
    kmsCalls: one.kmsCalls + other.kmsCalls,
    properties: one.properties.map(({ id, checked, exercised }, i) => ({
      id,
      checked: checked + (other.properties[i]?.checked ?? 0),
      exercised: exercised + (other.properties[i]?.exercised ?? 0),
    })),
    events: addNamed(one.events, other.events, ({ event }) => event, addEvents),
    unknown: earlier(one.unknown, other.unknown),
    coverage: addCoverage(one.coverage, other.coverage),
  };
}

function addEvents(one: EventStatistics, other: EventStatistics): EventStatistics {
  return {
    event: one.event,
    count: one.count + other.count,
    refused: one.refused + other.refused,
    kmsCalls: one.kmsCalls + other.kmsCalls,
    kmsCallsWithout: one.kmsCallsWithout + other.kmsCallsWithout,
  };
}

function addCoverage(one: CoverageCounts, other: CoverageCounts): CoverageCounts {
  if (one.steps === 0) return other;
  if (other.steps === 0) return one;
  return {
    steps: one.steps + other.steps,
    transitions: addNamed(one.transitions, other.transitions, ({ id }) => id, addSteps),
    requirements: addNamed(one.requirements, other.requirements, ({ id }) => id, addSteps),
    choices: addNamed(
      one.choices,
      other.choices,
      ({ point }) => point,
      ({ point, asked, decided }, more) => ({ point, asked: asked + more.asked, decided: decided + more.decided }),
    ),
  };
}

function addSteps({ id, steps }: StepCount, other: StepCount): StepCount {
  return { id, steps: steps + other.steps };
}

/** The things of both lists in the order of their names, those of the same name added up. */
function addNamed<T>(
  one: readonly T[],
  other: readonly T[],
  nameOf: (thing: T) => string,
  add: (thing: T, other: T) => T,
): readonly T[] {
  const sums = new Map(one.map((thing) => [nameOf(thing), thing]));
  for (const thing of other) {
    const before = sums.get(nameOf(thing));
    sums.set(nameOf(thing), before === undefined ? thing : add(before, thing));
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, thing]) => thing);
}

function earlier(one: UnknownRun | null, other: UnknownRun | null): UnknownRun | null {
  if (one === null || other === null) return one ?? other;
  return one.run < other.run ? one : other;
}
