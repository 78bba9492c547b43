import type { Profile, Setup, Step } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { Property } from '../../properties/property.ts';
import type { Violation } from '../oracle/verdict.ts';
import { described } from '../profile/described-profile.ts';
import type { Sut } from '../suts/sut.ts';
import type { Trace } from '../trace/trace.ts';
import { TRACE_FORMAT } from '../trace/trace.ts';
import { HangWatch } from './hang.ts';
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
  const judge = new TieredJudge({ setup, profile, properties: bench.properties, oracle: bench.oracle });
  const observed = await observe(bench, setup, steps, (seen) => judge.see(seen) !== 'violates');
  judge.end();
  const header = { bucketkeyTrace: TRACE_FORMAT, profile: described(profile), sut: sut.name, seed, setup };
  return { trace: { header, steps: observed }, judge, violation: judge.violation, doubt: judge.finalDoubt };
}

/**
 * Runs steps on a fresh system under test and records what was seen, for as long as `goOn` says so.
 *
 * @throws Error when the system hangs.
 */
export async function observe(
  { sut, seed }: Pick<RunSetup, 'sut' | 'seed'>,
  setup: Setup,
  steps: readonly Step[],
  goOn: (seen: ObservedStep) => boolean = () => true,
): Promise<readonly ObservedStep[]> {
  const watch = new HangWatch(sut.name);
  const observed: ObservedStep[] = [];
  try {
    const session = await watch.answer('its start', sut.start(setup, seed));
    try {
      for (const step of steps) {
        const seen = { step, observation: await watch.answer(step.event.op, session.apply(step)) };
        observed.push(seen);
        if (!goOn(seen)) break;
      }
    } finally {
      await watch.answer('its stop', session.stop());
    }
  } finally {
    watch.end();
  }
  return observed;
}
