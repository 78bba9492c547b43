import type { EnvironmentEvent, Event, Observation, Profile, Setup, Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { Oracle } from '../oracle/oracle.ts';
import type { Verdict } from '../oracle/verdict.ts';
import { described } from '../profile/described-profile.ts';
import type { ReferenceOptions, ReferenceParts } from '../reference/index.ts';
import { embeddedSutOf } from '../suts/embedded.ts';
import type { InProcessSession } from '../suts/sut.ts';
import { TRACE_FORMAT } from '../trace/trace.ts';
import { says } from './figures.ts';
import type { ScenarioFigure, ScenarioOptions } from './scenario.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/** Steps after which a run gives way to whatever may abort it. */
const BREATH = 100;

/** Where a story is played: on the reference, under the eyes of the oracle. */
export interface ScenarioSetting {
  readonly setup: Setup;
  /** What the oracle admits. */
  readonly profile: Profile;
  /** Options of the reference that conform to the profile. */
  readonly reference: Partial<ReferenceOptions>;
  /** Rules of the reference. */
  readonly parts: ReferenceParts;
}

/** A story being played: carries out steps, has every observation judged, and counts KMS calls. */
export class ScenarioRun {
  /** Time of the next step in virtual milliseconds; the story moves it. */
  atMs = 0;
  readonly #session: InProcessSession;
  readonly #oracle: Oracle;
  readonly #profile: Profile;
  readonly #signal: AbortSignal | undefined;
  readonly #seen: ObservedStep[] = [];
  #kmsCalls = 0;

  constructor(stage: ScenarioSetting, session: InProcessSession, signal: AbortSignal | undefined) {
    this.#session = session;
    this.#profile = stage.profile;
    this.#oracle = new Oracle(stage.setup, stage.profile);
    this.#signal = signal;
  }

  /** Somebody's request. Rejects when the run is aborted, or the reference is broken beyond answering. */
  does(by: string, event: Event): Promise<Observation> {
    return this.takes({ atMs: this.atMs, by, event });
  }

  /** What nobody asks for. Rejects as {@link ScenarioRun.does} does. */
  happens(event: EnvironmentEvent): Promise<Observation> {
    return this.takes({ atMs: this.atMs, by: null, event });
  }

  /** A step that says itself when it is and whose. Rejects as {@link ScenarioRun.does} does. */
  async takes(step: Step): Promise<Observation> {
    if (this.#seen.length % BREATH === 0) await yieldToEventLoop(this.#signal);
    this.atMs = step.atMs;
    const observation = await this.#session.apply(step);
    const seen = { step, observation };
    this.#seen.push(seen);
    this.#kmsCalls += observation.kmsCalls?.length ?? 0;
    this.#oracle.see(seen);
    return observation;
  }

  /** KMS calls made while a part of the story is played. */
  async callsDuring(part: () => Promise<void>): Promise<number> {
    const before = this.#kmsCalls;
    await part();
    return this.#kmsCalls - before;
  }

  /** Every step so far, as it was seen. */
  get seen(): readonly ObservedStep[] {
    return this.#seen;
  }

  /** What the oracle says of the story, as a figure that should read `conforms`. */
  verdictFigure(of = 'the run'): ScenarioFigure {
    return says(`oracle verdict on ${of}, profile ${this.#profile.name}`, this.#oracle.verdict, 'conforms');
  }

  /** Why the oracle does not say `conforms`, in a sentence; empty when it does. */
  get complaints(): readonly string[] {
    const { violation, unknownBecause } = this.#oracle;
    if (violation !== undefined) return [`Step ${violation.stepIndex + 1} cannot be. ${violation.reason}`];
    return unknownBecause === undefined ? [] : [`The oracle gave up: ${unknownBecause}.`];
  }
}

/** Plays a story on a fresh reference and answers what it comes to. Rejects as {@link ScenarioRun.does} does. */
export async function runSteps<T>(
  stage: ScenarioSetting,
  options: ScenarioOptions,
  story: (run: ScenarioRun) => Promise<T>,
): Promise<T> {
  const { seed, signal } = options;
  const { setup, profile } = stage;
  const sut = embeddedSutOf(stage.parts, stage.reference);
  const session = await sut.start(setup, seed);
  try {
    const run = new ScenarioRun(stage, session, signal);
    const result = await story(run);
    const header = { bucketkeyTrace: TRACE_FORMAT, profile: described(profile), sut: sut.name, seed, setup };
    options.onPlayed?.({ header, steps: run.seen });
    return result;
  } finally {
    await session.stop();
  }
}

/** What the oracle says under a profile of steps that were seen before. */
export function judge(setup: Setup, profile: Profile, seen: readonly ObservedStep[]): Verdict {
  const oracle = new Oracle(setup, profile);
  for (const step of seen) oracle.see(step);
  return oracle.verdict;
}
