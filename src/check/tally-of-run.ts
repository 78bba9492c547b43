import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Judgement } from '../../properties/property.ts';
import type { PropertySuite } from '../../properties/suite.ts';
import type { EventStatistics } from './check-report.ts';
import { EXPLAINED } from './explained.ts';
import type { TraceRun } from './run-trace.ts';
import { emptyTally, type PropertyTally, type Tally } from './tally.ts';

/** What relating a run to its variant came to. */
export interface VariantJudgement {
  /** Id of the metamorphic property. */
  readonly id: string;
  readonly judgement: Judgement;
}

/** What a tally is made of. */
export interface JudgedRun {
  readonly trace: TraceRun['trace'];
  readonly judge: Pick<TraceRun['judge'], 'unknownBecause'> & { readonly suite: Pick<PropertySuite, 'counts'> };
}

/**
 * The tally of one run.
 *
 * @param properties - ids of the check's properties, in the order of reports
 * @param number - the run's number in the whole check, counted from 0
 * @param isExplained - whether the oracle took part
 * @param variant - present if the run was related to a variant
 */
export function tallyOfRun(
  properties: readonly string[],
  number: number,
  { trace, judge }: JudgedRun,
  isExplained: boolean,
  variant: VariantJudgement | undefined,
): Tally {
  const steps = trace.steps.length;
  const counts = new Map<string, PropertyTally>();
  if (isExplained) counts.set(EXPLAINED, { id: EXPLAINED, checked: steps, exercised: steps });
  for (const { property, checked, exercised } of judge.suite.counts())
    counts.set(property.id, { id: property.id, checked, exercised });
  if (variant !== undefined && variant.judgement !== 'idle') {
    counts.set(variant.id, { id: variant.id, checked: 1, exercised: variant.judgement === 'held' ? 0 : 1 });
  }
  const empty = emptyTally(properties);
  return {
    runs: 1,
    steps,
    kmsCalls: trace.steps.reduce((sum, { observation }) => sum + (observation.kmsCalls?.length ?? 0), 0),
    properties: empty.properties.map((none) => counts.get(none.id) ?? none),
    events: eventsOf(trace.steps),
    unknown: judge.unknownBecause === undefined ? null : { run: number, because: judge.unknownBecause },
  };
}

function eventsOf(steps: readonly ObservedStep[]): readonly EventStatistics[] {
  const events = new Map<string, { event: string; count: number; refused: number }>();
  for (const { step, observation } of steps) {
    const name = step.event.op;
    const sum = events.get(name) ?? { event: name, count: 0, refused: 0 };
    sum.count++;
    if (observation.status >= 400) sum.refused++;
    events.set(name, sum);
  }
  return [...events.values()].sort((a, b) => (a.event < b.event ? -1 : 1));
}
