import fc from 'fast-check';
import { expect, test } from 'vitest';
import { profileNamed } from '../../../model/index.ts';
import { traceArbitrary } from '../../../properties/arbitraries/index.ts';
import { judgeTrace } from '../../check/replay.ts';
import { observe } from '../../check/run-trace.ts';
import { tellStory } from '../../report/index.ts';
import { embeddedFor } from '../../suts/embedded.ts';
import { modelSut } from '../../suts/model-sut.ts';
import { TIMES } from '../../testing/times.ts';
import { importOf } from '../testing/import-of.ts';
import { type Damage, NO_DAMAGE, trailOfWorld } from '../testing/trail-of-world.ts';

const profile = profileNamed('aws');
const DAMAGES: readonly Damage[] = [NO_DAMAGE, { lost: 0.2, twice: 0.2, disorder: 8 }];

test.each([
  ['the reference', embeddedFor(profile)],
  ['the model, which takes every choice,', modelSut(profile)],
])('what %s does is never accused, whatever its trail leaves out', async (_what, sut) => {
  const arbitrary = traceArbitrary({ profile, supports: sut.supports, maxSteps: 120 });
  const worlds = fc.sample(arbitrary, { seed: 13, numRuns: 20 * TIMES });
  let joined = 0;
  let unrecorded = 0;
  for (const [seed, { setup, steps }] of worlds.entries()) {
    const seen = await observe({ sut, seed }, setup, steps);
    for (const damage of DAMAGES) {
      const { trace, counts } = await importOf(trailOfWorld(setup, seen, seed, damage));
      const { verdict, violation } = judgeTrace(trace, profile);
      if (violation !== undefined) throw new Error(tellStory(trace, violation));
      expect(verdict).toBe('conforms');
      joined += counts.joined;
      unrecorded += counts.unrecorded.objects;
    }
  }
  expect(joined).toBeGreaterThan(100 * TIMES);
  expect(unrecorded).toBeGreaterThan(0);
});
