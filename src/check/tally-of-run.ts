import type { Judgement } from '../../properties/property.ts';
import type { PropertySuite } from '../../properties/suite.ts';
import { EventCounts } from './event-counts.ts';
import { EXPLAINED } from './explained.ts';
import type { TraceRun } from './run-trace.ts';
import { emptyTally, NO_COVERAGE, type PropertyTally, type Tally } from './tally.ts';

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
  const events = new EventCounts();
  for (const seen of trace.steps) events.see(seen);
  return {
    runs: 1,
    steps,
    kmsCalls: trace.steps.reduce((sum, { observation }) => sum + (observation.kmsCalls?.length ?? 0), 0),
    properties: empty.properties.map((none) => counts.get(none.id) ?? none),
    events: events.statistics(),
    unknown: judge.unknownBecause === undefined ? null : { run: number, because: judge.unknownBecause },
    coverage: NO_COVERAGE,
  };
}
