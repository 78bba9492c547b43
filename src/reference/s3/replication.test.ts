import { describe, expect, test } from 'vitest';
import { HOME_ACCOUNT, homeKey, TEST_BODY } from '../../../model/testing/scene.ts';
import type { EncryptionHeaders, EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { Event } from '../../../model/vocabulary/events/event.ts';
import type { KeyPolicyStatement } from '../../../model/vocabulary/policy.ts';
import { bodyOf, ReferenceRun, summary } from '../testing/reference-run.ts';

const KD = homeKey('KD');
const KR = homeKey('KR');
const K2 = homeKey('K2');
const HELLO = bodyOf('hello').md5;
const BK0: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: K2 };
const BK1: EncryptionHeaders = { sse: 'aws:kms', kmsKeyId: K2, bucketKeyEnabled: true };
const DSSE: EncryptionHeaders = { sse: 'aws:kms:dsse', kmsKeyId: K2 };
const R0: EncryptionRule = { SSEAlgorithm: 'AES256' };
const R1: EncryptionRule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KD };
const R2: EncryptionRule = { ...R1, BucketKeyEnabled: true };
const replicate: Event = { op: 'ReplicateObject', bucket: 'b', key: 'k' };

/** Bucket `b` replicates into `c`, which has a rule. */
async function replicating(destinationRule: EncryptionRule, replicaKmsKeyId?: string): Promise<ReferenceRun> {
  const world = new ReferenceRun();
  await world.rule('c', destinationRule);
  const rule = { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'repl' } as const;
  await world.does('ann', replicaKmsKeyId === undefined ? rule : { ...rule, replicaKmsKeyId });
  return world;
}

const S3 = { sse: 'AES256', kmsKeyArn: null, bucketKeyEnabled: null };
const kms = (kmsKeyArn: string, flag: boolean) => ({ sse: 'aws:kms', kmsKeyArn, bucketKeyEnabled: flag ? true : null });
const dsse = { sse: 'aws:kms:dsse', kmsKeyArn: KR, bucketKeyEnabled: null };

const SRC = 'arn:aws:s3:::b';
const DST = 'arn:aws:s3:::c';
const PER_OBJECT = [`Decrypt ${SRC}/k`, `Encrypt ${DST}/k`];
const PER_BUCKET = [`Decrypt ${SRC}`, `Encrypt ${DST}`, `Decrypt ${DST}`];

/** F-64 to F-69, with the calls of K-21 to K-24. */
const REPLICAS: readonly [
  why: string,
  source: EncryptionHeaders,
  destination: EncryptionRule,
  replica: object,
  calls: string[],
][] = [
  ['S3 into R0', {}, R0, S3, []],
  ['S3 into R1: the default is ignored', {}, R1, S3, []],
  ['S3 into R2: the default is ignored', {}, R2, S3, []],
  ['KMS without flag into R0', BK0, R0, kms(KR, false), PER_OBJECT],
  ['KMS without flag into R1', BK0, R1, kms(KR, false), PER_OBJECT],
  ['KMS without flag into R2: the source’s settings are kept (D-08)', BK0, R2, kms(KR, false), PER_OBJECT],
  ['KMS with flag into R0', BK1, R0, kms(KR, true), PER_BUCKET],
  ['KMS with flag into R1 (F-68)', BK1, R1, kms(KR, true), PER_BUCKET],
  ['KMS with flag into R2', BK1, R2, kms(KR, true), PER_BUCKET],
  ['DSSE into R0', DSSE, R0, dsse, PER_OBJECT],
  ['DSSE into R2', DSSE, R2, dsse, PER_OBJECT],
];

