import type { Setup, Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Violation } from '../oracle/verdict.ts';
import { described } from '../profile/described-profile.ts';
import type { Trace } from '../trace/trace.ts';
import { TRACE_FORMAT } from '../trace/trace.ts';
import { type JudgedBench, LiveJudge } from './live-judge.ts';
import { type StepBench, takeSteps } from './take-steps.ts';
import type { TieredJudge } from './tiered-judge.ts';
import type { TakenOnce } from './twice/taken-twice.ts';

/** What traces are run against, and judged by. */
export interface RunSetup extends StepBench, JudgedBench {}

/** A trace that was run and judged. */
export interface TraceRun {
  readonly trace: Trace;
  /** What was seen, before anything was excused. */
  readonly taken: TakenOnce;
  /** For each step of the trace the place of the given one that it is of: what is excused is left out of the trace. */
  readonly places: readonly number[];
  readonly judge: TieredJudge;
  readonly violation: Violation | undefined;
  /** What goes beyond an assumption, where nothing is violated; what it takes is not worked out. */
  readonly doubt: Violation | undefined;
  /** Why nothing was asked, where the system declined the setup. */
  readonly declined?: string;
  /** Present where a known deviation was excused, so that the steps cannot be compared with those of another run. */
  readonly excused?: true;
}

/** Runs steps on a fresh system under test until the first violation or the end, judging each. */
export async function runTrace(bench: RunSetup, setup: Setup, steps: readonly Step[]): Promise<TraceRun> {
  const { sut, seed } = bench;
  const live = new LiveJudge(bench, setup);
  const places: number[] = [];
  let isRetried = false;
  const { declined, steps: observed } = await takeSteps(bench, setup, steps, (seen, place, details) => {
    isRetried ||= details?.isTransient === true;
    const verdict = live.see(seen, details);
    if (live.steps.length > places.length) places.push(place);
    return verdict !== 'violates';
  });
  live.end();
  const { judge, profile } = live;
  const header = { bucketkeyTrace: TRACE_FORMAT, profile: described(profile), sut: sut.name, seed, setup };
  return {
    trace: { header, steps: live.steps },
    taken: { observed, isRetried },
    places,
    judge,
    violation: judge.violation,
    doubt: judge.finalDoubt,
    ...(declined !== undefined && { declined }),
    ...(live.isExcused && { excused: true }),
  };
}

/** What is seen when steps are run on a fresh system under test, judged by nobody. */
export async function observe(
  bench: StepBench,
  setup: Setup,
  steps: readonly Step[],
): Promise<readonly ObservedStep[]> {
  return (await takeSteps(bench, setup, steps)).steps;
}
