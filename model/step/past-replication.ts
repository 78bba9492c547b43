import { ANY_OBJECT } from '../records/past.ts';
import type { ObjectVersion } from '../records/records.ts';
import { alteredBucket, alteredVersion } from '../store/alter.ts';
import { unionOfVersions } from '../store/union.ts';
import type { ReplicateObject } from '../vocabulary/events/environment-events.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { seenOf } from './past.ts';
import { obtainUnseen } from './past-caches.ts';
import { statusSeen } from './past-objects.ts';
import { succeed, type Transaction } from './transaction.ts';

/**
 * Replication by a rule that nobody has recorded takes up an object: whatever was seen of it may be, under whichever
 * role and to whichever bucket, where a replica may lie from now on.
 */
export function replicateByUnknownRule(
  transaction: Transaction,
  event: ReplicateObject,
  because: readonly string[],
): Outcome {
  const { draft, scope } = transaction;
  const { replicationStatus, kmsCalls } = seenOf(transaction);
  const number = scope.object(event.bucket, event.key);
  const version = draft.objects.get(number);
  if (version !== undefined)
    draft.set('objects', number, alteredVersion(version, { replication: statusSeen(transaction) }));
  // What nobody recorded of a call may have been anything.
  for (const call of kmsCalls ?? []) transaction.kmsCalls.push({ by: '', context: {}, result: 'ok', ...call });
  scope.forEachBucket((at) => {
    const bucket = draft.buckets.get(at);
    if (bucket === undefined || bucket.number < 0) return;
    obtainUnseen(transaction, bucket);
    const name = scope.bucketName(at);
    if (name !== event.bucket) blurObject(transaction, scope.object(name, event.key), at);
  });
  return { ...succeed(transaction, 200, because), replicationStatus: replicationStatus ?? null };
}

/** Forgets what is under a key: a replica may have come there, unseen. */
function blurObject({ draft }: Transaction, number: number, at: number): void {
  const version = draft.objects.get(number);
  const bucket = draft.buckets.get(at);
  const before: readonly ObjectVersion[] = version === undefined ? [] : [version];
  const possible = draft.possibleVersions.get(number)?.versions ?? [];
  if (bucket !== undefined && version !== undefined)
    draft.set('buckets', at, alteredBucket(bucket, { objectCount: bucket.objectCount - 1 }));
  draft.set('objects', number, undefined);
  draft.set('possibleVersions', number, {
    versions: unionOfVersions(ANY_OBJECT.versions, unionOfVersions(before, possible)),
  });
}
