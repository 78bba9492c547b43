import { describe, expect, test } from 'vitest';
import type { KnownRequester } from '../records/known-requester.ts';
import { requesterNamed } from '../testing/known-requesters.ts';
import { HOME_ACCOUNT, homeKey } from '../testing/scene.ts';
import { accountRootArn, roleArn } from '../vocabulary/arn.ts';
import type { BucketPolicyStatement, IdentityStatement, KeyPolicyStatement } from '../vocabulary/policy.ts';
import type { PolicyCondition } from '../vocabulary/policy-condition.ts';
import type { KeyUse } from './condition-values.ts';
import { bucketPolicyAllows, iamAllows, keyAllows } from './policy.ts';

const ANN = requesterNamed('ann');
const EVE = requesterNamed('eve');
const OBJECT = 'arn:aws:s3:::b/o';
const USE: KeyUse = { contextArn: OBJECT, pairs: [], viaService: 's3.eu-west-1.amazonaws.com' };
const ALL: KeyPolicyStatement = { effect: 'Allow', principal: accountRootArn(HOME_ACCOUNT), actions: ['kms:*'] };
const ROLE: KeyPolicyStatement = { ...ALL, principal: roleArn(HOME_ACCOUNT, 'ann') };
const VIA_S3: PolicyCondition = { StringEquals: { 'kms:ViaService': USE.viaService } };

/** A requester to whom IAM allows this, and no more. */
const limited = (by: KnownRequester, ...identity: readonly IdentityStatement[]): KnownRequester => ({
  ...by,
  limits: { identity, scoping: undefined },
});

describe('who may use a key', () => {
  const key = { arn: homeKey('K1'), account: HOME_ACCOUNT };
  const iam: IdentityStatement = { effect: 'Allow', actions: ['kms:Decrypt'], resources: [key.arn] };
  const deny: KeyPolicyStatement = { ...ROLE, effect: 'Deny' };
  type Case = [why: string, policy: KeyPolicyStatement[], by: KnownRequester, isGranted: boolean, allowed: boolean];

  test.each<Case>([
    ['whom the policy allows, where nothing is told of IAM', [ALL], ANN, false, true],
    ['nobody else', [], ANN, false, false],
    ['whom a grant allows (F-203)', [], ANN, true, true],
    ['no grant wins over a Deny', [ALL, deny], ANN, true, false],
    ['whom IAM allows, where the policy leaves it to IAM', [ALL], limited(ANN, iam), false, true],
    ['not where IAM does not', [ALL], limited(ANN), false, false],
    ['not where the policy denies it, whatever IAM allows', [ALL, deny], limited(ANN, iam), false, false],
    ['not by IAM alone: the policy must leave it to IAM', [], limited(ANN, iam), false, false],
    ['by a grant alone', [], limited(ANN), true, true],
    ['of another account by a grant and IAM (F-102)', [], limited(EVE, iam), true, true],
    ['of another account not by a grant alone', [], limited(EVE), true, false],
    ['not by IAM for another key', [ALL], limited(ANN, { ...iam, resources: [homeKey('K2')] }), false, false],
    ['by IAM on a condition that holds', [ALL], limited(ANN, { ...iam, condition: VIA_S3 }), false, true],
  ])('%s', (_who, policy, by, isGranted, allowed) => {
    expect(keyAllows(policy, key, by, 'kms:Decrypt', USE, isGranted)).toBe(allowed);
  });

  test('is not granted unless that is said', () => {
    expect(keyAllows([], key, ANN, 'kms:Decrypt', USE)).toBe(false);
  });
});

describe('an alias, which has no policy of its own (F-191)', () => {
  const alias = `arn:aws:kms:eu-west-1:${HOME_ACCOUNT}:alias/x`;
  const iam: IdentityStatement = { effect: 'Allow', actions: ['kms:CreateAlias'], resources: [alias] };
  const ofAccount: PolicyCondition = { StringEquals: { 'kms:CallerAccount': HOME_ACCOUNT } };

  test.each<[string, KnownRequester, boolean]>([
    ['anybody of the account, where nothing is told of IAM', ANN, true],
    ['whom IAM allows', limited(ANN, iam), true],
    ['nobody else', limited(ANN), false],
    ['not by IAM for another alias', limited(ANN, { ...iam, resources: [`${alias}2`] }), false],
    ['by IAM on a condition that holds', limited(ANN, { ...iam, condition: ofAccount }), true],
    ['not on one on a service, since none asks', limited(ANN, { ...iam, condition: VIA_S3 }), false],
  ])('may be made by %s', (_who, by, allowed) => {
    expect(iamAllows(alias, by, 'kms:CreateAlias')).toBe(allowed);
  });
});

describe('a bucket whose requesters have policies of IAM (F-187)', () => {
  const iam: IdentityStatement = { effect: 'Allow', actions: ['s3:PutObject'], resources: [OBJECT] };
  const allow: BucketPolicyStatement = { effect: 'Allow', principal: '*', actions: ['s3:PutObject'] };
  const asked: PolicyCondition = { StringEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } };
  type Case = [why: string, policy: BucketPolicyStatement[], by: KnownRequester, allowed: boolean];

  test.each<Case>([
    ['in the account by IAM alone', [], limited(ANN, iam), true],
    ['not where the bucket denies it', [{ ...allow, effect: 'Deny' }], limited(ANN, iam), false],
    ['in the account by the bucket alone', [allow], limited(ANN), true],
    ['by neither', [], limited(ANN), false],
    ['of another account by both', [allow], limited(EVE, iam), true],
    ['of another account not by IAM alone', [], limited(EVE, iam), false],
    ['not by IAM for another object', [], limited(ANN, { ...iam, resources: [`${OBJECT}2`] }), false],
    ['by IAM on a condition on the headers', [], limited(ANN, { ...iam, condition: asked }), true],
    ['by the bucket on a condition on the headers', [{ ...allow, condition: asked }], EVE, true],
    ['not on one that does not hold', [{ ...allow, condition: { Null: { 'aws:PrincipalArn': 'true' } } }], EVE, false],
  ])('%s', (_why, policy, by, allowed) => {
    expect(bucketPolicyAllows(policy, HOME_ACCOUNT, by, 's3:PutObject', { sse: 'aws:kms' }, OBJECT)).toBe(allowed);
  });
});
