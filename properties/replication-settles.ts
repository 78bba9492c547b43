import { isKmsOutage, isReplication, operationsThat } from '../model/index.ts';
import { resolvedKeyArn } from './ledger/asked-encryption.ts';
import { isKms, namedKey, type ReadSide, type Sides } from './ledger/sides.ts';
import type { Ledger } from './ledger.ts';
import type { ObservedStep } from './observed-step.ts';
import type { Property } from './property.ts';
import { replicationSettlesGoals } from './replication-settles/goals.ts';
import { stepText } from './wording.ts';

/**
 * Liveness, in the form a finite trace can refute: once KMS answers again, one delivery is enough for an eligible
 * version to leave PENDING, and when neither S3 nor KMS has a reason to refuse, it ends as COMPLETED.
 */
export const replicationSettles: Property = {
  id: 'replication-settles',
  title: 'Every eligible version leaves PENDING with the first attempt once faults heal.',
  requirements: ['F-76', 'F-65', 'F-66', 'F-70', 'F-71', 'F-74', 'F-77', 'F-188', 'K-21', 'K-22'],
  formula:
    '□ (eligible(v) ∧ attempt(v) ∧ ¬throttled → status(v) ≠ PENDING);  □ (… ∧ nothing refuses → status(v) = COMPLETED)',
  needs: 'answers',
  events: operationsThat(isReplication),
  monitor({ ledger, profile }) {
    // A refusal for the quota of KMS that is remembered shows in no call.
    const mayBeRemembered = ledger.hasQuotas && profile.remembersRefusal.includes(true);
    return {
      see(seen) {
        const { replicationStatus } = seen.observation;
        if (seen.step.event.op !== 'ReplicateObject' || replicationStatus === undefined) return 'idle';
        if (ledger.throttled || ledger.mayBeUnreachable || mayBeRemembered) return 'idle';
        const { read } = ledger.sides(seen);
        if (mayBeRefused(ledger, seen.step)) return 'idle';
        if (
          read === undefined ||
          read.version.maybeReplicated ||
          !isEligible(read) ||
          wasThrottled(ledger.sides(seen), read)
        )
          return 'idle';
        if (replicationStatus === 'PENDING')
          return {
            violation: `${stepText(seen)}: it is eligible and KMS was not throttled, but it is PENDING still`,
            requirements: ['F-76'],
            parts: [{ part: 'replicationStatus', expected: 'COMPLETED or FAILED', observed: 'PENDING' }],
          };
        if (replicationStatus !== 'COMPLETED' && nothingRefuses(ledger, read, seen.step.atMs)) {
          return {
            violation:
              `${stepText(seen)}: neither S3 nor KMS has a reason to refuse the role ${read.by.name}, but its ` +
              `status is ${replicationStatus ?? 'none'}`,
            requirements: ['F-76', read.sse === 'AES256' ? 'F-65' : 'F-70'],
            parts: [{ part: 'replicationStatus', expected: 'COMPLETED', observed: replicationStatus ?? 'none' }],
          };
        }
        const before = read.version.replicationStatus;
        return before === 'PENDING' || before === 'FAILED' ? 'exercised' : 'held';
      },
    };
  },
  goals: replicationSettlesGoals,
};

/** A job may not be allowed to have it replicated (F-190). */
function mayBeRefused(ledger: Ledger, { event, atMs }: ObservedStep['step']): boolean {
  if (event.op !== 'ReplicateObject' || event.job === undefined) return false;
  const job = ledger.requester(event.job);
  return job === undefined || ledger.bucket(event.bucket)?.permits(job, 's3:InitiateReplication', atMs) !== 'yes';
}

/** Certainly taken up by the rule of its bucket (F-66). */
function isEligible({ sse, bucket }: ReadSide): boolean {
  const underKms = isKms(sse);
  return underKms === false || (underKms === true && bucket.replication?.replicaKmsKeyId !== undefined);
}

/** KMS refused for its load or failed, or may have done so unseen. */
function wasThrottled({ kmsCalls }: Sides, { sse }: ReadSide): boolean {
  if (kmsCalls === undefined) return sse !== 'AES256';
  return kmsCalls.some(({ result }) => result === 'ThrottlingException' || isKmsOutage(result));
}

/**
 * Whether S3 lets the role read and write, and KMS certainly lets it use both keys. Unencrypted sources are left out.
 */
function nothingRefuses(ledger: Ledger, read: ReadSide, nowMs: number): boolean {
  const { by, bucket, key, sse, kmsKeyArn, bucketKey } = read;
  const rule = bucket.replication;
  const destination = rule === undefined ? undefined : ledger.bucket(rule.destination);
  if (rule === undefined || destination === undefined) return false;
  // A version that is locked goes to no bucket that locks none (F-188).
  if (bucket.locksObjects && !destination.locksObjects) return false;
  if (bucket.permits(by, 's3:GetObject', nowMs) !== 'yes') return false;
  if (destination.permits(by, 's3:PutObject', nowMs) !== 'yes') return false;
  if (sse === 'AES256') return true;
  const replicaArn =
    rule.replicaKmsKeyId === undefined ? undefined : resolvedKeyArn(ledger, rule.replicaKmsKeyId, destination.account);
  const sourceKey = typeof kmsKeyArn === 'string' ? ledger.key(kmsKeyArn) : undefined;
  const replicaKey = replicaArn === undefined ? undefined : ledger.key(replicaArn);
  const named = namedKey(read);
  // aws/s3 cannot be shared (F-77).
  if (replicaKey?.managed === true && bucket.account !== destination.account) return false;
  if (isKms(sse) !== true || sourceKey === undefined || replicaKey === undefined || named === undefined) return false;
  const replicaNamed = bucketKey === true ? [null] : [null, key];
  return (
    sourceKey.answers(by, 'Decrypt', bucket.arn, named, nowMs) === 'yes' &&
    replicaNamed.every(
      (one) =>
        replicaKey.answers(by, 'Encrypt', destination.arn, one, nowMs) === 'yes' &&
        replicaKey.answers(by, 'Decrypt', destination.arn, one, nowMs) === 'yes',
    )
  );
}
