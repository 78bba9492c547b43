import type { Observation, Profile, Setup, Step } from '../../model/index.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import { LiveJudge } from '../check/live-judge.ts';
import { Pacer } from '../check/pacer.ts';
import { readAnswer } from '../check/read-answer.ts';
import type { Oracle } from '../oracle/oracle.ts';
import { described } from '../profile/described-profile.ts';
import { wallClockOf } from '../suts/clock.ts';
import type { Sut } from '../suts/sut.ts';
import { noAnswer } from '../trace/no-answer.ts';
import { TRACE_FORMAT, type Trace } from '../trace/trace.ts';
import { type CallSite, callSiteOf, errorAt } from './user-error.ts';
import { storyOf } from './violation-story.ts';

/** A session with a system under test that holds what it sees to the model and the properties. */
export interface JudgedSession {
  /**
   * Carries out a step and says what was seen.
   *
   * @throws Error where that violates something: with the reason, then the story. Whatever the system throws, as it is.
   */
  apply(step: Step): Promise<Observation>;
  /** What was done and seen so far: for matchers, `tellStory`, or `writeTraceFile`. */
  trace(): Trace;
}

/** What a session is begun with. */
export interface SessionBench {
  readonly sut: Sut;
  readonly setup: Setup;
  readonly profile: Profile;
  readonly seed: number;
  /** Sees each step as well, for the test to ask. */
  readonly oracle: Oracle;
}

/** A session, and how it ends. */
export interface BegunSession {
  readonly session: JudgedSession;
  /**
   * Stops the system, and judges the whole of what was seen.
   *
   * @throws Error at `site` where that violates something that no step has, or is not settled
   */
  end(site: CallSite): Promise<void>;
}

/** Starts a system under test and watches what it does from there on. */
export async function judgedSession({ sut, setup, profile, seed, oracle }: SessionBench): Promise<BegunSession> {
  const live = new LiveJudge({ sut, seed, profile, properties: propertiesUnder(profile), oracle: true }, setup);
  const trace = (): Trace => {
    const header = { bucketkeyTrace: TRACE_FORMAT, profile: described(live.profile), sut: sut.name, seed, setup };
    return { header, steps: [...live.steps] };
  };
  const started = await sut.start(setup, seed);
  if ('declined' in started) throw new Error(`${sut.name} declined the setup: ${started.declined}`);
  const clock = wallClockOf(sut);
  const pacer = clock === undefined ? undefined : new Pacer(clock, undefined);
  const { signal } = new AbortController();

  const apply = async (step: Step): Promise<Observation> => {
    // Before anything is waited for: afterwards the caller is no more on the stack.
    const site = callSiteOf(apply);
    await pacer?.pauseBefore(step);
    pacer?.ask();
    const answer = readAnswer(await started.apply(step, { signal }));
    if ('unsupported' in answer)
      throw errorAt(site, `${sut.name} does not support ${step.event.op}: ${answer.unsupported}`);
    const observation =
      'observation' in answer
        ? answer.observation
        : noAnswer(`what the system gave is no observation: ${answer.problem}`);
    const details = 'details' in answer ? answer.details : undefined;
    const timed = pacer?.timed(step, details) ?? { step, durationMs: 0 };
    const seen = { step: timed.step, observation };
    live.see(seen, { durationMs: timed.durationMs, isTransient: details?.isTransient === true });
    oracle.see(seen);
    if (live.judge.violation !== undefined) throw errorAt(site, storyOf(trace(), live.judge.violation));
    return observation;
  };

  const end = async (site: CallSite): Promise<void> => {
    await started.stop();
    const { judge } = live;
    if (judge.violation !== undefined) return;
    live.end();
    const told = judge.violation ?? judge.explainedDoubt();
    if (told !== undefined) throw errorAt(site, storyOf(trace(), told));
    if (judge.unknownBecause !== undefined) throw errorAt(site, `not settled: ${judge.unknownBecause} was reached`);
  };
  return { session: { apply, trace }, end };
}