describe('replicas (F-64 to F-69)', () => {
  test.each(REPLICAS)('%s', async (_why, source, destination, expected, calls) => {
    const world = await replicating(destination, KR);
    const put = await world.put('ann', 'b', 'k', source);
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ replicationStatus: 'PENDING' });
    const replication = await world.happens(replicate);
    expect(replication).toMatchObject({ status: 200, replicationStatus: 'COMPLETED' });
    expect(summary(replication.kmsCalls)).toEqual(calls);
    expect(replication.kmsCalls?.every((call) => call.by === 'repl')).toBe(true);
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ replicationStatus: 'COMPLETED', etag: put.etag });
    expect(await world.get('ann', 'c', 'k')).toMatchObject({
      ...expected,
      etag: put.etag,
      contentMd5: HELLO,
      replicationStatus: 'REPLICA',
    });
  });

  test.each([
    ['R0', R0, S3, []],
    ['R1', R1, kms(KD, false), [`GenerateDataKey ${DST}/old`]],
    ['R2', R2, kms(KD, true), [`GenerateDataKey ${DST}`]],
  ])('clear text into %s takes the destination’s default (F-64)', async (_why, destination, expected, calls) => {
    const world = await replicating(destination);
    const replication = await world.happens({ ...replicate, key: 'old' } as Event);
    expect(replication).toMatchObject({ replicationStatus: 'COMPLETED' });
    expect(replication.internals?.dataKey).toMatch(/^[0-9a-f]{16}$/);
    expect(summary(replication.kmsCalls)).toEqual(calls);
    const replica = await world.get('ann', 'c', 'old');
    expect(replica).toMatchObject({ ...expected, contentMd5: TEST_BODY.md5, replicationStatus: 'REPLICA' });
    expect(replica.etag === TEST_BODY.md5).toBe(destination === R0);
  });

  test('the caller’s context pairs go with the replica', async () => {
    const world = await replicating(R0, KR);
    await world.put('ann', 'b', 'k', { ...BK0, context: { team: 'blue' } });
    await world.happens(replicate);
    const read = await world.get('ann', 'c', 'k');
    expect(read.kmsCalls?.map((call) => call.context)).toEqual([{ team: 'blue', 'aws:s3:arn': `${DST}/k` }]);
  });

  test('with bucket keys a second object costs the role nothing', async () => {
    const world = await replicating(R0, KR);
    await world.put('ann', 'b', 'k', BK1);
    await world.put('ann', 'b', 'k2', BK1);
    const first = await world.happens(replicate);
    const second = await world.happens({ op: 'ReplicateObject', bucket: 'b', key: 'k2' });
    expect(second).toMatchObject({ replicationStatus: 'COMPLETED', kmsCalls: [] });
    expect(second.internals?.bucketKey).toBe(first.internals?.bucketKey);
    expect(second.internals?.dataKey).toBeUndefined();
    expect(await world.get('bob', 'c', 'k2')).toMatchObject({ contentMd5: HELLO });
  });
});

describe('what is replicated', () => {
  test('KMS-encrypted objects only where the rule names a replica key (F-66)', async () => {
    const world = await replicating(R0);
    await world.put('ann', 'b', 'k', BK0);
    expect(await world.happens(replicate)).toMatchObject({ replicationStatus: null, kmsCalls: [] });
    expect(await world.get('ann', 'c', 'k')).toMatchObject({ status: 404 });
  });

  test('objects from before the rule too, once they are taken up', async () => {
    const world = new ReferenceRun();
    await world.put('ann', 'b', 'k');
    expect(await world.happens(replicate)).toMatchObject({ replicationStatus: null });
    await world.does('ann', { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'repl' });
    expect(await world.happens(replicate)).toMatchObject({ replicationStatus: 'COMPLETED' });
  });

  test('neither replicas nor what was replicated, nor what is not there', async () => {
    const world = await replicating(R0, KR);
    await world.does('ann', { op: 'PutBucketReplication', bucket: 'c', destination: 'b', role: 'repl' });
    await world.put('ann', 'b', 'k', BK0);
    await world.happens(replicate);
    expect(await world.happens(replicate)).toMatchObject({ replicationStatus: 'COMPLETED', kmsCalls: [] });
    expect(await world.happens({ ...replicate, bucket: 'c' } as Event)).toMatchObject({
      replicationStatus: 'REPLICA',
      kmsCalls: [],
    });
    expect(await world.happens({ ...replicate, key: 'none' } as Event)).toMatchObject({
      status: 200,
      replicationStatus: null,
    });
    expect(await world.happens({ ...replicate, bucket: 'none' } as Event)).toMatchObject({
      status: 200,
      replicationStatus: null,
    });
  });
});

