import { describe, expect, test } from 'vitest';
import type { Profile } from '../openness/profile.ts';
import {
  begin,
  bucketPolicy,
  copy,
  encrypt,
  get,
  keyPolicy,
  part,
  put,
  replicate,
  replication,
} from '../testing/events.ts';
import { AWS, answerOf, IDEAL, ModelRun } from '../testing/model-run.ts';
import { HOME_ACCOUNT, homeKey, RULES } from '../testing/scene.ts';
import { accountRootArn, bucketArn, objectArn, roleArn } from '../vocabulary/arn.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';
import type { BucketPolicyStatement, KeyPolicyStatement } from '../vocabulary/policy.ts';
import type { PolicyCondition } from '../vocabulary/policy-condition.ts';

const SSE = 's3:x-amz-server-side-encryption';
const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id';
const DENIED = '403 AccessDenied';
const USED: Profile = { ...IDEAL, policyHeaders: ['used'] };

function deny(condition: PolicyCondition): BucketPolicyStatement {
  return { effect: 'Deny', principal: '*', actions: ['s3:PutObject'], condition };
}

/** A run in which bucket `b` encrypts under K1 and has a policy. */
function runWith(condition: PolicyCondition, profile: Profile = IDEAL): ModelRun {
  const run = new ModelRun(profile);
  run.take('ann', encrypt('b', { ...RULES.B2, KMSMasterKeyID: homeKey('K1') }));
  run.take('ann', bucketPolicy('b', deny(condition)));
  return run;
}

const WITH_KMS: PolicyCondition = { StringNotEquals: { [SSE]: 'aws:kms' } };
const WITH_K1: PolicyCondition = { StringNotEquals: { [KEY_ID]: homeKey('K1') } };

describe('conditions on encryption headers test what was sent (F-143, E-33)', () => {
  test.each<[string, PolicyCondition, EncryptionHeaders, string]>([
    ['who leaves it to the bucket is denied, though it would encrypt so', WITH_KMS, {}, DENIED],
    ['who asks for KMS is not', WITH_KMS, { sse: 'aws:kms' }, '200'],
    ['who asks for AES256 is', WITH_KMS, { sse: 'AES256' }, DENIED],
    ['a header that must be there', { Null: { [SSE]: 'true' } }, {}, DENIED],
    ['and is', { Null: { [SSE]: 'true' } }, { sse: 'AES256' }, '200'],
    ['StringEquals passes over what is missing', { StringEquals: { [SSE]: 'AES256' } }, {}, '200'],
    ['the ARN of the key', WITH_K1, { sse: 'aws:kms', kmsKeyId: homeKey('K1') }, '200'],
    ['another key', WITH_K1, { sse: 'aws:kms', kmsKeyId: homeKey('K2') }, DENIED],
    ['the key left to the bucket', WITH_K1, {}, DENIED],
    ['its alias is not its ARN', WITH_K1, { sse: 'aws:kms', kmsKeyId: 'alias/x' }, DENIED],
  ])('%s', (_why, condition, headers, answer) => {
    expect(runWith(condition).answer('ann', put('b/o', headers))).toBe(answer);
  });

  test('an empty key id is there (U-31)', () => {
    const EMPTY = { sse: 'aws:kms', kmsKeyId: '' } as const;
    const isThere = (isMissing: string) => runWith({ Null: { [KEY_ID]: isMissing } }).answer('ann', put('b/o', EMPTY));
    expect(isThere('true')).toBe('400 KMS.NotFoundException');
    expect(isThere('false')).toBe(DENIED);
  });

  test('a copy is a write, and its source is not', () => {
    const run = runWith(WITH_KMS);
    run.take('ann', put('c/o'));
    expect(run.answer('ann', copy('c/o', 'b/o'))).toBe(DENIED);
    expect(run.answer('ann', copy('c/o', 'b/o', { sse: 'aws:kms' }))).toBe('200');
    expect(run.answer('ann', copy('b/o', 'c/o'))).toBe('200');
  });

  test('reads have no such header', () => {
    const run = new ModelRun();
    run.take('ann', put('b/o'));
    run.take('ann', bucketPolicy('b', { ...deny({ StringEquals: { [SSE]: '' } }), actions: ['s3:*'] }));
    expect(run.answer('ann', get('b/o'))).toBe('200');
  });
});

