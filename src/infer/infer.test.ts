import { describe, expect, test, vi } from 'vitest';
import { type Profile, profileNamed, SECOND_MS, WITHOUT_END_MS } from '../../model/index.ts';
import { judgeTrace } from '../check/replay.ts';
import { observe } from '../check/run-trace.ts';
import { described, profileOf } from '../profile/described-profile.ts';
import type { ReferenceOptions } from '../reference/index.ts';
import { inferJson, inferText } from '../report/infer-report.ts';
import { embeddedSut } from '../suts/embedded.ts';
import { fewestCaches, TOGETHER } from './caches.ts';
import { groundOf } from './ground.ts';
import { infer } from './infer.ts';
import type { OptionsInference } from './inference.ts';
import { inferOptions } from './options.ts';
import { type Recording, Recordings } from './recordings.ts';
import { DESIGNED_SETUP, DesignedTrace, lifetimesTrace } from './testing/designed-trace.ts';

const AWS = profileNamed('aws');
const WINDOWS = { cacheLifetimeMs: 120 * SECOND_MS, generationLifetimeMs: 60 * SECOND_MS };

/** What a reference shows of a trace that is made to tell what caches do: 82 steps in four minutes. */
async function recorded(options: Partial<ReferenceOptions>, rounds = 16): Promise<Recording> {
  const { steps } = lifetimesTrace(rounds, 11 * SECOND_MS);
  const seen = await observe({ sut: embeddedSut({ ...WINDOWS, ...options }), seed: 1 }, DESIGNED_SETUP, steps);
  return { name: 'day.ndjson', setup: DESIGNED_SETUP, steps: seen };
}

const PLANTED: readonly (readonly [what: string, options: Partial<ReferenceOptions>, found: Partial<Profile>])[] = [
  ['two windows', {}, { caches: 1, requesterMode: 'rolePolicy', coldWrite: ['generate'], writeVerifies: [false] }],
  ['a requester is a session', { requesterMode: 'session' }, { caches: 1, requesterMode: 'session' }],
  ['all share one cache', { requesterMode: 'service' }, { caches: 1, requesterMode: 'service' }],
  ['a cold write unwraps', { coldWrite: 'unwrap' }, { coldWrite: ['unwrap'] }],
  ['a write verifies', { writeVerifies: true }, { writeVerifies: [true] }],
  ['a write warms no read', { writeWarmsRead: false }, { writeWarmsRead: [false] }],
];

describe.each(PLANTED)('%s', (_what, options, found) => {
  test('is found back, in a profile that explains the recording', async () => {
    const recording = await recorded(options);
    const inference = await infer([recording], { base: AWS });
    expect(inference.verdict).toBe('conforms');
    const { profile } = inference;
    if (profile === undefined) throw new Error('no profile');
    expect(profile).toMatchObject(found);
    const { setup, steps } = recording;
    const header = { bucketkeyTrace: 1, profile: 'aws', sut: 'reference', seed: 1, setup } as const;
    const { verdict, violation } = judgeTrace({ header, steps }, profileOf(described(profile)));
    expect([verdict, violation?.reason]).toEqual(['conforms', undefined]);
  });
});

/** Writes of one requester so many seconds apart. */
async function writesApart(options: Partial<ReferenceOptions>, seconds: readonly number[]): Promise<Recording> {
  const trace = new DesignedTrace();
  for (const gap of seconds) trace.put('ann', 'a').wait((gap - 1) * SECOND_MS);
  const seen = await observe({ sut: embeddedSut(options), seed: 1 }, DESIGNED_SETUP, trace.steps);
  return { name: 'writes', setup: DESIGNED_SETUP, steps: seen };
}

test('what ends the use of a bucket key may be how long nobody used it, or how often it was used', async () => {
  const idle = await writesApart(
    { cacheLifetimeMs: WITHOUT_END_MS, generationLifetimeMs: WITHOUT_END_MS, idleTimeMs: 10 * SECOND_MS },
    [6, 8, 6, 8, 12, 3, 11, 9, 9, 9, 9, 11, 2, 14],
  );
  const ofIdle = await infer([idle], { base: AWS });
  expect(ofIdle.caches[0]).toMatchObject({ caches: 1, endedBy: 'idleTime' });
  expect(ofIdle.profile?.idleTime).toEqual({ minMs: 9 * SECOND_MS + 1, maxMs: 11 * SECOND_MS });

  const uses = await writesApart({ usesPerBucketKey: 3 }, [9, 2, 1, 1, 8, 2, 3, 1, 2, 9, 9, 1, 1]);
  const ofUses = await infer([uses], { base: AWS });
  expect(ofUses.caches[0]).toMatchObject({ caches: 1, endedBy: 'uses' });
  expect(ofUses.profile).toMatchObject({ usesPerBucketKey: 3, earlyEviction: false });
});

