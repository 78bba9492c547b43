import { describe, expect, test } from 'vitest';
import { HOME_ACCOUNT } from '../../../model/testing/scene.ts';
import { DAY_MS, MINUTE_MS } from '../../../model/vocabulary/time.ts';
import type { ReferenceOptions } from '../options.ts';
import { bodyOf, ReferenceRun, summary } from '../testing/reference-run.ts';
import { RULES_BY_ARN } from '../testing/rules.ts';

const GENERATE = ['GenerateDataKey arn:aws:s3:::b'];
const DECRYPT = ['Decrypt arn:aws:s3:::b'];
const NONE: string[] = [];

async function withBucketKeys(options: Partial<ReferenceOptions> = {}): Promise<ReferenceRun> {
  const world = new ReferenceRun(options);
  await world.rule('b', RULES_BY_ARN.B2);
  return world;
}
const putCalls = async (world: ReferenceRun, by = 'ann', key = 'k') =>
  summary((await world.put(by, 'b', key)).kmsCalls);
const getCalls = async (world: ReferenceRun, by = 'ann', key = 'k') =>
  summary((await world.get(by, 'b', key)).kmsCalls);

describe('KMS calls without a bucket key', () => {
  test('K-02, K-06, K-09: one a write, one a read, none for HEAD', async () => {
    const world = new ReferenceRun();
    await world.rule('b', RULES_BY_ARN.B1);
    for (let i = 0; i < 2; i++) {
      expect(await putCalls(world)).toEqual(['GenerateDataKey arn:aws:s3:::b/k']);
      expect(await getCalls(world)).toEqual(['Decrypt arn:aws:s3:::b/k']);
      expect(await world.does('ann', { op: 'HeadObject', bucket: 'b', key: 'k' })).toMatchObject({
        status: 200,
        kmsCalls: [],
      });
    }
  });

  test('K-08: DSSE calls like that too', async () => {
    const world = new ReferenceRun();
    await world.rule('b', RULES_BY_ARN.B4);
    expect(await putCalls(world)).toEqual(['GenerateDataKey arn:aws:s3:::b/k']);
    expect(await getCalls(world)).toEqual(['Decrypt arn:aws:s3:::b/k']);
  });

  test('K-01, K-12: SSE-S3 and DELETE call nobody', async () => {
    const world = new ReferenceRun();
    expect(await putCalls(world)).toEqual(NONE);
    expect(await getCalls(world)).toEqual(NONE);
    expect(await world.does('ann', { op: 'DeleteObject', bucket: 'b', key: 'k' })).toMatchObject({
      status: 204,
      kmsCalls: [],
    });
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 404 });
  });

  test('the caller’s pairs go along, S3’s own pair is not the caller’s, and reads supply the same (F-89)', async () => {
    const world = new ReferenceRun();
    const context = JSON.parse('{"team":"blue","__proto__":"x","aws:s3:arn":"forged"}');
    const put = await world.put('ann', 'b', 'k', { sse: 'aws:kms', context });
    const sent = JSON.parse('{"team":"blue","__proto__":"x","aws:s3:arn":"arn:aws:s3:::b/k"}');
    expect(put.kmsCalls?.map((call) => call.context)).toEqual([sent]);
    expect((await world.get('ann', 'b', 'k')).kmsCalls?.map((call) => call.context)).toEqual([sent]);
  });
});

describe('KMS calls with a bucket key', () => {
  test('K-03, K-05: the first write generates, the others are warm, and so are the writer’s reads', async () => {
    const world = await withBucketKeys();
    expect(await putCalls(world)).toEqual(GENERATE);
    expect(await putCalls(world, 'ann', 'k2')).toEqual(NONE);
    expect(await getCalls(world)).toEqual(NONE);
  });

  test('K-07: a reader is cold once', async () => {
    const world = await withBucketKeys();
    await world.put('ann', 'b', 'k');
    expect(await getCalls(world, 'bob')).toEqual(DECRYPT);
    expect(await getCalls(world, 'bob')).toEqual(NONE);
  });

  test('K-04: another writer generates a key of its own, and reading warms no write', async () => {
    const world = await withBucketKeys();
    await world.put('ann', 'b', 'k');
    await world.get('bob', 'b', 'k');
    expect(await putCalls(world, 'bob', 'k2')).toEqual(GENERATE);
    expect(await getCalls(world, 'ann', 'k2')).toEqual(DECRYPT);
  });

  test('F-90: the caller’s pairs stay out of the bucket key’s context', async () => {
    const world = await withBucketKeys();
    const put = await world.put('ann', 'b', 'k', { context: { team: 'blue' } });
    expect(put.kmsCalls?.map((call) => call.context)).toEqual([{ 'aws:s3:arn': 'arn:aws:s3:::b' }]);
  });

  test('F-28: no sharing between KMS keys, nor between buckets', async () => {
    const world = await withBucketKeys();
    const first = await world.put('ann', 'b', 'k1');
    const otherKey = await world.put('ann', 'b', 'k2', { sse: 'aws:kms', kmsKeyId: 'K2' });
    await world.rule('c', RULES_BY_ARN.B2);
    const otherBucket = await world.put('ann', 'c', 'k');
    expect(summary(otherKey.kmsCalls)).toEqual(GENERATE);
    expect(summary(otherBucket.kmsCalls)).toEqual(['GenerateDataKey arn:aws:s3:::c']);
    expect(new Set([first, otherKey, otherBucket].map((put) => put.internals?.bucketKey)).size).toBe(3);
  });

  test('F-111: under one bucket key every object has a data key of its own', async () => {
    const world = await withBucketKeys();
    const puts = await Promise.all(['k1', 'k2', 'k3'].map((key) => world.put('ann', 'b', key)));
    expect(new Set(puts.map((put) => put.internals?.bucketKey)).size).toBe(1);
    expect(new Set(puts.map((put) => put.internals?.dataKey)).size).toBe(3);
  });
});

