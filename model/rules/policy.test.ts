import { describe, expect, test } from 'vitest';
import type { KnownRequester } from '../records/known-requester.ts';
import { requesterNamed } from '../testing/known-requesters.ts';
import { HOME_ACCOUNT, OTHER_ACCOUNT } from '../testing/scene.ts';
import { accountRootArn, roleArn } from '../vocabulary/arn.ts';
import type { BucketPolicyStatement, KeyPolicyStatement } from '../vocabulary/policy.ts';
import type { PolicyCondition } from '../vocabulary/policy-condition.ts';
import type { KeyUse } from './condition-values.ts';
import { bucketPolicyAllows, bucketPolicyEffect, isAllow, isPublic, keyPolicyEffect } from './policy.ts';

const ANN = requesterNamed('ann');
const EVE = requesterNamed('eve');
const BUCKET = 'arn:aws:s3:::b';
const OBJECT = 'arn:aws:s3:::b/o';

const ALL: KeyPolicyStatement = { effect: 'Allow', principal: accountRootArn(HOME_ACCOUNT), actions: ['kms:*'] };

describe('key policies', () => {
  const cases: readonly (readonly [
    why: string,
    policy: readonly KeyPolicyStatement[],
    by: KnownRequester,
    arn: string,
    allowed: boolean,
  ])[] = [
    ['nothing allowed is denied', [], ANN, OBJECT, false],
    ['the root of an account is everybody of it', [ALL], ANN, OBJECT, true],
    ['and nobody of another (F-102)', [ALL], EVE, OBJECT, false],
    [
      'naming the other account lets it in (F-102)',
      [ALL, { ...ALL, principal: accountRootArn(OTHER_ACCOUNT) }],
      EVE,
      OBJECT,
      true,
    ],
    ['a star is everybody', [{ ...ALL, principal: '*' }], EVE, OBJECT, true],
    ['a role is named by its ARN', [{ ...ALL, principal: roleArn(HOME_ACCOUNT, 'ann') }], ANN, OBJECT, true],
    ['another role is not', [{ ...ALL, principal: roleArn(HOME_ACCOUNT, 'bob') }], ANN, OBJECT, false],
    [
      'a role of that name in another account is not',
      [{ ...ALL, principal: roleArn(OTHER_ACCOUNT, 'ann') }],
      ANN,
      OBJECT,
      false,
    ],
    ['the action must be named', [{ ...ALL, actions: ['kms:Decrypt'] }], ANN, OBJECT, false],
    ['a Deny wins over an Allow after it', [{ ...ALL, effect: 'Deny', principal: '*' }, ALL], ANN, OBJECT, false],
    ['a Deny wins over an Allow before it', [ALL, { ...ALL, effect: 'Deny', principal: '*' }], ANN, OBJECT, false],
    [
      'a Deny on others does not count',
      [ALL, { ...ALL, effect: 'Deny', principal: roleArn(HOME_ACCOUNT, 'bob') }],
      ANN,
      OBJECT,
      true,
    ],
    [
      'a Deny on another action does not count',
      [ALL, { ...ALL, effect: 'Deny', actions: ['kms:Encrypt'] }],
      ANN,
      OBJECT,
      true,
    ],
    [
      'a condition on objects lets an object through (SC-01)',
      [{ ...ALL, contextArn: `${BUCKET}/*` }],
      ANN,
      OBJECT,
      true,
    ],
    ['but not the bucket of a bucket key (F-94, E-04)', [{ ...ALL, contextArn: `${BUCKET}/*` }], ANN, BUCKET, false],
    ['the bare bucket lets a bucket key through (SC-05)', [{ ...ALL, contextArn: BUCKET }], ANN, BUCKET, true],
    ['and no object', [{ ...ALL, contextArn: BUCKET }], ANN, OBJECT, false],
    [
      'both forms allow both, as a migration needs (F-94, SC-30)',
      [
        { ...ALL, contextArn: BUCKET },
        { ...ALL, contextArn: `${BUCKET}/*` },
      ],
      ANN,
      BUCKET,
      true,
    ],
    [
      'a Deny whose condition does not hold does not count',
      [ALL, { ...ALL, effect: 'Deny', contextArn: BUCKET }],
      ANN,
      OBJECT,
      true,
    ],
  ];
  test.each(cases)('%s', (_why, policy, by, arn, allowed) => {
    const use = { contextArn: arn, pairs: [], viaService: 's3.eu-west-1.amazonaws.com' };
    expect(isAllow(keyPolicyEffect(policy, by, 'kms:GenerateDataKey', use))).toBe(allowed);
  });
});

describe('bucket policies', () => {
  const allow: BucketPolicyStatement = { effect: 'Allow', principal: '*', actions: ['s3:GetObject'] };
  const deny: BucketPolicyStatement = { ...allow, effect: 'Deny' };
  const cases: readonly (readonly [
    why: string,
    policy: readonly BucketPolicyStatement[],
    by: KnownRequester,
    allowed: boolean,
  ])[] = [
    ["the owner's account needs no Allow", [], ANN, true],
    ['others do', [], EVE, false],
    ['and may have one', [allow], EVE, true],
    ['for the action named only', [{ ...allow, actions: ['s3:PutObject'] }], EVE, false],
    ['or for all', [{ ...allow, actions: ['s3:*'] }], EVE, true],
    ["a Deny shuts out the owner's account too (F-119)", [deny], ANN, false],
    ['a Deny wins over an Allow', [allow, deny], EVE, false],
    ['a Deny on another role does not count', [{ ...deny, principal: roleArn(HOME_ACCOUNT, 'bob') }], ANN, true],
    ['a Deny on another action does not count', [{ ...deny, actions: ['s3:DeleteObject'] }], ANN, true],
  ];
  test.each(cases)('%s', (_why, policy, by, allowed) => {
    expect(bucketPolicyAllows(policy, HOME_ACCOUNT, by, 's3:GetObject', {}, '')).toBe(allowed);
  });
});

