import type { Observation, Profile } from '../../../model/index.ts';
import type { GeneratedTrace } from '../../../properties/arbitraries/index.ts';
import type { ObservedStep } from '../../../properties/observed-step.ts';
import { type StepBench, takeSteps } from '../take-steps.ts';
import { type DifferingAnswer, differingAnswer } from './differing-answers.ts';

/** A trace whose steps were answered otherwise when they were taken again. */
export interface DifferingTrace extends DifferingAnswer {
  /** What was seen the first time, up to the step that was answered otherwise. */
  readonly steps: readonly ObservedStep[];
  /** What that step was answered the second time; undefined where it was not taken. */
  readonly again: Observation | undefined;
}

/** What was seen of steps that were taken once. */
export interface TakenOnce {
  readonly observed: readonly ObservedStep[];
  /** Whether a step was asked more than once, for an error of the moment. */
  readonly isRetried: boolean;
}

type Bench = StepBench & { readonly profile: Profile };

/**
 * Takes the steps of a trace once more, on a fresh system, as far as they were taken the first time.
 *
 * @returns null where everything was answered alike; undefined where that cannot be said, since nothing was asked, or
 *   an error of the moment came between
 */
export async function takenAgain(
  bench: Bench,
  trace: GeneratedTrace,
  { observed, isRetried }: TakenOnce,
): Promise<DifferingTrace | null | undefined> {
  if (observed.length === 0 || isRetried) return undefined;
  const second = await takenOnce(bench, trace, observed.length);
  if (second === undefined || second.isRetried) return undefined;
  const differing = differingAnswer(observed, second.observed, bench.profile, trace.setup);
  if (differing === undefined) return null;
  const { stepIndex } = differing;
  return {
    ...differing,
    steps: observed.slice(0, stepIndex + 1),
    again: second.observed[stepIndex]?.observation,
  };
}

/** Takes the steps of a trace twice, each time on a fresh system; answers as {@link takenAgain}. */
export async function takenTwice(bench: Bench, trace: GeneratedTrace): Promise<DifferingTrace | null | undefined> {
  const first = await takenOnce(bench, trace, Number.POSITIVE_INFINITY);
  return first && takenAgain(bench, trace, first);
}

/** What is seen of at most so many steps; undefined where the system declined. */
async function takenOnce(bench: Bench, { setup, steps }: GeneratedTrace, most: number): Promise<TakenOnce | undefined> {
  let isRetried = false;
  let taken = 0;
  const { declined, steps: observed } = await takeSteps(bench, setup, steps, (_seen, _place, details) => {
    isRetried ||= details?.isTransient === true;
    taken += 1;
    return taken < most;
  });
  return declined === undefined ? { observed, isRetried } : undefined;
}