describe('what a condition sees where no header was sent is open (U-36)', () => {
  test('the key that is used may stand for the key id', () => {
    expect(runWith(WITH_K1, USED).answer('ann', put('b/o'))).toBe('200');
    expect(runWith(WITH_K1, USED).answer('ann', put('b/o', { sse: 'aws:kms', kmsKeyId: 'alias/x' }))).toBe('200');
    expect(runWith(WITH_K1, USED).answer('ann', put('b/o', { sse: 'aws:kms' }))).toBe(DENIED);
    expect(runWith(WITH_K1, USED).answer('ann', put('b/o', { sse: 'AES256' }))).toBe(DENIED);
    expect(runWith(WITH_KMS, USED).answer('ann', put('b/o'))).toBe(DENIED);
  });

  test('a part has none, or those of its upload', () => {
    for (const [profile, answer] of [
      [IDEAL, DENIED],
      [USED, '200'],
    ] as const) {
      const run = runWith(WITH_KMS, profile);
      run.take('ann', begin('b/o', { sse: 'aws:kms' }));
      expect(run.answer('ann', part('b/o', 1))).toBe(answer);
    }
  });

  test('a replica has none, or those of what is stored', () => {
    for (const [profile, status] of [
      [IDEAL, 'FAILED'],
      [USED, 'COMPLETED'],
    ] as const) {
      const run = new ModelRun(profile);
      run.take('ann', encrypt('b', RULES.B1));
      run.take('ann', replication('b', 'c', homeKey('KR')));
      run.take('ann', put('b/o'));
      run.take('ann', bucketPolicy('c', deny({ StringNotEquals: { [KEY_ID]: homeKey('KR') } })));
      run.take('repl', replicate('b/o'));
      expect(run.take('ann', get('b/o')).replicationStatus).toBe(status);
    }
  });

  test('AWS may do either', () => {
    const strict = { ...AWS, transientErrors: false, policyDelayMs: 0, ruleDelayMs: 0 };
    const answersOf = (run: ModelRun) => run.outcomes('ann', put('b/o')).map(answerOf);
    expect(new Set(answersOf(runWith(WITH_K1, strict)))).toEqual(new Set(['200', DENIED]));
    expect(new Set(answersOf(runWith(WITH_KMS, strict)))).toEqual(new Set([DENIED]));
  });

  test('an empty key id may be any to a condition (U-31), which lets in nobody who is not allowed', () => {
    const run = runWith(WITH_K1, AWS);
    const statuses = (by: string) => [
      ...new Set(run.outcomes(by, put('b/k', { sse: 'aws:kms', kmsKeyId: '' })).map(({ status }) => status)),
    ];
    expect(statuses('ann')).toContain(200);
    expect(statuses('eve')).not.toContain(200);
  });

  test.each(['true', 'false'])('an empty key id may be taken for none (U-31): Null %s', (isMissing) => {
    for (const policyHeaders of [['sent'], ['used']] as const) {
      const strict: Profile = { ...AWS, transientErrors: false, policyDelayMs: 0, ruleDelayMs: 0, policyHeaders };
      const run = runWith({ Null: { [KEY_ID]: isMissing } }, strict);
      const answers = run.outcomes('ann', put('b/o', { sse: 'aws:kms', kmsKeyId: '' })).map(answerOf);
      expect(answers).toEqual(expect.arrayContaining([DENIED, '400 KMS.NotFoundException', '200']));
    }
  });
});

