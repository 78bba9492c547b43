import fc from 'fast-check';
import { traceArbitrary } from '../properties/arbitraries/index.ts';
import { observe } from '../src/check/run-trace.ts';
import { embeddedSut } from '../src/suts/embedded.ts';
import { formatTrace } from '../src/trace/format-trace.ts';
import { PROFILE } from './workload.ts';

const SEED = 5;

/** Recordings of random traces of the embedded reference, as files. */
export async function recordings(traces: number, maxSteps: number): Promise<readonly string[]> {
  const sut = embeddedSut();
  const arbitrary = traceArbitrary({ profile: PROFILE, supports: sut.supports, maxSteps });
  const files: string[] = [];
  for (const { setup, steps } of fc.sample(arbitrary, { seed: SEED, numRuns: traces })) {
    const header = { bucketkeyTrace: 1, profile: PROFILE.name, sut: sut.name, seed: SEED, setup };
    files.push(formatTrace({ header, steps: await observe({ sut, seed: SEED }, setup, steps) }));
  }
  return files;
}
