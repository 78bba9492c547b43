import type { KnownRequester } from '../records/known-requester.ts';
import type { KmsKey } from '../records/records.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';
import type { BucketPolicyStatement, KeyPolicyStatement, KmsAction, S3Action } from '../vocabulary/policy.ts';
import {
  KMS_KEY_ID_KEY,
  type PolicyCondition,
  PRINCIPAL_ARN_KEY,
  SOURCE_ARN_KEY,
} from '../vocabulary/policy-condition.ts';
import { conditionHolds } from './condition.ts';
import { type KeyUse, valuesOfCall, valuesOfRequest } from './condition-values.ts';
import { allowedByAll, type ResourceEffect } from './identity-policy.ts';
import { patternMatches } from './pattern.ts';

function names(principal: string, requester: KnownRequester): boolean {
  return principal === '*' || principal === requester.roleArn || principal === requester.rootArn;
}

/**
 * Whether KMS lets a requester do something with a key: its policy and, where it is told, IAM (F-102, F-187). A grant
 * is as good as an Allow for who asks (F-203).
 */
export function keyAllows(
  policy: readonly KeyPolicyStatement[],
  key: Pick<KmsKey, 'arn' | 'account'>,
  requester: KnownRequester,
  action: Exclude<KmsAction, 'kms:*'>,
  use: KeyUse | undefined,
  isGranted = false,
): boolean {
  const byPolicy = keyPolicyEffect(policy, requester, action, use);
  const effect = isGranted && byPolicy !== 'Deny' ? 'Allow' : byPolicy;
  if (requester.limits === undefined) return isAllow(effect);
  return allowedByAll(effect, key.account === requester.account, false, requester.limits, {
    action,
    resource: key.arn,
    valuesOf: (name) => valuesOfCall(name, requester, use),
  });
}

/**
 * Whether IAM lets a requester do something in its account that no policy is asked about: with an alias (F-191), or to
 * make a key (F-213).
 */
export function iamAllows(resource: string, requester: KnownRequester, action: Exclude<KmsAction, 'kms:*'>): boolean {
  if (requester.limits === undefined) return true;
  return allowedByAll('none', true, true, requester.limits, {
    action,
    resource,
    valuesOf: (name) => valuesOfCall(name, requester, undefined),
  });
}

/**
 * What a key policy says of a requester's doing something with a key: some Allow matches and no Deny does (F-94).
 * Control of a key has no context, and no condition on one matches it (F-164).
 */
export function keyPolicyEffect(
  policy: readonly KeyPolicyStatement[],
  requester: KnownRequester,
  action: Exclude<KmsAction, 'kms:*'>,
  use: KeyUse | undefined,
): ResourceEffect {
  let effect: ResourceEffect = 'none';
  for (const statement of policy) {
    if (!names(statement.principal, requester)) continue;
    if (!statement.actions.includes(action) && !statement.actions.includes('kms:*')) continue;
    if (!contextMatches(statement.contextArn, use?.contextArn)) continue;
    const { condition } = statement;
    if (condition !== undefined && !conditionHolds(condition, (key) => valuesOfCall(key, requester, use))) continue;
    if (statement.effect === 'Deny') return 'Deny';
    effect = withAllow(effect, statement.principal, requester);
  }
  return effect;
}

/** An Allow for the account is less than one for who asks. */
function withAllow(effect: ResourceEffect, principal: string, { rootArn }: KnownRequester): ResourceEffect {
  return principal === rootArn && effect !== 'Allow' ? 'AllowAccount' : 'Allow';
}

/** Whether a resource policy allows something, be it by way of the account. */
export function isAllow(effect: ResourceEffect): boolean {
  return effect === 'Allow' || effect === 'AllowAccount';
}

function contextMatches(pattern: string | undefined, contextArn: string | undefined): boolean {
  if (pattern === undefined) return true;
  return contextArn !== undefined && patternMatches(pattern, contextArn);
}

/**
 * Whether S3 lets a requester do something in a bucket; asked on every request (F-46), with the headers it sees.
 *
 * @param resource - ARN of what it is done to, for what IAM says; not looked at where that is not told
 */
export function bucketPolicyAllows(
  policy: readonly BucketPolicyStatement[],
  ownerAccount: string,
  requester: KnownRequester,
  action: Exclude<S3Action, 's3:*'>,
  headers: EncryptionHeaders,
  resource: string,
): boolean {
  const effect = bucketPolicyEffect(policy, requester, action, headers);
  const isOwnAccount = requester.account === ownerAccount;
  if (requester.limits === undefined) return effect === 'none' ? isOwnAccount : isAllow(effect);
  return allowedByAll(effect, isOwnAccount, true, requester.limits, {
    action,
    resource,
    valuesOf: (key) => valuesOfRequest(key, requester, action, headers),
  });
}

/** What a bucket policy says of a requester's doing something. */
export function bucketPolicyEffect(
  policy: readonly BucketPolicyStatement[],
  requester: KnownRequester,
  action: Exclude<S3Action, 's3:*'>,
  headers: EncryptionHeaders,
): ResourceEffect {
  let effect: ResourceEffect = 'none';
  for (const statement of policy) {
    if (!names(statement.principal, requester)) continue;
    if (!statement.actions.includes(action) && !statement.actions.includes('s3:*')) continue;
    const { condition } = statement;
    const holds =
      condition === undefined || conditionHolds(condition, (key) => valuesOfRequest(key, requester, action, headers));
    if (!holds) continue;
    if (statement.effect === 'Deny') return 'Deny';
    effect = withAllow(effect, statement.principal, requester);
  }
  return effect;
}

/** Whether a bucket policy makes the bucket public: it allows something to everybody, of whatever kind (F-162). */
export function isPublic(policy: readonly BucketPolicyStatement[]): boolean {
  return policy.some(
    ({ effect, principal, condition }) => effect === 'Allow' && principal === '*' && !limitsToFew(condition),
  );
}

/** What AWS takes for a limit, where its values are fixed: one role, source or KMS key, and no pattern (F-162). */
const LIMITING = [PRINCIPAL_ARN_KEY, SOURCE_ARN_KEY, KMS_KEY_ID_KEY].map((key) => key.toLowerCase());

function limitsToFew(condition: PolicyCondition = {}): boolean {
  const tests = [condition.StringEquals, condition.StringLike].flatMap((one) => Object.entries(one ?? {}));
  return tests.some(([key, values]) => LIMITING.includes(key.toLowerCase()) && ![values].flat().some(isPattern));
}

function isPattern(value: string): boolean {
  return value.includes('*') || value.includes('?');
}
