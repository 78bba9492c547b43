import { type ObjectVersion, UNSEEN_STATUS } from '../records/records.ts';
import { isAttempted } from '../rules/replication.ts';
import type { ReplicateObject } from '../vocabulary/events/environment-events.ts';
import { findBucket } from './buckets.ts';
import { sideAllows } from './object-checks.ts';
import { requestOf } from './request.ts';
import { choose, type Transaction } from './transaction.ts';

const INITIATES = { needs: ['s3:InitiateReplication'] } as const;

/** Whether a job may have an object replicated: its role has it done, and the role of the rule does it (F-190). */
export function mayInitiate(transaction: Transaction, event: ReplicateObject, job: string): boolean {
  const by = transaction.scope.requesters.get(job);
  const bucket = findBucket(transaction, event.bucket);
  return by !== undefined && bucket !== undefined && sideAllows(requestOf(transaction, event, by), bucket, INITIATES);
}

/** Whether a job takes up what replication by itself is done with: replicas, and what has one already (F-190, U-38). */
export function takesUpAgain(transaction: Transaction, status: ObjectVersion['replication']): boolean {
  if (status === 'replica') return true;
  return status === 'completed' && choose(transaction, 'batchRepeats', transaction.profile.batchRepeats);
}

/** The status of a version that was done with: a replica says that it is one, whatever becomes of it (F-76). */
export function statusAfterJob({ replication }: ObjectVersion): ObjectVersion['replication'] | undefined {
  return isAttempted(replication) || replication === UNSEEN_STATUS ? undefined : replication;
}