describe('attempts that fail', () => {
  const role = `arn:aws:iam::${HOME_ACCOUNT}:role/replication`;
  const onlyEncrypt: KeyPolicyStatement[] = [
    { effect: 'Allow', principal: role, actions: ['kms:Encrypt'] },
    { effect: 'Allow', principal: '*', actions: ['kms:PutKeyPolicy'] },
  ];
  const cases: [why: string, source: EncryptionHeaders, breaks: Event[], calls: string[]][] = [
    [
      'the source’s bucket policy',
      {},
      [
        {
          op: 'PutBucketPolicy',
          bucket: 'b',
          statements: [{ effect: 'Deny', principal: role, actions: ['s3:GetObject'] }],
        },
      ],
      [],
    ],
    [
      'the destination’s bucket policy',
      {},
      [{ op: 'PutBucketPolicy', bucket: 'c', statements: [{ effect: 'Deny', principal: role, actions: ['s3:*'] }] }],
      [],
    ],
    ['the destination is gone', {}, [{ op: 'DeleteBucket', bucket: 'c' }], []],
    ['the source key is disabled', BK0, [{ op: 'DisableKey', keyId: 'K2' }], [`Decrypt ${SRC}/k`]],
    ['the replica key is disabled', BK0, [{ op: 'DisableKey', keyId: 'KR' }], PER_OBJECT],
    [
      'Encrypt without Decrypt is not enough with a bucket key (F-71)',
      BK1,
      [{ op: 'PutKeyPolicy', keyId: 'KR', statements: onlyEncrypt }],
      PER_BUCKET,
    ],
  ];
  test.each(cases)('%s: FAILED, no replica, and the next attempt may succeed', async (_why, source, breaks, calls) => {
    const world = await replicating(R0, KR);
    await world.put('ann', 'b', 'k', source);
    for (const event of breaks) expect((await world.does('ann', event)).status).toBeLessThan(300);
    const failed = await world.happens(replicate);
    expect(failed).toMatchObject({ replicationStatus: 'FAILED' });
    expect(summary(failed.kmsCalls)).toEqual(calls);
    expect(failed.internals?.bucketKey).toBeUndefined();
    expect((await world.get('ann', 'c', 'k')).status).not.toBe(200);

    await world.does('ann', { op: 'CreateBucket', bucket: 'c' });
    for (const bucket of ['b', 'c']) await world.does('ann', { op: 'PutBucketPolicy', bucket, statements: [] });
    for (const keyId of ['K2', 'KR']) {
      await world.does('ann', { op: 'EnableKey', keyId });
      await world.does('ann', {
        op: 'PutKeyPolicy',
        keyId,
        statements: [{ effect: 'Allow', principal: '*', actions: ['kms:*'] }],
      });
    }
    expect(await world.happens(replicate)).toMatchObject({ replicationStatus: 'COMPLETED' });
    expect(await world.get('ann', 'c', 'k')).toMatchObject({ contentMd5: HELLO });
  });

  test('F-70, measured: without bucket keys Encrypt on the replica key is enough', async () => {
    const world = await replicating(R0, KR);
    await world.put('ann', 'b', 'k', BK0);
    await world.does('ann', { op: 'PutKeyPolicy', keyId: 'KR', statements: onlyEncrypt });
    expect(await world.happens(replicate)).toMatchObject({ replicationStatus: 'COMPLETED' });
  });

  test('a replica key nobody knows: one failed Encrypt (F-67)', async () => {
    const world = await replicating(R0, 'alias/none');
    await world.put('ann', 'b', 'k', BK1);
    const failed = await world.happens(replicate);
    expect(failed).toMatchObject({ replicationStatus: 'FAILED' });
    expect(failed.kmsCalls?.at(-1)).toMatchObject({
      operation: 'Encrypt',
      keyArn: 'alias/none',
      result: 'NotFoundException',
    });
  });

  test('throttling leaves it PENDING for another attempt (F-74)', async () => {
    const world = await replicating(R0, KR);
    await world.put('ann', 'b', 'k', BK0);
    await world.happens({ op: 'ThrottleKms', on: true });
    expect(await world.happens(replicate)).toMatchObject({ replicationStatus: 'PENDING' });
    await world.happens({ op: 'ThrottleKms', on: false });
    expect(await world.happens(replicate)).toMatchObject({ replicationStatus: 'COMPLETED' });
  });
});
