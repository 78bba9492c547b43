import { operationOf } from '../operations/operations.ts';
import { mayCallUnsaid } from '../operations/predicates.ts';
import { type Bucket, NULL_VERSION, type ObjectVersion, UNSEEN_STATUS, type VersionEntry } from '../records/records.ts';
import { shownStatus } from '../rules/replication.ts';
import type { ExpireObject, TransitionObject } from '../vocabulary/events/environment-events.ts';
import type { Event } from '../vocabulary/events/event.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { findBucket } from './buckets.ts';
import { forgetVersions, removeCurrent } from './delete-object.ts';
import { takeBeginning } from './past.ts';
import { withSettledStatus } from './replication-seen.ts';
import { showingMore, succeed, type Transaction } from './transaction.ts';
import {
  alterNewest,
  currentIdShown,
  newestVersion,
  numberOfVersion,
  removeVersion,
  versionNamedBy,
} from './versions.ts';

/** What S3 does by a lifecycle rule it answers to nobody; what it says is what its access log has of it (F-199). */
export function expireObject(transaction: Transaction, event: ExpireObject): Outcome {
  makeUnsaidCalls(transaction, event);
  const { status, because } = operationOf(event);
  const bucket = findBucket(transaction, event.bucket);
  if (bucket?.past !== undefined) {
    forgetVersions(transaction, event, bucket);
    return succeed(transaction, status, because);
  }
  const done = bucket === undefined ? undefined : expire(transaction, event, bucket);
  // What did not happen has no id.
  return done ?? toldOf(transaction, event, NULL_VERSION);
}

function expire(transaction: Transaction, event: ExpireObject, bucket: Bucket): Outcome | undefined {
  const { versionId } = event;
  return versionId === undefined
    ? expireCurrent(transaction, event, bucket)
    : expireNoncurrent(transaction, event, versionId);
}

/** The answer that tells of a version, by its id. */
function toldOf(transaction: Transaction, event: ExpireObject, versionId: string): Outcome {
  const { status, because } = operationOf(event);
  return showingMore(succeed(transaction, status, because), { versionId, deleteMarker: null });
}

/** Nothing of it shows: what moves to another storage class stays as it is (F-198). */
export function transitionObject(transaction: Transaction, event: TransitionObject): Outcome {
  makeUnsaidCalls(transaction, event);
  const { status, because } = operationOf(event);
  return succeed(transaction, status, because);
}

/** A delete marker is left alone, but for one under which nothing is any more (F-196). */
function expireCurrent(transaction: Transaction, event: ExpireObject, bucket: Bucket): Outcome | undefined {
  const number = transaction.scope.object(event.bucket, event.key);
  const newest = newestVersion(transaction, number);
  if (newest === undefined) return undefined;
  if (newest.isMarker) {
    if (newest.older !== undefined) return undefined;
    const versionId = currentIdShown(transaction, number);
    removeVersion(transaction, event, number, newest);
    return toldOf(transaction, event, versionId);
  }
  if (waits(transaction, number, newest)) return undefined;
  const done = removeCurrent(transaction, event, bucket, operationOf(event));
  // Its marker is not replicated (F-197).
  if (done.deleteMarker === true) alterNewest(transaction, number, { isReplicated: true });
  return done;
}

/** What is not current any more is removed for good (F-196); a locked version stays (F-188). */
function expireNoncurrent(transaction: Transaction, event: ExpireObject, id: string): Outcome | undefined {
  const number = transaction.scope.object(event.bucket, event.key);
  const named = versionNamedBy(transaction, number, id);
  if (named === undefined || named.rank === newestVersion(transaction, number)?.rank) return undefined;
  if (named.isLocked === true || waits(transaction, number, named)) return undefined;
  removeVersion(transaction, event, number, named);
  return toldOf(transaction, event, named.id);
}

/** Whether a version waits for its replication (F-197); how that went on nobody sees once it is not current (F-76). */
function waits(transaction: Transaction, number: number, entry: VersionEntry): boolean {
  const at = numberOfVersion(transaction, number, entry);
  const version: ObjectVersion | undefined = entry.isMarker ? undefined : transaction.draft.objects.get(at);
  if (version === undefined) return false;
  if (version.replication === UNSEEN_STATUS) return takeBeginning(transaction, EITHER);
  const status = shownStatus(withSettledStatus(transaction, at, version).replication);
  return status === 'PENDING' || status === 'FAILED';
}

const EITHER = [false, true] as const;

/** Whether S3 asks KMS, in whose name, is said nowhere (K-27): under some profiles all that was seen may be (U-21). */
function makeUnsaidCalls({ profile, chooser, kmsCalls }: Transaction, event: Event): void {
  if (!mayCallUnsaid(event, profile)) return;
  for (const call of chooser.seenKmsCalls?.() ?? []) kmsCalls.push({ by: '', context: {}, result: 'ok', ...call });
}
