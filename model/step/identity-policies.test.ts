import { describe, expect, test } from 'vitest';
import { bucketPolicy, get, keyPolicy, put, replicate, replication } from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, homeKey, OTHER_ACCOUNT, SCENE } from '../testing/scene.ts';
import { accountRootArn, bucketArn, objectArn, roleArn } from '../vocabulary/arn.ts';
import type { IdentityStatement } from '../vocabulary/policy.ts';

const DENIED = '403 AccessDenied';
const S3: IdentityStatement = { effect: 'Allow', actions: ['s3:*'] };
const KMS: IdentityStatement = { effect: 'Allow', actions: ['kms:*'] };
const UNDER_K1 = { sse: 'aws:kms', kmsKeyId: homeKey('K1'), bucketKeyEnabled: true } as const;

/** A run in which the role of `bob`, of `eve` or the scoping policy of `ann-scoped` is told. */
function runWith({
  bob,
  eve,
  narrow,
}: {
  readonly bob?: readonly IdentityStatement[];
  readonly eve?: readonly IdentityStatement[];
  readonly narrow?: readonly IdentityStatement[];
}): ModelRun {
  const roles = [
    ...(bob === undefined ? [] : [{ account: HOME_ACCOUNT, principal: 'bob', statements: bob }]),
    ...(eve === undefined ? [] : [{ account: OTHER_ACCOUNT, principal: 'ann', statements: eve }]),
  ];
  const scopingPolicies = narrow === undefined ? [] : [{ name: 'narrow', statements: narrow }];
  return new ModelRun(IDEAL, { ...SCENE, identityPolicies: roles, scopingPolicies });
}

describe('policies of roles and sessions (F-187)', () => {
  test('a role that may nothing with KMS is denied by KMS, where the key policy leaves it to IAM', () => {
    const run = runWith({ bob: [S3] });
    expect(run.answer('bob', put('b/o'))).toBe('200');
    expect(run.take('bob', put('b/o', UNDER_K1))).toMatchObject({
      status: 403,
      kmsCalls: [{ result: 'AccessDeniedException' }],
    });
    run.take('ann', keyPolicy('K1', { effect: 'Allow', principal: roleArn(HOME_ACCOUNT, 'bob'), actions: ['kms:*'] }));
    expect(run.answer('bob', put('b/o', UNDER_K1))).toBe('200');
  });

  test('resources are patterns of ARNs: of the bucket, its objects, the key', () => {
    const ofObjects = runWith({ bob: [{ ...S3, resources: [objectArn('b', 'logs/*')] }] });
    expect(ofObjects.answer('bob', put('b/logs/x'))).toBe('200');
    expect(ofObjects.answer('bob', put('b/o'))).toBe(DENIED);
    expect(ofObjects.answer('bob', get('b/logs/none'))).toBe(DENIED);
    const ofBucket = runWith({ bob: [{ ...S3, resources: [objectArn('b', '*'), bucketArn('b')] }] });
    expect(ofBucket.answer('bob', get('b/none'))).toBe('404 NoSuchKey');
    const ofKey = runWith({ bob: [S3, { ...KMS, resources: [homeKey('K2')] }] });
    expect(ofKey.answer('bob', put('b/o', UNDER_K1))).toBe(DENIED);
  });

  test('a role pinned to object ARNs is shut out by a bucket key (SC-01)', () => {
    const condition = { StringLike: { 'kms:EncryptionContext:aws:s3:arn': objectArn('b', '*') } };
    const run = runWith({ bob: [S3, { ...KMS, condition }] });
    expect(run.answer('bob', put('b/o', { ...UNDER_K1, bucketKeyEnabled: false }))).toBe('200');
    expect(run.answer('bob', put('b/o', UNDER_K1))).toBe(DENIED);
  });

  test('a scoping policy takes away, and splits who shares a bucket key all the same (F-95, F-98)', () => {
    const run = runWith({ narrow: [S3, { ...KMS, actions: ['kms:Decrypt'] }] });
    expect(run.answer('ann', put('b/o', UNDER_K1))).toBe('200');
    expect(run.answer('ann-scoped', put('b/o', UNDER_K1))).toBe(DENIED);
    expect(run.calls('ann-scoped', get('b/o'))).toHaveLength(1);
  });

  test('another account needs bucket policy, key policy and IAM (F-102)', () => {
    const guest = { effect: 'Allow', principal: accountRootArn(OTHER_ACCOUNT) } as const;
    for (const [eve, answer] of [
      [[S3, KMS], '200'],
      [[S3], DENIED],
      [[KMS], DENIED],
    ] as const) {
      const run = runWith({ eve });
      run.take('ann', bucketPolicy('b', { ...guest, actions: ['s3:*'] }));
      run.take('ann', keyPolicy('K1', { ...guest, actions: ['kms:*'] }));
      expect(run.answer('eve', put('b/o', UNDER_K1))).toBe(answer);
    }
  });

  test('a replication role is asked for the object in each of the buckets (F-73)', () => {
    const resources = [objectArn('b', '*'), bucketArn('b')];
    for (const [more, status] of [
      [[], 'FAILED'],
      [[objectArn('c', 'o')], 'COMPLETED'],
    ] as const) {
      const statements = [{ ...S3, resources: [...resources, ...more] }];
      const identityPolicies = [{ account: HOME_ACCOUNT, principal: 'replication', statements }];
      const run = new ModelRun(IDEAL, { ...SCENE, identityPolicies });
      run.take('ann', replication('b', 'c'));
      run.take('ann', put('b/o'));
      run.take('repl', replicate('b/o'));
      expect(run.take('ann', get('b/o')).replicationStatus).toBe(status);
    }
  });

  test('who controls a key must be allowed by IAM where its policy names the account', () => {
    const run = runWith({ bob: [{ ...KMS, actions: ['kms:DisableKey'] }] });
    expect(run.answer('bob', { op: 'DisableKey', keyId: 'K1' })).toBe('200');
    expect(run.answer('bob', { op: 'EnableKey', keyId: 'K1' })).toBe('400 AccessDeniedException');
  });

  test('who configures a bucket must be allowed by IAM', () => {
    const run = runWith({ bob: [{ ...S3, actions: ['s3:GetEncryptionConfiguration'], resources: [bucketArn('b')] }] });
    expect(run.answer('bob', { op: 'GetBucketEncryption', bucket: 'b' })).toBe('200');
    expect(run.answer('bob', { op: 'DeleteBucketEncryption', bucket: 'b' })).toBe(DENIED);
  });
});
