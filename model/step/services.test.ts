import { describe, expect, test } from 'vitest';
import { bucketPolicy, encrypt, get, keyPolicy, put } from '../testing/events.ts';
import { IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, homeKey, RULES, SCENE } from '../testing/scene.ts';
import { accountRootArn } from '../vocabulary/arn.ts';
import type { BucketPolicyStatement, KeyPolicyStatement } from '../vocabulary/policy.ts';
import type { PolicyCondition } from '../vocabulary/policy-condition.ts';
import type { Requester } from '../vocabulary/requester.ts';

const SERVICE = 'cloudfront.amazonaws.com';
const SOURCE = `arn:aws:cloudfront::${HOME_ACCOUNT}:distribution/EXAMPLE`;
const EDGE: Requester = {
  name: 'edge',
  account: HOME_ACCOUNT,
  principal: 'edge',
  session: 's1',
  servicePrincipal: SERVICE,
  sourceArn: SOURCE,
};
const FOR_SOURCE: PolicyCondition = { StringEquals: { 'AWS:SourceArn': SOURCE } };
const OWN_KEY: KeyPolicyStatement = { effect: 'Allow', principal: accountRootArn(HOME_ACCOUNT), actions: ['kms:*'] };
const TO_READ: BucketPolicyStatement = { effect: 'Allow', principal: SERVICE, actions: ['s3:GetObject'] };
const TO_DECRYPT: KeyPolicyStatement = { effect: 'Allow', principal: SERVICE, actions: ['kms:Decrypt'] };

/** A run in which `b` has an object under a bucket key, and two distributions of the service. */
function runWith(bucketStatement: BucketPolicyStatement, keyStatement: KeyPolicyStatement): ModelRun {
  const other = { ...EDGE, name: 'other', sourceArn: `${SOURCE}2` };
  const run = new ModelRun(IDEAL, { ...SCENE, requesters: [...SCENE.requesters, EDGE, other] });
  run.take('ann', encrypt('b', { ...RULES.B2, KMSMasterKeyID: homeKey('K1') }));
  run.take('ann', put('b/o'));
  run.take('ann', bucketPolicy('b', bucketStatement));
  run.take('ann', keyPolicy('K1', OWN_KEY, keyStatement));
  return run;
}

describe('an AWS service that asks in its own name (K-28, SC-37)', () => {
  test('reads where bucket policy and key policy name it, with the ARN of the bucket as context', () => {
    const run = runWith(TO_READ, { ...TO_DECRYPT, condition: FOR_SOURCE });
    expect(run.take('edge', get('b/o'))).toMatchObject({
      status: 200,
      kmsCalls: [{ operation: 'Decrypt', by: 'edge', context: { 'aws:s3:arn': 'arn:aws:s3:::b' } }],
    });
  });

  test.each<[string, BucketPolicyStatement, KeyPolicyStatement]>([
    ['the key policy names an account instead', TO_READ, { ...TO_DECRYPT, principal: accountRootArn(HOME_ACCOUNT) }],
    ['the bucket policy names an account instead', { ...TO_READ, principal: accountRootArn(HOME_ACCOUNT) }, TO_DECRYPT],
    [
      'the condition is for another source',
      TO_READ,
      { ...TO_DECRYPT, condition: { StringEquals: { 'aws:SourceArn': `${SOURCE}3` } } },
    ],
    ['a role is asked for', TO_READ, { ...TO_DECRYPT, condition: { Null: { 'aws:PrincipalArn': 'false' } } }],
    ['an account is asked for', TO_READ, { ...TO_DECRYPT, condition: { Null: { 'kms:CallerAccount': 'false' } } }],
    [
      'the bucket policy denies everybody but a role',
      { effect: 'Deny', principal: '*', actions: ['s3:*'], condition: { Null: { 'aws:PrincipalArn': 'true' } } },
      TO_DECRYPT,
    ],
  ])('is refused where %s', (_why, bucketStatement, keyStatement) => {
    expect(runWith(bucketStatement, keyStatement).answer('edge', get('b/o'))).toBe('403 AccessDenied');
  });

  test('another source of the service is told apart by its ARN', () => {
    const run = runWith({ ...TO_READ, condition: FOR_SOURCE }, TO_DECRYPT);
    expect(run.answer('edge', get('b/o'))).toBe('200');
    expect(run.answer('other', get('b/o'))).toBe('403 AccessDenied');
  });

  test('owns no bucket, and is no role that replicates', () => {
    const run = runWith(TO_READ, TO_DECRYPT);
    expect(run.answer('edge', { op: 'CreateBucket', bucket: 'new' })).toBe('403 AccessDenied');
    const replication = { op: 'PutBucketReplication', bucket: 'b', destination: 'c', role: 'edge' } as const;
    expect(run.answer('ann', replication)).toBe('400 InvalidRequest');
  });

  test('everybody is the service as well', () => {
    expect(runWith({ ...TO_READ, principal: '*' }, { ...TO_DECRYPT, principal: '*' }).answer('edge', get('b/o'))).toBe(
      '200',
    );
  });
});