describe('conditions of key policies', () => {
  const ALLOW: KeyPolicyStatement = {
    effect: 'Allow',
    principal: accountRootArn(HOME_ACCOUNT),
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
  };
  const KMS = { sse: 'aws:kms', kmsKeyId: homeKey('K1'), bucketKeyEnabled: false } as const;

  test.each<[string, PolicyCondition, EncryptionHeaders, string]>([
    ['the object', { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': objectArn('b', 'o') } }, KMS, '200'],
    [
      'is not what a bucket key is for (F-94)',
      { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': objectArn('b', 'o') } },
      { ...KMS, bucketKeyEnabled: true },
      DENIED,
    ],
    [
      'the bucket is (SC-05)',
      { StringLike: { 'kms:EncryptionContext:aws:s3:arn': [`${bucketArn('b')}/*`, bucketArn('b')] } },
      { ...KMS, bucketKeyEnabled: true },
      '200',
    ],
    [
      'a pair of the caller',
      { StringEquals: { 'kms:EncryptionContext:team': 'a' } },
      { ...KMS, context: { team: 'a' } },
      '200',
    ],
    ['is not there', { StringEquals: { 'kms:EncryptionContext:team': 'a' } }, KMS, DENIED],
    [
      'names in conditions have no case',
      { StringEquals: { 'kms:encryptioncontext:TEAM': 'a' } },
      { ...KMS, context: { team: 'a' } },
      '200',
    ],
    [
      'no other names than these',
      { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['aws:s3:arn'] } },
      { ...KMS, context: { team: 'a' } },
      DENIED,
    ],
    [
      'names of pairs have their case',
      { 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'Team' } },
      { ...KMS, context: { team: 'a' } },
      DENIED,
    ],
    ['by way of S3 (F-145)', { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }, KMS, '200'],
    [
      'with a bucket key as well',
      { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } },
      { ...KMS, bucketKeyEnabled: true },
      '200',
    ],
    ['by way of another service', { StringEquals: { 'kms:ViaService': 'ec2.eu-west-1.amazonaws.com' } }, KMS, DENIED],
    ['of an account', { StringEquals: { 'kms:CallerAccount': HOME_ACCOUNT } }, KMS, '200'],
    ['of another', { StringEquals: { 'kms:CallerAccount': '222222222222' } }, KMS, DENIED],
    ['by a role', { StringLike: { 'aws:PrincipalArn': roleArn(HOME_ACCOUNT, 'a*') } }, KMS, '200'],
    ['by another', { StringEquals: { 'aws:PrincipalArn': roleArn(HOME_ACCOUNT, 'bob') } }, KMS, DENIED],
    ['no service has asked for anything', { Null: { 'aws:SourceArn': 'false' } }, KMS, DENIED],
  ])('%s', (_why, condition, headers, answer) => {
    const run = new ModelRun();
    run.take('ann', keyPolicy('K1', { ...ALLOW, condition }));
    expect(run.answer('ann', put('b/o', headers))).toBe(answer);
  });

  test('who controls a key has no context and comes by no service (F-164)', () => {
    const run = new ModelRun();
    const control: KeyPolicyStatement = { ...ALLOW, actions: ['kms:*'] };
    const viaS3 = { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };
    run.take('ann', keyPolicy('K1', { ...control, condition: viaS3 }));
    expect(run.answer('ann', { op: 'DisableKey', keyId: 'K1' })).toBe('400 AccessDeniedException');
    run.take('ann', keyPolicy('K2', { ...control, condition: { StringNotEquals: viaS3.StringEquals } }));
    expect(run.answer('ann', { op: 'DisableKey', keyId: 'K2' })).toBe('200');
  });
});

describe('a bucket policy that lets everybody in is public (F-162)', () => {
  const allow = { effect: 'Allow', principal: '*', actions: ['s3:GetObject'] } as const;
  test.each<[string, PolicyCondition | undefined, string]>([
    ['without condition', undefined, DENIED],
    ['for a role', { StringEquals: { 'aws:PrincipalArn': roleArn(HOME_ACCOUNT, 'ann') } }, '204'],
    ['for a source', { StringLike: { 'AWS:SourceArn': ['arn:aws:cloudfront::1:distribution/E'] } }, '204'],
    ['for any role', { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*' } }, DENIED],
    ['but for a role', { StringNotEquals: { 'aws:PrincipalArn': roleArn(HOME_ACCOUNT, 'ann') } }, DENIED],
    ['under an algorithm', { StringEquals: { [SSE]: 'aws:kms' } }, DENIED],
  ])('%s', (_why, condition, answer) => {
    const run = new ModelRun();
    run.take('ann', { op: 'CreateBucket', bucket: 'new' });
    const statement = condition === undefined ? allow : { ...allow, condition };
    expect(run.answer('ann', bucketPolicy('new', statement))).toBe(answer);
  });
});