test('two caches end with an answer: none of the profiles that have several is searched for long', async () => {
  const tried = vi.spyOn(Recordings.prototype, 'try');
  const { verdict, caches, profile } = await infer([await recorded({ caches: 2 }, 8)], { base: AWS });
  expect(verdict).toBe('conforms');
  expect(caches[0]).toMatchObject({ requesterMode: 'rolePolicy', caches: 2, moreThan: 1 });
  expect(profile).toMatchObject({ requesterMode: 'rolePolicy' });
  const several = tried.mock.calls.filter(([{ caches: most }]) => typeof most === 'number' && most > 1);
  expect(several.length).toBeGreaterThan(20);
  expect(several.map(([, bounds]) => bounds?.worlds ?? 'as many as usual')).toEqual(several.map(() => 128));
  tried.mockRestore();
});

test('a second cache is found where one does not explain what was cold', async () => {
  const recordings = new Recordings([await recorded({ caches: 2 }, 4)]);
  const { profile: ground } = await groundOf(recordings, AWS);
  const options: OptionsInference[] = [];
  for (const field of TOGETHER) options.push(await inferOptions(recordings, ground, field));
  const { caches, simplest } = await fewestCaches(recordings, ground, ['rolePolicy'], options);
  expect(caches).toMatchObject([
    { requesterMode: 'rolePolicy', caches: 2, moreThan: 1, by: { recording: 'day.ndjson' } },
  ]);
  expect(simplest?.fixed[0]).toMatchObject({ caches: 2, earlyEviction: false });
});

test('lifetimes lie between what served and what did not', async () => {
  const inference = await infer([await recorded({})], { base: AWS });
  const { cacheLifetime, generationLifetime } = inference.profile ?? AWS;
  expect(cacheLifetime.minMs).toBeGreaterThan(100 * SECOND_MS);
  expect(cacheLifetime.minMs).toBeLessThanOrEqual(WINDOWS.cacheLifetimeMs);
  expect(cacheLifetime.maxMs).toBeGreaterThanOrEqual(WINDOWS.cacheLifetimeMs);
  expect(cacheLifetime.maxMs).toBeLessThan(140 * SECOND_MS);
  expect(generationLifetime.minMs).toBeGreaterThan(40 * SECOND_MS);
  expect(generationLifetime.minMs).toBeLessThanOrEqual(WINDOWS.generationLifetimeMs);
  expect(generationLifetime.maxMs).toBeGreaterThanOrEqual(WINDOWS.generationLifetimeMs);
  expect(generationLifetime.maxMs).toBeLessThan(80 * SECOND_MS);
  // The table breaks lines.
  const text = inferText(inference).replace(/\s+/g, ' ');
  expect(text).toMatch(
    /^The recordings are explained by aws: most simply by 1 cache and the requester rule rolePolicy/,
  );
  expect(text).toMatch(/cacheLifetime U-01 at least [^,]+, at most [^:]+less: day.ndjson, step \d+/);
  expect(text).toMatch(/requesterMode U-11 rolePolicy or service session is excluded: day.ndjson, step \d+/);
  expect(JSON.parse(inferJson(inference))).toMatchObject({ verdict: 'conforms', profile: { extends: 'aws' } });
});

test('what no option explains is told with its step', async () => {
  const recording = await recorded({});
  const steps = recording.steps.map((seen, index) =>
    index === 5 ? { ...seen, observation: { ...seen.observation, status: 404, code: 'NoSuchKey' } } : seen,
  );
  const inference = await infer([{ ...recording, steps }], { base: AWS });
  expect(inference).toMatchObject({ verdict: 'violates', by: { recording: 'day.ndjson', stepIndex: 5 } });
  expect(inferText(inference)).toContain('No option of any open point explains the recordings.');
});

test('what AWS documents otherwise is found only where nothing else explains the recordings', async () => {
  const { steps } = lifetimesTrace(2, 11 * SECOND_MS).does('bob', { op: 'HeadObject', bucket: 'b', key: 'a' });
  const sut = embeddedSut({ headDecrypts: true, cacheLifetimeMs: 5 * SECOND_MS, generationLifetimeMs: 5 * SECOND_MS });
  const seen = await observe({ sut, seed: 1 }, DESIGNED_SETUP, steps);
  const inference = await infer([{ name: 'a', setup: DESIGNED_SETUP, steps: seen }], { base: AWS });
  expect(inference).toMatchObject({ verdict: 'conforms', takesUndocumented: true, profile: { headDecrypts: [true] } });
});

test('an abort ends it', async () => {
  const recording = await recorded({});
  await expect(infer([recording], { base: AWS, signal: AbortSignal.abort() })).rejects.toThrow('aborted');
});