describe('who is one requester (D-12)', () => {
  test('role and scoping policy: the session makes no difference, the policy does', async () => {
    const world = await withBucketKeys();
    await world.put('ann', 'b', 'k');
    expect(await putCalls(world, 'ann-again')).toEqual(NONE);
    expect(await putCalls(world, 'ann-scoped')).toEqual(GENERATE);
  });

  test('until 2023 each session was its own', async () => {
    const world = await withBucketKeys({ requesterMode: 'session' });
    await world.put('ann', 'b', 'k');
    expect(await putCalls(world, 'ann-again')).toEqual(GENERATE);
  });
});

describe('lifetimes', () => {
  test('an age of exactly the lifetime is too old, and use prolongs nothing', async () => {
    const world = await withBucketKeys();
    await world.put('ann', 'b', 'k');
    world.atMs = 5 * MINUTE_MS - 1;
    expect(await putCalls(world)).toEqual(NONE);
    expect(await getCalls(world)).toEqual(NONE);
    world.atMs = 5 * MINUTE_MS;
    expect(await getCalls(world)).toEqual(DECRYPT);
    expect(await putCalls(world)).toEqual(GENERATE);
  });

  test('a bucket key past its generation lifetime still reads', async () => {
    const world = await withBucketKeys({ generationLifetimeMs: MINUTE_MS });
    await world.put('ann', 'b', 'k');
    world.atMs = MINUTE_MS;
    expect(await getCalls(world)).toEqual(NONE);
    expect(await putCalls(world, 'ann', 'k2')).toEqual(GENERATE);
  });

  test('F-107: an object of years ago takes one Decrypt of its own bucket key', async () => {
    const world = await withBucketKeys();
    await world.put('ann', 'b', 'k');
    world.atMs = 3_000 * DAY_MS;
    const read = await world.get('ann', 'b', 'k');
    expect(read.contentMd5).toBe(bodyOf('hello').md5);
    expect(summary(read.kmsCalls)).toEqual(DECRYPT);
  });

  test('eviction drops one bucket, a restart drops all, and nothing stored is lost', async () => {
    const world = await withBucketKeys();
    await world.rule('c', RULES_BY_ARN.B2);
    const warm = async () => {
      await world.put('ann', 'b', 'k');
      await world.put('ann', 'c', 'k');
    };
    const cold = async (bucket: string) => {
      const read = await world.get('ann', bucket, 'k');
      expect(read.contentMd5).toBe(bodyOf('hello').md5);
      return read.kmsCalls?.length === 1;
    };
    await warm();
    await world.happens({ op: 'EvictBucketKeys', bucket: 'b' });
    expect([await cold('b'), await cold('c')]).toEqual([true, false]);
    await warm();
    await world.happens({ op: 'RestartHosts' });
    expect([await cold('b'), await cold('c')]).toEqual([true, true]);
  });

  test('a bucket of the same name is another bucket', async () => {
    const world = await withBucketKeys();
    await world.put('ann', 'b', 'k');
    for (const key of ['k', 'old']) await world.does('ann', { op: 'DeleteObject', bucket: 'b', key });
    expect(await world.does('ann', { op: 'DeleteBucket', bucket: 'b' })).toMatchObject({ status: 204 });
    await world.does('ann', { op: 'CreateBucket', bucket: 'b' });
    expect(await world.put('ann', 'b', 'k')).toMatchObject({ sse: 'AES256' });
    await world.rule('b', RULES_BY_ARN.B2);
    expect(await putCalls(world)).toEqual(GENERATE);
  });
});

