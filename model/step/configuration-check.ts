import { NO_HEADERS } from '../operations/predicates.ts';
import { ANY_ACCOUNT, UNKNOWN_POLICY } from '../records/past.ts';
import type { Bucket } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { bucketPolicyAllows } from '../rules/policy.ts';
import { ROOT_USER } from '../vocabulary/requester.ts';
import { bucketResource, bySomePolicy } from './object-checks.ts';
import { takeBeginning } from './past.ts';
import { ownedBy, unknownPolicyAllows } from './past-buckets.ts';
import { type Checking, checked, type Request } from './request.ts';
import { ACCESS_DENIED_REFUSAL, choose } from './transaction.ts';

const NOT_THE_OWNER: Refusal = { status: 405, code: 'MethodNotAllowed', because: ['E-54', 'F-184'] };

/**
 * The requester may configure the bucket. Its policy is asked as it is of other requests, or the owner's account alone
 * may; the policy itself is the business of that account in any case, and of its root user whatever it says (F-184).
 */
export const mayConfigure: Checking = (request) => {
  const { transaction, event, by } = request;
  const bucket = checked(request.bucket);
  if (bucket.account === ANY_ACCOUNT) return mayConfigureUnowned(request, bucket);
  const { configAuthority } = transaction.profile;
  const isOwner = bucket.account === by.account;
  const isPolicy = event.op === 'PutBucketPolicy';
  const asksPolicy = configAuthority.includes('policy') && !(isPolicy && isOwner && by.principal === ROOT_USER);
  const isAllowed = asksPolicy ? policyAllows(request, bucket) : isOwner;
  const isOpen = isAllowed !== isOwner && configAuthority.includes('owner');
  if (!choose(transaction, 'mayConfigure', isOpen ? [isAllowed, isOwner] : [isAllowed])) return ACCESS_DENIED_REFUSAL;
  return isPolicy && !isOwner ? NOT_THE_OWNER : undefined;
};

function policyAllows(request: Request, bucket: Bucket): boolean {
  const { transaction, operation, by } = request;
  const { policy, account } = bucket;
  const action = checked(operation.needs);
  const resource = bucketResource(request, bucket);
  if (policy.earlier.length === 0 && policy.current !== UNKNOWN_POLICY)
    return bucketPolicyAllows(policy.current, account, by, action, NO_HEADERS, resource);
  return bySomePolicy(
    transaction,
    policy,
    (statements) => bucketPolicyAllows(statements, account, by, action, NO_HEADERS, resource),
    () => unknownPolicyAllows(transaction, bucket, by),
  );
}

/** Of a bucket whose owner nobody knows nobody knows the policy either; who replaces it shows to be the owner. */
function mayConfigureUnowned(request: Request, bucket: Bucket): Refusal | undefined {
  const { transaction, event, by } = request;
  if (event.op !== 'PutBucketPolicy')
    return unknownPolicyAllows(transaction, bucket, by) ? undefined : ACCESS_DENIED_REFUSAL;
  const owned = ownedBy(transaction, bucket, by);
  if (owned === undefined) return takeBeginning(transaction, [ACCESS_DENIED_REFUSAL, NOT_THE_OWNER]);
  request.bucket = owned;
  return undefined;
}
