import { setImmediate as breathe } from 'node:timers/promises';
import fc, { type IAsyncPropertyWithHooks } from 'fast-check';
import { type Profile, profileNamed } from '../../model/index.ts';
import type { GeneratedTrace, TraceOptions } from '../../properties/arbitraries/index.ts';
import { SutNotes } from '../check/sut-notes.ts';
import type { Violation } from '../oracle/verdict.ts';
import { tellStory } from '../report/index.ts';
import { checkedSut } from '../suts/checked-sut.ts';
import type { Sut } from '../suts/sut.ts';
import { traceOptionsOf } from '../suts/trace-options.ts';
import type { Trace } from '../trace/trace.ts';
import { traces, USUAL_STEPS } from './traces.ts';

/** The system under test, freshly started for each run, and what it is held to. */
export interface Attempt {
  readonly sut: Sut;
  readonly seed: number;
  readonly profile: Profile;
  /** What the system says of itself, in all runs. */
  readonly notes: SutNotes;
}

/** What a run came to. */
export interface Found {
  readonly trace: Trace;
  readonly violation: Violation | undefined;
  /** Whether it settles anything: a run that does not is neither success nor failure, and does not count. */
  readonly counts: boolean;
}

/** Seeds belong to the system under test: a smaller one would be simpler to nobody. */
const SEEDS = fc.noShrink(fc.integer({ min: 0, max: 2 ** 32 - 1 }));

/**
 * A property of a trace, and of the seed with which the system under test is started to carry it out, from what such a
 * run comes to.
 *
 * @param options - what the traces are for; omitted = the profile `ideal`, and what the system supports
 */
export function traceProperty(
  sut: Sut,
  options: Partial<TraceOptions>,
  judge: (attempt: Attempt, trace: GeneratedTrace) => Promise<Found>,
): IAsyncPropertyWithHooks<[trace: GeneratedTrace, seed: number]> {
  const { profile = profileNamed('ideal') } = options;
  const usual = traceOptionsOf(checkedSut(sut), profile, USUAL_STEPS);
  const notes = new SutNotes();
  return fc.asyncProperty(traces({ ...usual, ...options, profile: usual.profile }), SEEDS, async (generated, seed) => {
    // Runs go on microtasks alone: without a breath no timeout would ever be heard.
    await breathe();
    const { trace, violation, counts } = await judge({ sut, seed, profile, notes }, generated);
    if (violation !== undefined) throw violationError(trace, violation);
    fc.pre(counts);
  });
}

function violationError(trace: Trace, violation: Violation): Error {
  const { property, title } = violation;
  return new Error(`${property}: ${title}\n\n${tellStory(trace, violation)}`, { cause: { violation, trace } });
}
