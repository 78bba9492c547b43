import type { Observation, Setup, Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { wallClockOf } from '../suts/clock.ts';
import { GivenNames } from '../suts/given-names.ts';
import type { ApplyOptions, Declined, Sut, SutAnswer, SutSession } from '../suts/sut.ts';
import { noAnswer, noAnswerProblem } from '../trace/no-answer.ts';
import { HangError, HangWatch } from './hang.ts';
import { Pacer } from './pacer.ts';
import { type AnswerDetails, type ReadAnswer, readAnswer } from './read-answer.ts';
import type { SutNotes } from './sut-notes.ts';
import { unwritable } from './unwritable.ts';

/** How often a step is asked whose answers are errors of the moment. */
const MOST_TRIES = 3;
/** How long is waited before the second try, in milliseconds; then twice as long. */
const RETRY_AFTER_MS = 200;

/** What steps are taken on. */
export interface StepBench {
  readonly sut: Sut;
  /** Seed the system under test is started with. */
  readonly seed: number;
  /** How long an answer may take, in milliseconds; omitted = a minute. */
  readonly stepTimeoutMs?: number;
  /** What the system says of itself; omitted = nobody wants to know. */
  readonly notes?: SutNotes;
  /** Ends the steps on a system with a clock on the wall: what is under way there ends by itself everywhere else. */
  readonly signal?: AbortSignal | undefined;
}

/** What has to be known of a step beside what was seen, where that is not all. */
export interface StepDetails {
  /** How long the request took, in milliseconds. */
  readonly durationMs: number;
  /** Whether its answer was an error of the moment. */
  readonly isTransient: boolean;
}

/** What came of the steps of one trace. */
export interface ObservedSteps {
  readonly steps: readonly ObservedStep[];
  /** Why nothing was asked at all; undefined where the system started. */
  readonly declined?: string;
}

/**
 * Runs steps on a fresh system under test and records what was seen, for as long as `goOn` says so. A step that the
 * system does not answer with an observation is the last, and has what went wrong in the place of one. An operation
 * that is not supported is left out, as if nobody had asked; each try of a step is a step.
 *
 * @throws Error when the system answers and cannot be stopped, or the signal was given.
 */
export async function takeSteps(
  bench: StepBench,
  setup: Setup,
  steps: readonly Step[],
  goOn: GoOn = () => true,
): Promise<ObservedSteps> {
  const { sut, seed, notes } = bench;
  const clock = wallClockOf(sut);
  const signal = clock === undefined ? undefined : bench.signal;
  const watch = new HangWatch(bench.stepTimeoutMs);
  const onAbort = (): void => watch.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  let observed: readonly ObservedStep[] = [];
  try {
    const declined = unwritable(setup, steps);
    const session = await watch
      .answer(async () => (declined === undefined ? started(await sut.start(setup, seed)) : { declined }))
      .catch((error: unknown) => noAnswer(`the system did not start: ${errorText(error)}`));
    if ('declined' in session) {
      notes?.decline(session.declined);
      return { steps: [], declined: session.declined };
    }
    const pacer = clock === undefined ? undefined : new Pacer(clock, signal);
    const taker = new StepTaker(setup, session, watch, pacer, notes, goOn);
    observed = taker.observed;
    for (const [place, step] of steps.entries())
      if (signal?.aborted === true || !(await taker.take(step, place))) break;
    if ('status' in session) return { steps: observed };
    const last = observed.at(-1);
    // Who ends it all waits for the system to clear away.
    const isBroken = signal?.aborted !== true && last !== undefined && noAnswerProblem(last.observation) !== undefined;
    await stop(watch, session, sut.name, isBroken);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    watch.end();
  }
  signal?.throwIfAborted();
  return { steps: observed };
}

/** Takes a step that was seen, the one at a place of those that were given; answers whether to go on. */
type GoOn = (seen: ObservedStep, place: number, details?: StepDetails) => boolean;

/** Takes the steps of one trace on a session; one that did not start answers each with what went wrong. */
class StepTaker {
  readonly observed: ObservedStep[] = [];
  readonly #session: SutSession | Observation;
  readonly #watch: HangWatch;
  readonly #pacer: Pacer | undefined;
  readonly #notes: SutNotes | undefined;
  readonly #goOn: GoOn;
  readonly #options: ApplyOptions;
  readonly #names: GivenNames;

  constructor(
    setup: Setup,
    session: SutSession | Observation,
    watch: HangWatch,
    pacer: Pacer | undefined,
    notes: SutNotes | undefined,
    goOn: GoOn,
  ) {
    this.#names = new GivenNames(setup);
    this.#session = session;
    this.#watch = watch;
    this.#pacer = pacer;
    this.#notes = notes;
    this.#goOn = goOn;
    this.#options = {
      get signal() {
        return watch.signal;
      },
    };
  }

  /** Asks a step until it has more than an error of the moment for an answer; answers whether to go on. */
  async take(told: Step, place: number): Promise<boolean> {
    const step = this.#names.named(told);
    if (this.#notes?.isDropped(step.event.op) === true) return true;
    if (this.#pacer !== undefined) {
      this.#watch.rest();
      await this.#pacer.pauseBefore(step);
    }
    for (let tries = 1; ; tries += 1) {
      this.#pacer?.ask();
      let answer: ReadAnswer;
      try {
        answer = this.#read(await this.#watch.answer(async () => this.#apply(step)));
      } catch (error) {
        const how = error instanceof HangError ? 'gave' : 'threw';
        answer = { observation: noAnswer(`the system ${how} ${errorText(error)}`) };
      }
      if ('unsupported' in answer) {
        this.#notes?.drop(step.event.op, answer.unsupported);
        return true;
      }
      const details = 'details' in answer ? answer.details : undefined;
      if (!this.#see(step, place, observationOf(answer), details)) return false;
      if (details?.isTransient !== true || tries === MOST_TRIES) return true;
      this.#watch.rest();
      await this.#pacer?.pause(RETRY_AFTER_MS * 2 ** (tries - 1));
    }
  }

  #see(step: Step, place: number, observation: Observation, given: AnswerDetails | undefined): boolean {
    const pacer = this.#pacer;
    if (given === undefined && pacer === undefined) return this.#record({ step, observation }, place);
    const isTransient = given?.isTransient === true;
    if (isTransient && this.#notes !== undefined) this.#notes.transientAnswers += 1;
    const timed = pacer?.timed(step, given) ?? { step, durationMs: 0 };
    return this.#record({ step: timed.step, observation }, place, { durationMs: timed.durationMs, isTransient });
  }

  #record(seen: ObservedStep, place: number, details?: StepDetails): boolean {
    this.observed.push(seen);
    this.#names.note(seen.step, seen.observation);
    return this.#goOn(seen, place, details) && noAnswerProblem(seen.observation) === undefined;
  }

  #apply(step: Step): Promise<SutAnswer> | Observation {
    const session = this.#session;
    return 'status' in session ? session : session.apply(step, this.#options);
  }

  #read(given: SutAnswer): ReadAnswer {
    const answer = readAnswer(given);
    const isTimed = 'details' in answer && answer.details.startMs !== undefined;
    return isTimed && this.#pacer === undefined ? { problem: 'it has a time, and the clock is virtual' } : answer;
  }
}

/** What `start` gave, if it is a session or says why it is none. */
function started(given: unknown): SutSession | Declined {
  if (typeof given !== 'object' || given === null) throw new TypeError('it gave no session');
  if ('declined' in given) return { declined: String(given.declined) };
  if ('apply' in given && 'stop' in given) return given as SutSession;
  throw new TypeError('what it gave has no apply or no stop');
}

function observationOf(answer: Exclude<ReadAnswer, { readonly unsupported: string }>): Observation {
  if ('observation' in answer) return answer.observation;
  return noAnswer(`what the system gave is no observation: ${answer.problem}`);
}

/** An error with its name; whatever else can be thrown, as far as it has a text. */
function errorText(error: unknown): string {
  if (error instanceof HangError) return error.message;
  if (error instanceof Error) return `${error.name}: ${error.message}${causeText(error.cause)}`;
  try {
    return String(error);
  } catch {
    return 'something without a text';
  }
}

/** What lies behind an error, such as a connection that was refused behind a fetch that failed. */
function causeText(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return code === '' ? '' : ` (${code})`;
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
