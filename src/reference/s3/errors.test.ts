import { describe, expect, test } from 'vitest';
import { HOME_ACCOUNT, homeKey, OTHER_ACCOUNT, SCENE } from '../../../model/testing/scene.ts';
import type { Event } from '../../../model/vocabulary/events/event.ts';
import type { KeyPolicyStatement } from '../../../model/vocabulary/policy.ts';
import { bodyOf, ReferenceRun } from '../testing/reference-run.ts';
import { RULES_BY_ARN } from '../testing/rules.ts';

const hello = bodyOf('hello');
const put = (bucket: string, headers = {}): Event => ({ op: 'PutObject', bucket, key: 'k', body: hello, headers });
const get = (bucket: string, key: string): Event => ({ op: 'GetObject', bucket, key });
const copy = (from: string, to: string, headers = {}): Event => ({
  op: 'CopyObject',
  source: { bucket: from, key: 'k' },
  bucket: to,
  key: 'k2',
  headers,
});
const rules = (bucket: string, ...list: Extract<Event, { op: 'PutBucketEncryption' }>['rules']): Event => ({
  op: 'PutBucketEncryption',
  bucket,
  rules: list,
});
const replication = (destination: string, role: string): Event => ({
  op: 'PutBucketReplication',
  bucket: 'b',
  destination,
  role,
});
const MALFORMED = { sse: 'AES256', kmsKeyId: 'K1' };

const REFUSED: readonly [why: string, by: string, event: Event, status: number, code: string | null][] = [
  ['E-29 missing bucket', 'ann', get('none', 'k'), 404, 'NoSuchBucket'],
  ['E-30 missing object', 'ann', get('b', 'none'), 404, 'NoSuchKey'],
  ['a refused HEAD has no code', 'ann', { op: 'HeadObject', bucket: 'b', key: 'none' }, 404, null],
  ['a stranger learns nothing of objects', 'eve', get('b', 'none'), 403, 'AccessDenied'],
  ['the bucket comes before the headers', 'ann', put('none', MALFORMED), 404, 'NoSuchBucket'],
  ['the headers come before authorisation', 'eve', put('b', MALFORMED), 400, 'InvalidArgument'],
  ['E-12 key without algorithm', 'ann', put('b', { kmsKeyId: 'K1' }), 400, 'InvalidArgument'],
  ['E-13 AES256 with key', 'ann', put('b', MALFORMED), 400, 'InvalidArgument'],
  ['E-18 malformed context', 'ann', put('b', { context: 'malformed' }), 400, 'InvalidArgument'],
  ['E-07 unknown key', 'ann', put('b', { sse: 'aws:kms', kmsKeyId: 'none' }), 400, 'KMS.NotFoundException'],
  [
    'E-08 another region',
    'ann',
    put('b', { sse: 'aws:kms', kmsKeyId: `arn:aws:kms:us-east-1:${HOME_ACCOUNT}:key/K1` }),
    400,
    'KMS.NotFoundException',
  ],
  ['E-09 the literal aws/s3', 'ann', put('b', { sse: 'aws:kms', kmsKeyId: 'aws/s3' }), 400, 'KMS.NotFoundException'],
  [
    'a key of another account without its leave',
    'ann',
    put('b', { sse: 'aws:kms', kmsKeyId: `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/KA` }),
    403,
    'AccessDenied',
  ],
  ['a copy into a missing bucket', 'ann', copy('b', 'none', MALFORMED), 404, 'NoSuchBucket'],
  ['a copy from a missing bucket', 'ann', copy('none', 'b', MALFORMED), 404, 'NoSuchBucket'],
  ['a copy into somebody else’s bucket', 'ann', copy('b', 'away'), 403, 'AccessDenied'],
  ['a copy from somebody else’s bucket', 'ann', copy('away', 'b'), 403, 'AccessDenied'],
  ['a copy of nothing', 'ann', copy('b', 'c'), 404, 'NoSuchKey'],
  ['E-27 no rule', 'ann', rules('b'), 400, 'MalformedXML'],
  ['E-27 two rules', 'ann', rules('b', RULES_BY_ARN.B0, RULES_BY_ARN.B1), 400, 'MalformedXML'],
  ['F-04 two rules for a missing bucket', 'ann', rules('none', RULES_BY_ARN.B0, RULES_BY_ARN.B1), 404, 'NoSuchBucket'],
  [
    'E-28 AES256 rule with key',
    'ann',
    rules('b', { SSEAlgorithm: 'AES256', KMSMasterKeyID: 'K1' }),
    400,
    'InvalidArgument',
  ],
  ['two rules by a stranger', 'eve', rules('b', RULES_BY_ARN.B0, RULES_BY_ARN.B1), 400, 'MalformedXML'],
  ['a rule by a stranger', 'eve', rules('b', RULES_BY_ARN.B0), 403, 'AccessDenied'],
  ['a policy by a stranger', 'eve', { op: 'PutBucketPolicy', bucket: 'b', statements: [] }, 403, 'AccessDenied'],
  ['a bucket of one’s own', 'ann', { op: 'CreateBucket', bucket: 'b' }, 409, 'BucketAlreadyOwnedByYou'],
  ['somebody else’s bucket', 'ann', { op: 'CreateBucket', bucket: 'away' }, 409, 'BucketAlreadyExists'],
  ['a bucket with objects', 'ann', { op: 'DeleteBucket', bucket: 'b' }, 409, 'BucketNotEmpty'],
  ['a stranger deletes a bucket', 'eve', { op: 'DeleteBucket', bucket: 'b' }, 403, 'AccessDenied'],
  ['replication into nothing', 'ann', replication('none', 'repl'), 400, 'InvalidRequest'],
  ['replication onto itself', 'ann', replication('b', 'repl'), 400, 'InvalidRequest'],
  ['replication by nobody', 'ann', replication('c', 'none'), 400, 'InvalidRequest'],
];

