import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { tellStory } from '../report/index.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import { modelSut } from '../suts/model-sut.ts';
import type { Sut } from '../suts/sut.ts';
import { TIMES } from '../testing/times.ts';
import { runTrace } from './run-trace.ts';
import { underKms, withDirectories } from './testing/with-directories.ts';

const TRACES = 10 * TIMES;

describe.each(PROFILES)('directory buckets under profile $name', (profile) => {
  /** The first complaint, and how many answers were about what is under KMS in one. */
  async function complaint(sut: Sut) {
    const arbitrary = traceArbitrary({ profile, supports: sut.supports, maxSteps: 150 });
    let answers = 0;
    for (const [i, { setup, steps }] of fc.sample(arbitrary, { seed: 77, numRuns: TRACES }).entries()) {
      const bench = { sut, profile, seed: i, properties: PROPERTIES, oracle: true };
      const { trace, judge, violation } = await runTrace(bench, withDirectories(setup), [underKms(setup), ...steps]);
      const { name } = setup.buckets[0] ?? { name: '' };
      for (const { step, observation } of trace.steps)
        if ('bucket' in step.event && step.event.bucket === name && observation.sse === 'aws:kms') answers += 1;
      if (violation !== undefined) return { complaint: tellStory(trace, violation), answers };
      if (judge.unknownBecause !== undefined) return { complaint: judge.unknownBecause, answers };
    }
    return { complaint: 'none', answers };
  }

  test.each([
    ['the model', modelSut(profile)],
    ['the reference', embeddedSut(EMBEDDED_OPTIONS.get(profile.name))],
  ])('neither the oracle nor a monitor refuses anything %s does', async (_who, sut) => {
    const found = await complaint(sut);
    expect(found.complaint).toBe('none');
    expect(found.answers).toBeGreaterThan(TRACES);
  });
});
