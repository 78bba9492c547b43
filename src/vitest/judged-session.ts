import type { Observation, Profile, Setup, Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { propertiesUnder } from '../../properties/properties.ts';
import { TieredJudge } from '../check/tiered-judge.ts';
import type { Oracle } from '../oracle/oracle.ts';
import { described } from '../profile/described-profile.ts';
import type { Sut } from '../suts/sut.ts';
import { noAnswer } from '../trace/no-answer.ts';
import { checkedObservation } from '../trace/observation-check.ts';
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
  const judge = new TieredJudge({ setup, profile, properties: propertiesUnder(profile), oracle: true });
  const header = { bucketkeyTrace: TRACE_FORMAT, profile: described(profile), sut: sut.name, seed, setup };
  const steps: ObservedStep[] = [];
  const trace = (): Trace => ({ header, steps: [...steps] });
  const started = await sut.start(setup, seed);

  const apply = async (step: Step): Promise<Observation> => {
    // Before anything is waited for: afterwards the caller is no more on the stack.
    const site = callSiteOf(apply);
    const checked = checkedObservation(await started.apply(step));
    const observation =
      'observation' in checked
        ? checked.observation
        : noAnswer(`what the system gave is no observation: ${checked.problem}`);
    steps.push({ step, observation });
    judge.see({ step, observation });
    oracle.see({ step, observation });
    if (judge.violation !== undefined) throw errorAt(site, storyOf(trace(), judge.violation));
    return observation;
  };

  const end = async (site: CallSite): Promise<void> => {
    await started.stop();
    if (judge.violation !== undefined) return;
    judge.end();
    const told = judge.violation ?? judge.explainedDoubt();
    if (told !== undefined) throw errorAt(site, storyOf(trace(), told));
    if (judge.unknownBecause !== undefined) throw errorAt(site, `not settled: ${judge.unknownBecause} was reached`);
  };
  return { session: { apply, trace }, end };
}