describe('refusals', () => {
  test.each(REFUSED)('%s', async (_why, by, event, status, code) => {
    const seen = await new ReferenceRun().does(by, event);
    expect(seen).toMatchObject({ status, code, sse: null, etag: null, kmsKeyArn: null, contentMd5: null, rule: null });
    expect(seen.internals?.seals).toEqual([]);
  });

  test('E-42: in us-east-1 one’s own bucket is created again, and stays as it is', async () => {
    const world = new ReferenceRun({}, undefined, { ...SCENE, region: 'us-east-1' });
    await world.rule('b', RULES_BY_ARN.B0);
    await world.put('ann', 'b', 'k');
    expect(await world.does('ann', { op: 'CreateBucket', bucket: 'b' })).toMatchObject({ status: 200, code: null });
    expect((await world.get('ann', 'b', 'k')).status).toBe(200);
    expect((await world.does('ann', { op: 'CreateBucket', bucket: 'away' })).code).toBe('BucketAlreadyExists');
  });

  test('F-15: deleting the rule twice is no error', async () => {
    const world = new ReferenceRun();
    expect([(await world.rule('b', null)).status, (await world.rule('b', null)).status]).toEqual([204, 204]);
  });
});

const CONTROL_ONLY: KeyPolicyStatement = { effect: 'Allow', principal: '*', actions: ['kms:PutKeyPolicy'] };