describe('what AWS leaves open', () => {
  test('U-07: a cold write may unwrap the newest bucket key of anybody, while its generation lasts', async () => {
    const world = await withBucketKeys({ coldWrite: 'unwrap' });
    const first = await world.put('ann', 'b', 'k');
    const second = await world.put('bob', 'b', 'k2');
    expect(summary(second.kmsCalls)).toEqual(DECRYPT);
    expect(second.internals?.bucketKey).toBe(first.internals?.bucketKey);
    expect(summary((await world.put('bob', 'b', 'k3', { sse: 'aws:kms', kmsKeyId: 'K2' })).kmsCalls)).toEqual(GENERATE);
    world.atMs = 5 * MINUTE_MS;
    expect(await putCalls(world, 'bob')).toEqual(GENERATE);
  });

  test('U-08: a write that made a bucket key may check it', async () => {
    const world = await withBucketKeys({ writeVerifies: true });
    expect(await putCalls(world)).toEqual([...GENERATE, ...DECRYPT]);
    expect(await putCalls(world)).toEqual(NONE);
  });

  test('U-09: a write may leave reads cold', async () => {
    const world = await withBucketKeys({ writeWarmsRead: false });
    await world.put('ann', 'b', 'k');
    expect(await getCalls(world)).toEqual(DECRYPT);
  });

  test('U-09: a read may warm writes', async () => {
    const world = await withBucketKeys({ readWarmsWrite: true });
    await world.put('ann', 'b', 'k');
    await world.get('bob', 'b', 'k');
    expect(await putCalls(world, 'bob', 'k2')).toEqual(NONE);
  });

  test('U-04: every host is cold once', async () => {
    const world = await withBucketKeys({ caches: 3, seed: 5 });
    const calls = [];
    for (let i = 0; i < 60; i++) calls.push(...(await putCalls(world)));
    expect(calls).toEqual([...GENERATE, ...GENERATE, ...GENERATE]);
  });

  test('no cache at all is no reference', () => {
    expect(() => new ReferenceRun({ caches: 0 })).toThrow(RangeError);
  });
});

describe('revocation', () => {
  test('F-117 to F-121: a disabled key serves who is warm, not who is cold, and all when enabled again', async () => {
    const world = await withBucketKeys();
    await world.put('ann', 'b', 'k');
    await world.does('ann', { op: 'DisableKey', keyId: 'K1' });
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 200, kmsCalls: [] });
    expect(await world.put('ann', 'b', 'k2')).toMatchObject({ status: 200, kmsCalls: [] });
    expect(await world.get('bob', 'b', 'k')).toMatchObject({ status: 400, code: 'KMS.DisabledException' });
    world.atMs = 5 * MINUTE_MS;
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 400, code: 'KMS.DisabledException' });
    await world.does('ann', { op: 'EnableKey', keyId: 'K1' });
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 200, contentMd5: bodyOf('hello').md5 });
  });

  test('SC-34: a key policy bites at the next cold use', async () => {
    const world = await withBucketKeys();
    await world.put('ann', 'b', 'k');
    await world.does('ann', { op: 'PutKeyPolicy', keyId: 'K1', statements: [], bypassPolicyLockoutSafetyCheck: true });
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 200 });
    await world.happens({ op: 'EvictBucketKeys', bucket: 'b' });
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  test('F-119: a deny of the bucket policy bites at once', async () => {
    const world = await withBucketKeys();
    await world.put('ann', 'b', 'k');
    const statements = [
      { effect: 'Deny', principal: `arn:aws:iam::${HOME_ACCOUNT}:role/ann`, actions: ['s3:GetObject'] },
    ] as const;
    await world.does('ann', { op: 'PutBucketPolicy', bucket: 'b', statements });
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 403, code: 'AccessDenied', kmsCalls: [] });
  });

  test('F-125: rotation touches neither cached keys nor stored objects', async () => {
    const world = await withBucketKeys();
    await world.put('ann', 'b', 'k');
    await world.does('ann', { op: 'RotateKeyOnDemand', keyId: 'K1' });
    expect(await putCalls(world, 'ann', 'k2')).toEqual(NONE);
    await world.happens({ op: 'RestartHosts' });
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 200, contentMd5: bodyOf('hello').md5 });
  });

  test('a deleted key takes all objects with it, and writes are cold though their bucket key is cached', async () => {
    const world = await withBucketKeys({
      cacheLifetimeMs: 90 * DAY_MS,
      generationLifetimeMs: 90 * DAY_MS,
      coldWrite: 'unwrap',
    });
    await world.put('ann', 'b', 'k');
    await world.does('ann', { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 });
    world.atMs = 7 * DAY_MS;
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 200 });
    const put = await world.put('ann', 'b', 'k2');
    expect(put).toMatchObject({ status: 400, code: 'KMS.NotFoundException' });
    expect(summary(put.kmsCalls)).toEqual(GENERATE);
    await world.happens({ op: 'RestartHosts' });
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 400, code: 'KMS.NotFoundException' });
  });
});
