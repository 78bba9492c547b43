import { expect, test } from 'vitest';
import { type Profile, profileNamed, SECOND_MS } from '../../model/index.ts';
import { judgeTrace } from '../check/replay.ts';
import { observe } from '../check/run-trace.ts';
import { importOf } from '../cloudtrail/testing/import-of.ts';
import { type Damage, trailOfWorld } from '../cloudtrail/testing/trail-of-world.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { groundOf } from './ground.ts';
import { infer } from './infer.ts';
import { inferOptions } from './options.ts';
import { Recordings } from './recordings.ts';
import { DESIGNED_SETUP, DesignedTrace } from './testing/designed-trace.ts';

const AWS = profileNamed('aws');
const WINDOWS = { cacheLifetimeMs: 150 * SECOND_MS, generationLifetimeMs: 70 * SECOND_MS };

/** What CloudTrail tells of a world: requests far enough apart to say which call is whose. */
async function trail(damage: Damage, seed = 1): Promise<readonly object[]> {
  const trace = new DesignedTrace();
  const apart = 8 * SECOND_MS;
  for (let round = 0; round < 8; round += 1) {
    trace.put('ann', `w${round}`).wait(apart).get('ann', 'w0').wait(apart).get('bob', 'w0').wait(apart);
    trace.get('ann-again', 'w0').wait(apart);
  }
  const seen = await observe({ sut: embeddedSut(WINDOWS), seed: 1 }, DESIGNED_SETUP, trace.steps);
  return trailOfWorld(DESIGNED_SETUP, seen, seed, damage);
}

function expectWithin(span: Profile['cacheLifetime'], ms: number): void {
  expect(span.minMs).toBeLessThanOrEqual(ms);
  expect(span.maxMs).toBeGreaterThanOrEqual(ms);
}

test('a trail that has every KMS event, copied and out of order, tells what was planted', async () => {
  const records = await trail({ lost: 0, twice: 0.2, disorder: 5 });
  const { trace } = await importOf(records, true);
  expect(judgeTrace(trace, AWS)).toMatchObject({ verdict: 'conforms' });
  const { verdict, profile } = await infer([{ name: 'trail', ...trace.header, steps: trace.steps }], { base: AWS });
  expect(verdict).toBe('conforms');
  if (profile === undefined) throw new Error('no profile');
  expect(profile).toMatchObject({ requesterMode: 'rolePolicy', caches: 1, writeVerifies: [false] });
  expectWithin(profile.cacheLifetime, WINDOWS.cacheLifetimeMs);
  expectWithin(profile.generationLifetime, WINDOWS.generationLifetimeMs);
  expect(profile.cacheLifetime.minMs).toBeGreaterThan(WINDOWS.generationLifetimeMs);
  expect(profile.cacheLifetime.maxMs).toBeLessThan(2 * WINDOWS.cacheLifetimeMs);
});

test.each([1, 2, 3])('a trail with gaps excludes nothing that was planted: seed %i', async (seed) => {
  const { trace } = await importOf(await trail({ lost: 0.2, twice: 0.2, disorder: 5 }, seed));
  expect(judgeTrace(trace, AWS)).toMatchObject({ verdict: 'conforms' });
  const recordings = new Recordings([{ name: 'trail', ...trace.header, steps: trace.steps }]);
  const { profile: ground, finding } = await groundOf(recordings, AWS);
  expect(finding).toEqual({ verdict: 'explains' });
  for (const [field, option] of [
    ['requesterMode', 'rolePolicy'],
    ['coldWrite', 'generate'],
    ['writeVerifies', false],
    ['writeWarmsRead', true],
  ] as const) {
    const { options } = await inferOptions(recordings, ground, field);
    expect(options.find((one) => one.option === option)).toEqual({ option, verdict: 'consistent' });
  }
});
