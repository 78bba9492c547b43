import type { KnownRequester } from '../records/known-requester.ts';
import type { BucketPolicyStatement, KeyPolicyStatement, KmsAction, S3Action } from '../vocabulary/policy.ts';
import { patternMatches } from './pattern.ts';

function names(principal: string, requester: KnownRequester): boolean {
  return principal === '*' || principal === requester.roleArn || principal === requester.rootArn;
}

/**
 * Whether a key policy lets a requester do something in a context: some Allow matches and no Deny does (F-94, F-102).
 * Control of a key has no context, and no condition matches it (F-164).
 */
export function keyPolicyAllows(
  policy: readonly KeyPolicyStatement[],
  requester: KnownRequester,
  action: Exclude<KmsAction, 'kms:*'>,
  contextArn: string | undefined,
): boolean {
  let allowed = false;
  for (const statement of policy) {
    if (!names(statement.principal, requester)) continue;
    if (!statement.actions.includes(action) && !statement.actions.includes('kms:*')) continue;
    if (!conditionMatches(statement.contextArn, contextArn)) continue;
    if (statement.effect === 'Deny') return false;
    allowed = true;
  }
  return allowed;
}

function conditionMatches(pattern: string | undefined, contextArn: string | undefined): boolean {
  if (pattern === undefined) return true;
  return contextArn !== undefined && patternMatches(pattern, contextArn);
}

/** Whether S3 lets a requester do something in a bucket; asked on every request (F-46). */
export function bucketPolicyAllows(
  policy: readonly BucketPolicyStatement[],
  ownerAccount: string,
  requester: KnownRequester,
  action: Exclude<S3Action, 's3:*'>,
): boolean {
  const effect = bucketPolicyEffect(policy, requester, action);
  return effect === 'none' ? requester.account === ownerAccount : effect === 'Allow';
}

/** What a bucket policy says of a requester's doing something. */
export function bucketPolicyEffect(
  policy: readonly BucketPolicyStatement[],
  requester: KnownRequester,
  action: Exclude<S3Action, 's3:*'>,
): 'Allow' | 'Deny' | 'none' {
  let effect: 'Allow' | 'none' = 'none';
  for (const statement of policy) {
    if (!names(statement.principal, requester)) continue;
    if (!statement.actions.includes(action) && !statement.actions.includes('s3:*')) continue;
    if (statement.effect === 'Deny') return 'Deny';
    effect = 'Allow';
  }
  return effect;
}

/** Whether a bucket policy makes the bucket public: it allows everybody something (F-162). */
export function isPublic(policy: readonly BucketPolicyStatement[]): boolean {
  return policy.some(({ effect, principal }) => effect === 'Allow' && principal === '*');
}
