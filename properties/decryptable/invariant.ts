import { asksForPart, isSuccess } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { kmsAllows, s3Allows } from '../ledger/permission.ts';
import { controlStateAt, isUnderKms, type Transition, versionIn } from '../transition.ts';

/**
 * Whoever may read an object reads it, and reads what is stored (F-40, F-107, F-125): where S3 allows it and KMS would
 * if it were asked, nothing else may stand in the way.
 */
export const decryptableInvariant: Invariant = (transition) => {
  const { before, step, outcome } = transition;
  const { event } = step;
  if (event.op !== 'GetObject') return undefined;
  const version = versionIn(before, event.bucket, event.key, event.versionId);
  if (version === undefined) return undefined;
  if (!isSuccess(outcome.status))
    return event.conditions === undefined && !asksForPart(event) && mayRead(transition)
      ? `${step.by} may read ${event.bucket}/${event.key} and was answered ${outcome.status} ${outcome.code ?? ''}`
      : undefined;
  return outcome.contentMd5 === null || asksForPart(event) || outcome.contentMd5 === version.md5
    ? undefined
    : `${event.bucket}/${event.key} was read with another content than it has`;
};

/** Whether a read must succeed, whatever is cached and whatever is open. */
function mayRead({ before, step: { by: name, event, atMs } }: Transition): boolean {
  if (event.op !== 'GetObject') return false;
  const by = name === null ? undefined : before.scope.requesters.get(name);
  const bucket = before.buckets.get(before.scope.bucket(event.bucket));
  const version = versionIn(before, event.bucket, event.key, event.versionId);
  if (by === undefined || bucket === undefined || version === undefined) return false;
  const action = event.versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  const isSettled = bucket.policy.earlier.every(({ untilMs }) => untilMs <= atMs);
  if (!isSettled) return false;
  if (s3Allows(bucket.policy.current, bucket.account, by, action, before.scope.profile, event) !== 'yes') return false;
  // Headers of a read may be refused (E-15, U-14), but for the customer key that it is under.
  const { customerKey, ...others } = event.headers ?? {};
  if (Object.keys(others).length > 0 || (customerKey ?? '') !== version.customerKey) return false;
  if (!isUnderKms(version)) return true;
  const { arns, service } = before.scope;
  if (by.signature !== undefined || before.scope.kmsQuotas !== undefined) return false;
  const key = before.kmsKeys.get(version.kmsKey);
  if (key === undefined || before.kmsThrottled || before.kmsUnreachable) return false;
  if (controlStateAt(key.control.current, atMs) !== 'enabled') return false;
  const { control, policy } = key;
  if ([...control.earlier, ...policy.earlier].some(({ untilMs }) => atMs < untilMs)) return false;
  const isByBucketKey = version.state === 'sseKmsBucketKey';
  const arn = isByBucketKey ? arns.bucket(event.bucket) : arns.object(event.bucket, event.key);
  return kmsAllows(policy.current, key.arn, service ?? by, 'Decrypt', arn, null) === 'yes';
}
