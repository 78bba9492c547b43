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
}

/** The tally of no runs at all. */
export function emptyTally(properties: readonly string[]): Tally {
  const counts = properties.map((id) => ({ id, checked: 0, exercised: 0 }));
  return { runs: 0, steps: 0, kmsCalls: 0, properties: counts, events: [], unknown: null };
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
    events: addEvents(one.events, other.events),
    unknown: earlier(one.unknown, other.unknown),
  };
}

function addEvents(one: readonly EventStatistics[], other: readonly EventStatistics[]): readonly EventStatistics[] {
  const sums = new Map(one.map((statistics) => [statistics.event, statistics]));
  for (const { event, count, refused } of other) {
    const before = sums.get(event);
    sums.set(event, { event, count: count + (before?.count ?? 0), refused: refused + (before?.refused ?? 0) });
  }
  return [...sums.values()].sort((a, b) => (a.event < b.event ? -1 : 1));
}

function earlier(one: UnknownRun | null, other: UnknownRun | null): UnknownRun | null {
  if (one === null || other === null) return one ?? other;
  return one.run < other.run ? one : other;
}
