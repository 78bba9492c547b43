import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROFILES, type Setup } from '../../model/index.ts';
import { traceArbitrary } from '../../properties/arbitraries/index.ts';
import { PROPERTIES } from '../../properties/properties.ts';
import { tellStory } from '../report/index.ts';
import { EMBEDDED_OPTIONS, embeddedSut } from '../suts/embedded.ts';
import { modelSut } from '../suts/model-sut.ts';
import type { Sut } from '../suts/sut.ts';
import { runTrace } from './run-trace.ts';

const directories = (setup: Setup): Setup => ({
  ...setup,
  buckets: setup.buckets.map(({ versioning: _, ...b }, i) =>
    i === 0 || (i === 1 && b.account === '111111111111') ? { ...b, plainObjects: [], kind: 'directory' } : b,
  ),
});
let kms = 0, ok = 0;
describe.each(PROFILES)('under profile $name', (profile) => {
  async function firstComplaint(sut: Sut): Promise<string> {
    const arbitrary = traceArbitrary({ profile, supports: sut.supports, maxSteps: 150 });
    for (const [i, { setup, steps }] of fc.sample(arbitrary, { seed: 77, numRuns: 40 }).entries()) {
      const { trace, judge, violation } = await runTrace(
        { sut, profile, seed: i, properties: PROPERTIES, oracle: true },
        directories(setup),
        steps,
      );
      for (const { step, observation } of trace.steps) if ('bucket' in step.event && step.event.bucket === 'alpha' && observation.sse) { ok++; if (observation.sse === 'aws:kms') kms++; }
      if (violation !== undefined) return tellStory(trace, violation);
      if (judge.unknownBecause !== undefined) return judge.unknownBecause;
    }
    return 'none';
  }
  test('model', async () => { expect(await firstComplaint(modelSut(profile))).toBe('none'); });
  test('reference', async () => { expect(await firstComplaint(embeddedSut(EMBEDDED_OPTIONS.get(profile.name)))).toBe('none'); console.log(ok, kms); });
});
