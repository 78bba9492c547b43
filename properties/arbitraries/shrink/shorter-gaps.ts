import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../model/index.ts';
import type { GeneratedTrace } from '../generated-trace.ts';

/**
 * Lengths of time that mean something, in milliseconds: usual lifetimes and delays, waiting periods, rotation periods.
 */
const ROUND_SPANS_MS = [
  0,
  SECOND_MS,
  MINUTE_MS,
  4 * MINUTE_MS,
  5 * MINUTE_MS,
  HOUR_MS,
  DAY_MS,
  7 * DAY_MS,
  30 * DAY_MS,
  90 * DAY_MS,
  365 * DAY_MS,
] as const;

/** Traces that take less time: first none at all, then one gap closed, or shortened to a round length. */
export function* withShorterGaps(trace: GeneratedTrace): Iterable<GeneratedTrace> {
  const { setup, steps } = trace;
  yield { setup, steps: steps.map((step) => ({ ...step, atMs: 0 })) };
  let before = 0;
  for (const [index, { atMs }] of steps.entries()) {
    const gap = atMs - before;
    for (const span of ROUND_SPANS_MS) {
      if (span < gap) yield earlier(trace, index, gap - span);
    }
    before = atMs;
  }
}

/** The trace with a step and all that follow it earlier by some milliseconds. */
function earlier({ setup, steps }: GeneratedTrace, from: number, byMs: number): GeneratedTrace {
  return { setup, steps: steps.map((step, index) => (index < from ? step : { ...step, atMs: step.atMs - byMs })) };
}
