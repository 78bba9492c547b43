import { describe, expect, test } from 'vitest';
import type { IdentityStatement } from '../vocabulary/policy.ts';
import { allowedByAll, type IdentityQuestion, type ResourceEffect } from './identity-policy.ts';

const QUESTION: IdentityQuestion = {
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/o',
  valuesOf: (key) => (key === 'aws:principalarn' ? ['ann'] : []),
};
const ALLOW: IdentityStatement = { effect: 'Allow', actions: ['s3:GetObject'] };
const DENY: IdentityStatement = { ...ALLOW, effect: 'Deny' };

describe('what a resource policy and IAM say together (F-187)', () => {
  type Case = [why: string, effect: ResourceEffect, isOwn: boolean, identity: IdentityStatement[], allowed: boolean];
  test.each<Case>([
    ['a Deny of the resource wins', 'Deny', true, [ALLOW], false],
    ['and over an account that is not its own', 'Deny', false, [ALLOW], false],
    ['a Deny of the role wins', 'Allow', true, [DENY], false],
    ['in the account one Allow is enough: that of the resource', 'Allow', true, [], true],
    ['or that of the role, where the resource leaves it to IAM', 'none', true, [ALLOW], true],
    ['none is not', 'none', true, [], false],
    ['across accounts that of the resource is not enough', 'Allow', false, [], false],
    ['nor that of the role', 'none', false, [ALLOW], false],
    ['both are', 'Allow', false, [ALLOW], true],
    ['an Allow for the account leaves it to IAM, which allows', 'AllowAccount', true, [ALLOW], true],
    ['or does not', 'AllowAccount', true, [], false],
    ['of another account as well', 'AllowAccount', false, [ALLOW], true],
  ])('%s', (_why, effect, isOwn, identity, allowed) => {
    expect(allowedByAll(effect, isOwn, true, { identity, scoping: undefined }, QUESTION)).toBe(allowed);
  });

  test('a resource that is not left to IAM needs an Allow of its own', () => {
    const limits = { identity: [ALLOW], scoping: undefined };
    expect(allowedByAll('none', true, false, limits, QUESTION)).toBe(false);
    expect(allowedByAll('AllowAccount', true, false, limits, QUESTION)).toBe(true);
  });

  test('what a session may its scoping policy must allow too', () => {
    const under = (scoping: IdentityStatement[] | undefined) =>
      allowedByAll('Allow', true, true, { identity: [ALLOW], scoping }, QUESTION);
    expect([under(undefined), under([ALLOW]), under([]), under([DENY])]).toEqual([true, true, false, false]);
  });

  test('a role of which nothing is told may whatever is left to IAM', () => {
    expect(allowedByAll('none', true, true, { identity: undefined, scoping: [ALLOW] }, QUESTION)).toBe(true);
  });
});

describe('a statement of IAM', () => {
  const allows = (statements: readonly IdentityStatement[], question = QUESTION): boolean =>
    allowedByAll('none', true, true, { identity: statements, scoping: undefined }, question);

  test.each<[string, readonly IdentityStatement[], boolean]>([
    ['is for the actions that it lists', [{ ...ALLOW, actions: ['s3:PutObject', 's3:GetObject'] }], true],
    ['and no others', [{ ...ALLOW, actions: ['s3:PutObject'] }], false],
    ['or for all of S3', [{ ...ALLOW, actions: ['s3:*'] }], true],
    ['of which those of KMS are none', [{ ...ALLOW, actions: ['kms:*'] }], false],
    ['is for one of its resources', [{ ...ALLOW, resources: ['arn:aws:s3:::c/*', 'arn:aws:s3:::b/*'] }], true],
    ['and no others', [{ ...ALLOW, resources: ['arn:aws:s3:::b'] }], false],
    [
      'applies where its condition holds',
      [{ ...ALLOW, condition: { StringLike: { 'aws:PrincipalArn': 'a*' } } }],
      true,
    ],
    ['and nowhere else', [{ ...ALLOW, condition: { StringLike: { 'aws:PrincipalArn': 'b*' } } }], false],
    ['that denies wins over one that allows before it', [ALLOW, DENY], false],
    ['or after it', [DENY, ALLOW], false],
    ['that denies something else does not count', [ALLOW, { ...DENY, actions: ['s3:PutObject'] }], true],
    ['that allows counts after one that does not apply', [{ ...DENY, resources: ['x'] }, ALLOW], true],
  ])('%s', (_what, statements, allowed) => {
    expect(allows(statements)).toBe(allowed);
  });

  test('may be for all actions of KMS, of which those of S3 are none', () => {
    const question = { ...QUESTION, action: 'kms:CreateAlias' } as const;
    expect(allows([{ ...ALLOW, actions: ['kms:*'] }], question)).toBe(true);
    expect(allows([{ ...ALLOW, actions: ['s3:*'] }], question)).toBe(false);
  });
});
