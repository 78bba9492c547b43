import { describe, expect, test } from 'vitest';
import { type Profile, profileNamed, SECOND_MS } from '../../model/index.ts';
import { judgeTrace } from '../check/replay.ts';
import { observe } from '../check/run-trace.ts';
import { importOf } from '../cloudtrail/testing/import-of.ts';
import { type Damage, trailOfWorld } from '../cloudtrail/testing/trail-of-world.ts';
import type { ReferenceOptions } from '../reference/index.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { infer } from './infer.ts';
import { DESIGNED_SETUP, DesignedTrace } from './testing/designed-trace.ts';

const AWS = profileNamed('aws');
const WINDOWS = { cacheLifetimeMs: 150 * SECOND_MS, generationLifetimeMs: 70 * SECOND_MS };

/** What CloudTrail tells of a world: requests far enough apart to say which call is whose. */
async function trail(options: Partial<ReferenceOptions>, damage: Damage): Promise<readonly object[]> {
  const trace = new DesignedTrace();
  const apart = 8 * SECOND_MS;
  for (let round = 0; round < 12; round += 1) {
    trace.put('ann', `w${round}`).wait(apart).get('ann', 'w0').wait(apart).get('bob', 'w0').wait(apart);
    trace.get('ann-again', 'w0').wait(apart);
  }
  const seen = await observe({ sut: embeddedSut({ ...WINDOWS, ...options }), seed: 1 }, DESIGNED_SETUP, trace.steps);
  return trailOfWorld(DESIGNED_SETUP, seen, 1, damage);
}

function expectWithin(span: Profile['cacheLifetime'], ms: number): void {
  expect(span.minMs).toBeLessThanOrEqual(ms);
  expect(span.maxMs).toBeGreaterThanOrEqual(ms);
}

describe.each<readonly [what: string, options: Partial<ReferenceOptions>, found: Partial<Profile>]>([
  ['a role is a requester', {}, { requesterMode: 'rolePolicy', caches: 1, coldWrite: ['generate'] }],
  ['a session is one', { requesterMode: 'session' }, { requesterMode: 'session', caches: 1 }],
])('a trail of a known world: %s', (_what, options, found) => {
  test('tells what was planted where it has every KMS event, copied and out of order', async () => {
    const records = await trail(options, { lost: 0, twice: 0.2, disorder: 5 });
    const { trace } = await importOf(records, true);
    expect(judgeTrace(trace, AWS)).toMatchObject({ verdict: 'conforms' });
    const { verdict, profile } = await infer([{ name: 'trail', ...trace.header, steps: trace.steps }], { base: AWS });
    expect(verdict).toBe('conforms');
    if (profile === undefined) throw new Error('no profile');
    expect(profile).toMatchObject(found);
    expectWithin(profile.cacheLifetime, WINDOWS.cacheLifetimeMs);
    expectWithin(profile.generationLifetime, WINDOWS.generationLifetimeMs);
    expect(profile.cacheLifetime.minMs).toBeGreaterThan(WINDOWS.generationLifetimeMs);
    expect(profile.cacheLifetime.maxMs).toBeLessThan(2 * WINDOWS.cacheLifetimeMs);
  });

  test('excludes nothing that was planted where records are lost', async () => {
    const records = await trail(options, { lost: 0.2, twice: 0.2, disorder: 5 });
    const { trace } = await importOf(records);
    expect(judgeTrace(trace, AWS)).toMatchObject({ verdict: 'conforms' });
    const { options: points } = await infer([{ name: 'trail', ...trace.header, steps: trace.steps }], { base: AWS });
    for (const [field, option] of [
      ['requesterMode', options.requesterMode ?? 'rolePolicy'],
      ['coldWrite', 'generate'],
      ['writeVerifies', false],
    ] as const) {
      const point = points.find((one) => one.field === field);
      expect(point?.options.find((one) => one.option === option)).not.toMatchObject({ verdict: 'excluded' });
    }
  });
});
