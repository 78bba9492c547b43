import type { ObjectVersionState, WrittenEncryption } from '../charts/object-version.ts';
import { replicationStatus } from '../charts/replication-status.ts';
import { type ObjectVersion, OPEN_STATUS, type ReplicationRule, UNSEEN_STATUS } from '../records/records.ts';
import type { ReplicationStatus } from '../vocabulary/observation.ts';
import { needsKms } from './encryption.ts';

/**
 * Whether a rule takes up an object in this state: KMS-encrypted ones only where the rule names a replica key (F-66).
 */
export function isEligible(rule: ReplicationRule | null, state: ObjectVersionState): boolean {
  if (rule === null || state === 'absent') return false;
  return !needsKms(state) || rule.replicaKmsKeyId !== undefined;
}

/** Whether the environment may attempt to replicate an object with this status: whether it can succeed (F-76). */
export function isAttempted(status: ObjectVersion['replication']): boolean {
  if (status === UNSEEN_STATUS) return false;
  return status === OPEN_STATUS || !replicationStatus.on.ReplicationSucceeds.refuses(status);
}

/**
 * Control states of the replica a source may get; PLAIN sources take the destination's default instead (F-64).
 */
export function replicaStates(
  source: WrittenEncryption,
  destinationHasBucketKey: boolean,
  mixedFlag: readonly boolean[],
): readonly WrittenEncryption[] {
  // A replica keeps the type of its source (F-65) and a bucket key (F-68); only the mixed case is open (F-69, D-08).
  if (source !== 'sseKms' || !destinationHasBucketKey) return [source];
  return mixedFlag.map((flag) => (flag ? 'sseKmsBucketKey' : 'sseKms'));
}

/** Status as S3 shows it (F-76). */
export function shownStatus(status: ObjectVersion['replication']): ReplicationStatus | null {
  switch (status) {
    case 'none':
    case UNSEEN_STATUS:
    case OPEN_STATUS:
      return null;
    case 'pending':
      return 'PENDING';
    case 'completed':
      return 'COMPLETED';
    case 'failed':
      return 'FAILED';
    case 'replica':
      return 'REPLICA';
  }
}