describe('what KMS refuses', () => {
  const failing: [string, Event | null, number, string][] = [
    ['E-05 disabled', { op: 'DisableKey', keyId: 'K1' }, 400, 'KMS.DisabledException'],
    [
      'E-06 pending deletion',
      { op: 'ScheduleKeyDeletion', keyId: 'K1', pendingWindowInDays: 7 },
      400,
      'KMS.KMSInvalidStateException',
    ],
    ['E-01, E-02 denied', { op: 'PutKeyPolicy', keyId: 'K1', statements: [CONTROL_ONLY] }, 403, 'AccessDenied'],
    ['E-11 throttled', null, 503, 'SlowDown'],
  ];
  test.each(failing)('%s: write and read fail alike, and what was stored stays', async (_why, event, status, code) => {
    const world = new ReferenceRun();
    await world.rule('b', RULES_BY_ARN.B1);
    await world.put('ann', 'b', 'k');
    if (event === null) await world.happens({ op: 'ThrottleKms', on: true });
    else await world.does('ann', event);
    expect(await world.put('ann', 'b', 'k', {}, 'other')).toMatchObject({ status, code });
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status, code });

    await world.happens({ op: 'ThrottleKms', on: false });
    await world.does('ann', { op: 'CancelKeyDeletion', keyId: 'K1' });
    await world.does('ann', { op: 'EnableKey', keyId: 'K1' });
    await world.does('ann', {
      op: 'PutKeyPolicy',
      keyId: 'K1',
      statements: [{ effect: 'Allow', principal: '*', actions: ['kms:*'] }],
    });
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 200, contentMd5: hello.md5 });
  });

  test('a failed call is on the trail like any other, a key nobody knows as it was given', async () => {
    const put = await new ReferenceRun().put('bob', 'b', 'k', {
      sse: 'aws:kms',
      kmsKeyId: 'alias/none',
      bucketKeyEnabled: true,
    });
    expect(put.kmsCalls).toEqual([
      {
        operation: 'GenerateDataKey',
        by: 'bob',
        keyArn: 'alias/none',
        context: { 'aws:s3:arn': 'arn:aws:s3:::b' },
        result: 'NotFoundException',
      },
    ]);
  });

  test('F-132: warm requests do not notice throttling', async () => {
    const world = new ReferenceRun();
    await world.rule('b', RULES_BY_ARN.B2);
    await world.put('ann', 'b', 'k');
    await world.happens({ op: 'ThrottleKms', on: true });
    expect(await world.get('ann', 'b', 'k')).toMatchObject({ status: 200, kmsCalls: [] });
    expect(await world.get('bob', 'b', 'k')).toMatchObject({ status: 503, code: 'SlowDown' });
  });

  test.each([
    ['E-04 objects of the bucket', 'arn:aws:s3:::b/*', 403, 200],
    ['SC-05 the bucket itself', 'arn:aws:s3:::b', 200, 403],
  ])('a condition on %s', async (_why, contextArn, withFlag, withoutFlag) => {
    const world = new ReferenceRun();
    const statement: KeyPolicyStatement = { effect: 'Allow', principal: '*', actions: ['kms:*'], contextArn };
    await world.does('ann', { op: 'PutKeyPolicy', keyId: 'K1', statements: [statement, CONTROL_ONLY] });
    const kms = { sse: 'aws:kms', kmsKeyId: homeKey('K1') } as const;
    expect((await world.put('ann', 'b', 'k1', { ...kms, bucketKeyEnabled: true })).status).toBe(withFlag);
    expect((await world.put('ann', 'b', 'k2', { ...kms, bucketKeyEnabled: false })).status).toBe(withoutFlag);
  });

  test('E-39: the managed key is of no use to another account', async () => {
    const world = new ReferenceRun();
    await world.put('ann', 'b', 'k', { sse: 'aws:kms' });
    const statements = [
      { effect: 'Allow', principal: `arn:aws:iam::${OTHER_ACCOUNT}:root`, actions: ['s3:*'] },
    ] as const;
    await world.does('ann', { op: 'PutBucketPolicy', bucket: 'b', statements });
    expect(await world.get('eve', 'b', 'k')).toMatchObject({ status: 403, code: 'AccessDenied' });
    await world.put('ann', 'b', 'clear');
    expect(await world.get('eve', 'b', 'clear')).toMatchObject({ status: 200 });
  });
});

test('a request by nobody, or by a stranger to the setup, is a mistake of the caller', async () => {
  const world = new ReferenceRun();
  await expect(world.happens(get('b', 'k'))).rejects.toThrow('needs a requester');
  await expect(world.does('__proto__', get('b', 'k'))).rejects.toThrow('no requester __proto__');
});
