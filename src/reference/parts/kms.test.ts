import { describe, expect, test } from 'vitest';
import { aliasArn, kmsKeyArn, roleArn } from '../../../model/vocabulary/arn.ts';
import { Arns } from '../../../model/vocabulary/arns.ts';
import type { KeyPolicyStatement } from '../../../model/vocabulary/policy.ts';
import { type KeyQuestion, KMS_PARTS } from './kms.ts';
import { IAM_UNTOLD, POLICY_PARTS } from './policies.ts';

const withIam: KeyQuestion['withIam'] = (byPolicy) => POLICY_PARTS.allows(byPolicy, true, false, IAM_UNTOLD);

describe('policy conditions on the context (F-94)', () => {
  test.each([
    ['arn:aws:s3:::b', 'arn:aws:s3:::b', true],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b/k', false],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b', false],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/k', true],
    ['arn:aws:s3:::b*', 'arn:aws:s3:::b', true],
    ['arn:aws:s3:::b*', 'arn:aws:s3:::bb/k', true],
    ['*', '', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['a**c', 'ac', true],
    ['a*b*', 'ac-b', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?c', 'abbc', false],
    ['arn:aws:s3:::?', 'arn:aws:s3:::b', true],
    ['arn:aws:s3:::b?', 'arn:aws:s3:::b', false],
    ['arn:aws:s3:::b?*', 'arn:aws:s3:::b/k', true],
    ['*?*?', 'a', false],
    ['a.c', 'abc', false],
    ['[a-z]*', 'b', false],
  ])('%s on %s: %s', (pattern, value, matches) => {
    expect(KMS_PARTS.contextMatches(pattern, value)).toBe(matches);
  });

  test('a pattern of many stars takes no exponential time', () => {
    expect(KMS_PARTS.contextMatches(`${'a*'.repeat(50)}b`, 'a'.repeat(5_000))).toBe(false);
  });
});

describe('key policies', () => {
  const requester = { name: 'ann', account: '1', principal: 'ann', session: 's' };
  const role = roleArn('1', 'ann');
  const allow: KeyPolicyStatement = { effect: 'Allow', principal: role, actions: ['kms:*'] };
  const context = { 'aws:s3:arn': 'arn:aws:s3:::b' };
  const cases: [string, KeyPolicyStatement[], boolean][] = [
    ['without a statement there is no permission', [], false],
    ['the role itself', [allow], true],
    ['the account of the role', [{ ...allow, principal: 'arn:aws:iam::1:root' }], true],
    ['everybody', [{ ...allow, principal: '*' }], true],
    ['another account', [{ ...allow, principal: 'arn:aws:iam::2:root' }], false],
    ['another action', [{ ...allow, actions: ['kms:Encrypt', 'kms:GenerateDataKey'] }], false],
    ['a deny before the allow', [{ ...allow, effect: 'Deny', actions: ['kms:Decrypt'] }, allow], false],
    ['a deny wins', [allow, { ...allow, effect: 'Deny', actions: ['kms:Decrypt'] }], false],
    [
      'a deny under a condition that does not hold',
      [allow, { ...allow, effect: 'Deny', contextArn: 'arn:aws:s3:::b/*' }],
      true,
    ],
    ['an allow under a condition that does not hold', [{ ...allow, contextArn: 'arn:aws:s3:::b/*' }], false],
  ];
  test.each(cases)('%s', (_why, statements, allowed) => {
    const question = {
      requester,
      arns: new Arns({}),
      operation: 'Decrypt',
      statements,
      context,
      holds: () => false,
      withIam,
    } as const;
    expect(KMS_PARTS.policyAllows(question, KMS_PARTS.contextMatches)).toBe(allowed);
  });
});

describe('key references (F-10, E-07 to E-09)', () => {
  const known = new Set([kmsKeyArn('owner', 'K1'), kmsKeyArn('writer', 'K2'), kmsKeyArn('writer', 'aws-s3-writer')]);
  const aliases = new Map([
    [aliasArn('writer', 'alias/x'), kmsKeyArn('writer', 'K2')],
    [aliasArn('owner', 'alias/x'), kmsKeyArn('owner', 'K1')],
  ]);
  const directory = {
    arns: new Arns({}),
    knows: (arn: string) => known.has(arn),
    aliasTarget: (account: string, alias: string) => aliases.get(aliasArn(account, alias)) ?? null,
  };
  test.each([
    ['no reference is the managed key of the writer', null, kmsKeyArn('writer', 'aws-s3-writer')],
    ['a full ARN is itself', kmsKeyArn('owner', 'K1'), kmsKeyArn('owner', 'K1')],
    ['a bare id lives with the bucket owner', 'K1', kmsKeyArn('owner', 'K1')],
    ['a bare id of the writer means nothing', 'K2', 'K2'],
    ['an alias is the writer’s', 'alias/x', kmsKeyArn('writer', 'K2')],
    ['an alias ARN names its account', aliasArn('owner', 'alias/x'), kmsKeyArn('owner', 'K1')],
    [
      'an alias ARN of another region means nothing',
      'arn:aws:kms:us-east-1:owner:alias/x',
      'arn:aws:kms:us-east-1:owner:alias/x',
    ],
    ['an unknown alias means nothing', 'alias/none', 'alias/none'],
    ['the literal aws/s3 means nothing', 'aws/s3', 'aws/s3'],
    ['its alias is the managed key of the writer (F-185)', 'alias/aws/s3', kmsKeyArn('writer', 'aws-s3-writer')],
    ['an empty reference means nothing', '', ''],
  ])('%s', (_why, reference, meant) => {
    expect(KMS_PARTS.resolveKeyReference(reference, 'owner', 'writer', directory)).toBe(meant);
  });
});
