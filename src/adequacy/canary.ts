import fc from 'fast-check';
import { profileNamed } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import type { Property } from '../../properties/property.ts';
import { runTrace } from '../check/run-trace.ts';
import { seedOfRun } from '../check/seed-of-run.ts';
import type { Violation } from '../oracle/verdict.ts';
import { embeddedSut } from '../suts/embedded.ts';

/** A property that is false of every system worth the name. A campaign that does not refute it tests nothing. */
const CANARY: Property = {
  id: 'canary',
  title: 'No object is ever read.',
  requirements: [],
  formula: '□ ¬GetObject.ok',
  needs: 'answers',
  events: ['GetObject'],
  monitor: () => ({
    see: ({ observation }) =>
      observation.status === 200
        ? { violation: 'an object was read, as it should have been', requirements: [] }
        : 'held',
  }),
};

/** Looks for what violates a property that must fail, in random traces of the correct reference. */
export async function canary(
  seed: number,
  traces: number,
  property = CANARY,
): Promise<{ readonly traces: number; readonly violation: Violation | undefined }> {
  const sut = embeddedSut();
  const profile = profileNamed('ideal');
  const arbitrary = traceArbitrary({ profile, supports: sut.supports, maxSteps: 300 });
  for (let run = 0; run < traces; run++) {
    const bench = { sut, profile, seed: seedOfRun(seed, run), properties: [property], oracle: false };
    const [trace] = fc.sample(arbitrary, { seed: bench.seed, numRuns: 1 });
    if (trace === undefined) throw new Error('fast-check sampled nothing');
    const { violation } = await runTrace(bench, trace.setup, trace.steps);
    if (violation !== undefined) return { traces: run + 1, violation };
  }
  return { traces, violation: undefined };
}
