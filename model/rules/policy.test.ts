import { describe, expect, test } from 'vitest';
import type { KnownRequester } from '../records/known-requester.ts';
import { Scope } from '../store/scope.ts';
import { IDEAL } from '../testing/model-run.ts';
import { HOME_ACCOUNT, OTHER_ACCOUNT, SCENE } from '../testing/scene.ts';
import { accountRootArn, roleArn } from '../vocabulary/arn.ts';
import type { BucketPolicyStatement, KeyPolicyStatement } from '../vocabulary/policy.ts';
import { bucketPolicyAllows, isAllow, keyPolicyEffect } from './policy.ts';

const { requesters } = new Scope(SCENE, IDEAL);
const named = (name: string): KnownRequester => {
  const found = requesters.get(name);
  if (found === undefined) throw new RangeError(name);
  return found;
};
const ANN = named('ann');
const EVE = named('eve');
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
