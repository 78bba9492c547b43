import { describe, expect, test } from 'vitest';
import { allowedByAll, type ResourceEffect } from '../model/rules/identity-policy.ts';
import type { IdentityStatement } from '../model/vocabulary/policy.ts';
import { REFERENCE_PARTS } from '../src/reference/index.ts';

type Said = 'Allow' | 'Deny' | 'nothing' | 'untold';

/** What is asked: the policy of a resource, whose it is, the policies of the role and of the session. */
interface Asked {
  readonly resource: ResourceEffect;
  readonly own: boolean;
  readonly isKey: boolean;
  readonly role: Said;
  readonly session: Said;
}

const ACTION = 's3:GetObject';
const ARN = 'arn:aws:s3:::b/k';

function statements(said: Said): readonly IdentityStatement[] | undefined {
  if (said === 'untold') return undefined;
  const all: IdentityStatement = { effect: 'Allow', actions: ['s3:*'] };
  if (said === 'Allow') return [all];
  return said === 'Deny'
    ? [all, { ...all, effect: 'Deny', actions: [ACTION] }]
    : [{ ...all, actions: ['s3:PutObject'] }];
}

/** Model and reference each put the policies together for themselves. */
const EVALUATORS: Readonly<Record<string, (asked: Asked) => boolean>> = {
  model: ({ resource, own, isKey, role, session }) =>
    allowedByAll(
      resource,
      own,
      !isKey,
      { identity: statements(role), scoping: statements(session) },
      { action: ACTION, resource: ARN, valuesOf: () => [] },
    ),
  reference: ({ resource, own, isKey, role, session }) => {
    const { policies, kms } = REFERENCE_PARTS;
    const told = { role: statements(role) ?? null, session: statements(session) ?? null };
    const iam = policies.iamSays(told, { action: ACTION, resource: ARN }, () => true, kms.contextMatches);
    const says = {
      denies: resource === 'Deny',
      allowsAsker: resource === 'Allow',
      allowsAccount: resource === 'AllowAccount',
    };
    return policies.allows(says, own, !isKey, iam);
  },
};

const BUCKET: Asked = { resource: 'none', own: true, isKey: false, role: 'untold', session: 'untold' };
const KEY: Asked = { ...BUCKET, isKey: true };
const ABROAD = { own: false } as const;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
const LOGIC: readonly (readonly [why: string, asked: Asked, allowed: boolean])[] = [
  ["nothing told: a bucket is open to its owner's account", BUCKET, true],
  ['and to no other', { ...BUCKET, ...ABROAD }, false],
  ['the role may', { ...BUCKET, role: 'Allow' }, true],
  ['nobody allows: denied by default', { ...BUCKET, role: 'nothing' }, false],
  ['the bucket policy alone is enough within the account', { ...BUCKET, resource: 'Allow', role: 'nothing' }, true],
  ['but not where it allows the account', { ...BUCKET, resource: 'AllowAccount', role: 'nothing' }, false],
  ['a Deny of the role wins', { ...BUCKET, resource: 'Allow', role: 'Deny' }, false],
  ['a Deny of the resource wins', { ...BUCKET, resource: 'Deny', role: 'Allow' }, false],
  ['across accounts both must allow', { ...BUCKET, ...ABROAD, resource: 'Allow', role: 'Allow' }, true],
  ['the bucket alone is not enough', { ...BUCKET, ...ABROAD, resource: 'Allow', role: 'nothing' }, false],
  ['nor is IAM alone', { ...BUCKET, ...ABROAD, role: 'Allow' }, false],
  ['the account may be allowed as well', { ...BUCKET, ...ABROAD, resource: 'AllowAccount', role: 'Allow' }, true],
  ['a session may what its scoping policy allows too', { ...BUCKET, role: 'Allow', session: 'Allow' }, true],
  ['and nothing else', { ...BUCKET, role: 'Allow', session: 'nothing' }, false],
  ['it adds nothing to what the role may', { ...BUCKET, role: 'nothing', session: 'Allow' }, false],
  ['a Deny of it wins', { ...BUCKET, role: 'Allow', session: 'Deny' }, false],
  ['it limits what the bucket policy gives the role', { ...BUCKET, resource: 'Allow', session: 'nothing' }, false],
  ['a key is open to nobody by IAM alone', { ...KEY, role: 'Allow' }, false],
  ['the key policy leaves it to IAM', { ...KEY, resource: 'AllowAccount', role: 'Allow' }, true],
  ['which must allow then', { ...KEY, resource: 'AllowAccount', role: 'nothing' }, false],
  ['or allows the role itself', { ...KEY, resource: 'Allow', role: 'nothing' }, true],
  ['unless IAM denies', { ...KEY, resource: 'Allow', role: 'Deny' }, false],
  ['a key of another account needs both (F-102)', { ...KEY, ...ABROAD, resource: 'Allow', role: 'Allow' }, true],
  ['not its policy alone', { ...KEY, ...ABROAD, resource: 'Allow', role: 'nothing' }, false],
  ['what nobody told is no limit', { ...KEY, ...ABROAD, resource: 'Allow' }, true],
  ['a scoping policy must allow KMS as well (F-98)', { ...KEY, resource: 'Allow', session: 'nothing' }, false],
];

describe.each(Object.entries(EVALUATORS))('who may, as the %s tells it (F-187)', (_name, allows) => {
  test.each(LOGIC)('%s', (_why, asked, allowed) => {
    expect(allows(asked)).toBe(allowed);
  });
});
