import type { Observation, Profile, Setup, Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Property } from '../../properties/property.ts';
import type { ModelCoverage } from '../oracle/model-coverage.ts';
import type { Violation } from '../oracle/verdict.ts';
import { described } from '../profile/described-profile.ts';
import { EtagNames } from '../suts/etag-names.ts';
import type { Sut, SutSession } from '../suts/sut.ts';
import { VersionNames } from '../suts/version-names.ts';
import { noAnswer, noAnswerProblem } from '../trace/no-answer.ts';
import { checkedObservation } from '../trace/observation-check.ts';
import type { Trace } from '../trace/trace.ts';
import { TRACE_FORMAT } from '../trace/trace.ts';
import { HangError, HangWatch } from './hang.ts';
import { TieredJudge } from './tiered-judge.ts';

/** What traces are run against. */
export interface RunSetup {
  readonly sut: Sut;
  readonly profile: Profile;
  /** Seed the system under test is started with. */
  readonly seed: number;
  readonly properties: readonly Property[];
  /** Whether the model has to explain each step as well. */
  readonly oracle: boolean;
  /** What counts the parts of the model that explain steps; omitted = nothing does. */
  readonly coverage?: ModelCoverage | undefined;
  /** How long an answer may take, in milliseconds; omitted = a minute. */
  readonly stepTimeoutMs?: number;
}

/** A trace that was run and judged. */
export interface TraceRun {
  readonly trace: Trace;
  readonly judge: TieredJudge;
  readonly violation: Violation | undefined;
  /** What goes beyond an assumption, where nothing is violated; what it takes is not worked out. */
  readonly doubt: Violation | undefined;
}

/** Runs steps on a fresh system under test until the first violation or the end, judging each. */
export async function runTrace(bench: RunSetup, setup: Setup, steps: readonly Step[]): Promise<TraceRun> {
  const { sut, profile, seed } = bench;
  const { properties, oracle, coverage } = bench;
  const judge = new TieredJudge({ setup, profile, properties, oracle, coverage });
  const observed = await observe(bench, setup, steps, (seen) => judge.see(seen) !== 'violates');
  judge.end();
  const header = { bucketkeyTrace: TRACE_FORMAT, profile: described(profile), sut: sut.name, seed, setup };
  return { trace: { header, steps: observed }, judge, violation: judge.violation, doubt: judge.finalDoubt };
}

/**
 * Runs steps on a fresh system under test and records what was seen, for as long as `goOn` says so. A step that the
 * system does not answer with an observation is the last, and has what went wrong in the place of one.
 *
 * @throws Error when the system answers and cannot be stopped.
 */
export async function observe(
  { sut, seed, stepTimeoutMs }: Pick<RunSetup, 'sut' | 'seed' | 'stepTimeoutMs'>,
  setup: Setup,
  steps: readonly Step[],
  goOn: (seen: ObservedStep) => boolean = () => true,
): Promise<readonly ObservedStep[]> {
  const watch = new HangWatch(stepTimeoutMs);
  const observed: ObservedStep[] = [];
  const take = (step: Step, observation: Observation): boolean => {
    const seen = { step, observation };
    observed.push(seen);
    return goOn(seen) && noAnswerProblem(observation) === undefined;
  };
  try {
    const session = await watch
      .answer(async () => sut.start(setup, seed))
      .catch((error: unknown) => noAnswer(`the system did not start: ${errorText(error)}`));
    const names = new VersionNames(setup);
    const etags = new EtagNames();
    for (const told of steps) {
      const step = etags.named(names.named(told));
      const observation = await answerOf(watch, session, step);
      names.note(step, observation);
      etags.note(step, observation);
      if (!take(step, observation)) break;
    }
    if ('status' in session) return observed;
    const last = observed.at(-1);
    const isBroken = last !== undefined && noAnswerProblem(last.observation) !== undefined;
    await stop(watch, session, sut.name, isBroken);
  } finally {
    watch.end();
  }
  return observed;
}

/** What a session answers, or what stands for the answer; a system that did not start answers nothing. */
async function answerOf(watch: HangWatch, session: SutSession | Observation, step: Step): Promise<Observation> {
  if ('status' in session) return session;
  try {
    const checked = checkedObservation(await watch.answer(async () => session.apply(step)));
    if ('observation' in checked) return checked.observation;
    return noAnswer(`what the system gave is no observation: ${checked.problem}`);
  } catch (error) {
    return noAnswer(`the system ${error instanceof HangError ? 'gave' : 'threw'} ${errorText(error)}`);
  }
}

/** An error with its name; whatever else can be thrown, as far as it has a text. */
function errorText(error: unknown): string {
  if (error instanceof HangError) return error.message;
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  try {
    return String(error);
  } catch {
    return 'something without a text';
  }
}

/** A system that has not answered is stopped as well, but nobody waits for it nor wonders how it ends. */
async function stop(watch: HangWatch, session: SutSession, name: string, isBroken: boolean): Promise<void> {
  const stopped = watch.answer(async () => session.stop());
  if (isBroken) {
    stopped.catch(() => {});
    return;
  }
  try {
    await stopped;
  } catch (error) {
    throw new Error(`${name} answered and did not stop: ${errorText(error)}`);
  }
}