const USE: KeyUse = { contextArn: OBJECT, pairs: [], viaService: 's3.eu-west-1.amazonaws.com' };
const ROLE: KeyPolicyStatement = { ...ALL, principal: roleArn(HOME_ACCOUNT, 'ann') };
const VIA_S3: PolicyCondition = { StringEquals: { 'kms:ViaService': USE.viaService } };

describe('an Allow for the account is less than one for who asks (F-187)', () => {
  test.each<[string, readonly KeyPolicyStatement[], string]>([
    ['none', [], 'none'],
    ['for the account', [ALL], 'AllowAccount'],
    ['for the role', [ROLE], 'Allow'],
    ['for everybody', [{ ...ALL, principal: '*' }], 'Allow'],
    ['for both', [ALL, ROLE], 'Allow'],
    ['for both, in the other order', [ROLE, ALL], 'Allow'],
  ])('%s', (_which, policy, effect) => {
    expect(keyPolicyEffect(policy, ANN, 'kms:Decrypt', USE)).toBe(effect);
    const ofBucket = policy.map(({ principal }) => ({ effect: 'Allow', principal, actions: ['s3:*'] }) as const);
    expect(bucketPolicyEffect(ofBucket, ANN, 's3:GetObject', {})).toBe(effect);
  });
});

describe('conditions of a key policy (F-186)', () => {
  test('are asked of a use', () => {
    expect(keyPolicyEffect([{ ...ROLE, condition: VIA_S3 }], ANN, 'kms:Decrypt', USE)).toBe('Allow');
    expect(keyPolicyEffect([{ ...ROLE, condition: { Null: {} } }], ANN, 'kms:Decrypt', USE)).toBe('Allow');
    expect(keyPolicyEffect([{ ...ROLE, condition: VIA_S3 }], ANN, 'kms:Decrypt', { ...USE, viaService: 'x' })).toBe(
      'none',
    );
  });

  test('on a context hold for no control of the key, which has none (F-164)', () => {
    for (const limits of [{ contextArn: '*' }, { condition: VIA_S3 }])
      expect(keyPolicyEffect([{ ...ROLE, ...limits }], ANN, 'kms:DisableKey', undefined)).toBe('none');
    expect(keyPolicyEffect([ROLE], ANN, 'kms:DisableKey', undefined)).toBe('Allow');
  });
});

describe('a bucket policy makes the bucket public (F-162)', () => {
  const everybody: BucketPolicyStatement = { effect: 'Allow', principal: '*', actions: ['s3:GetObject'] };
  const SOURCE_ARN = 'aws:SourceArn';
  const ARN = 'arn:aws:cloudfront::111111111111:distribution/EXAMPLE';

  test.each<[string, Partial<BucketPolicyStatement>, boolean]>([
    ['that allows something to everybody', {}, true],
    ['not one that denies it', { effect: 'Deny' }, false],
    ['not one for a role', { principal: roleArn(OTHER_ACCOUNT, 'ann') }, false],
    ['not on one source', { condition: { StringEquals: { [SOURCE_ARN]: ARN } } }, false],
    ['not on one source, its key in another case', { condition: { StringLike: { 'AWS:sourcearn': [ARN] } } }, false],
    ['not on one role', { condition: { StringLike: { 'aws:PrincipalArn': ANN.roleArn } } }, false],
    [
      'not on one KMS key',
      { condition: { StringEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'K' } } },
      false,
    ],
    ['on a pattern of sources', { condition: { StringLike: { [SOURCE_ARN]: 'arn:*' } } }, true],
    ['on a pattern of one character', { condition: { StringLike: { [SOURCE_ARN]: `${ARN}?` } } }, true],
    ['on sources of which one is a pattern', { condition: { StringLike: { [SOURCE_ARN]: [ARN, '*'] } } }, true],
    ['on all sources but one', { condition: { StringNotEquals: { [SOURCE_ARN]: ARN } } }, true],
    ['on an algorithm', { condition: { StringEquals: { 's3:x-amz-server-side-encryption': 'AES256' } } }, true],
    [
      'not on one source and something else',
      { condition: { StringEquals: { 's3:x-amz-server-side-encryption': 'AES256', [SOURCE_ARN]: ARN } } },
      false,
    ],
    ['on what is no test of a value', { condition: { Null: { [SOURCE_ARN]: 'false' } } }, true],
  ])('%s', (_which, changes, isPublicNow) => {
    expect(isPublic([{ ...everybody, ...changes }])).toBe(isPublicNow);
  });

  test('by one of its statements', () => {
    expect(isPublic([{ ...everybody, effect: 'Deny' }, everybody])).toBe(true);
    expect(isPublic([])).toBe(false);
  });
});
