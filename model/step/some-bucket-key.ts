import { cacheEntry } from '../charts/cache-entry.ts';
import {
  type Bucket,
  type BucketKey,
  type ObjectVersion,
  SOME_BUCKET_KEY,
  type SomeEntry,
} from '../records/records.ts';
import type { Purpose } from '../rules/bucket-key-lifetime.ts';
import { someEntryLeft, withSomeKey } from '../rules/some-entry.ts';
import { entryState } from './bucket-key-cache.ts';
import type { Transaction } from './transaction.ts';

// Some bucket key of a family: one of those it has, it is not known which. A step makes none of it, but can go on from
// one that somebody who follows a trace has put in place of many worlds, and have it decrypted for others.

/** Whether some bucket key that a requester holds may serve a write. */
export function someServesWrite(transaction: Transaction, bucket: Bucket, family: number, identity: number): boolean {
  const some = someEntry(transaction, family, identity);
  return some !== undefined && isThere(transaction, bucket, some) && transaction.nowMs < some.writesUntilMs;
}

/** Whether some bucket key that a requester holds may be the one of an object that is read. */
export function someServesRead(
  transaction: Transaction,
  bucket: Bucket,
  family: number,
  identity: number,
  key: BucketKey | undefined,
): boolean {
  const some = someEntry(transaction, family, identity);
  if (some === undefined) return false;
  // Which it is of the object is not known: any that was obtained in time may be the one.
  if (key === undefined) return isCached(transaction, bucket, some, some.lastObtainedAtMs);
  // One that may be any of the family is none that was made after it was obtained (F-97).
  return some.obtainedAtMs >= key.createdAtMs && isCached(transaction, bucket, some, some.obtainedAtMs);
}

/** Whether a bucket key that the family does not list may still make data keys. */
export function someIsLive(transaction: Transaction, family: number): boolean {
  return transaction.nowMs < (transaction.draft.someBucketKeys.get(family)?.liveUntilMs ?? -1);
}

/**
 * The family that an object with extra context belongs to as well as to its own, if it is not known which; else -1
 * (U-12).
 */
export function otherFamily(transaction: Transaction, bucket: Bucket, version: ObjectVersion): number {
  const { bucketKey, family, context, kmsKey } = version;
  if (bucketKey !== SOME_BUCKET_KEY || context.length === 0 || transaction.profile.extraContext.length === 1) return -1;
  return transaction.scope.pairsOf(family).length === 0 ? transaction.scope.family(bucket.number, kmsKey, context) : -1;
}

/** KMS has decrypted some bucket key for a requester: the serving cache has it from now on. */
export function obtainSome(
  transaction: Transaction,
  bucket: Bucket,
  family: number,
  identity: number,
  by: Purpose,
): void {
  const { draft, scope, nowMs, profile } = transaction;
  const before = someEntryLeft(
    someEntry(transaction, family, identity),
    Math.max(draft.restartEpoch, bucket.cacheEpoch),
  );
  const createdAtMs = draft.someBucketKeys.get(family)?.createdAtMs ?? nowMs;
  const after = withSomeKey(before, { by, obtainedAtMs: nowMs, epoch: draft.epoch }, createdAtMs, profile);
  draft.set('someEntries', scope.holding(family, identity, transaction.cache), after);
}

function someEntry({ draft, scope, cache }: Transaction, family: number, identity: number): SomeEntry | undefined {
  return draft.someEntries.get(scope.holding(family, identity, cache));
}

function isThere(transaction: Transaction, bucket: Bucket, { epoch }: SomeEntry): boolean {
  return isCached(transaction, bucket, { epoch }, transaction.nowMs);
}

/** Nobody knows when it was last used: it may have been just now. */
function isCached(
  transaction: Transaction,
  bucket: Bucket,
  { epoch }: Pick<SomeEntry, 'epoch'>,
  obtainedAtMs: number,
): boolean {
  return (
    obtainedAtMs >= 0 &&
    !cacheEntry.on.Use.refuses(
      entryState(transaction, bucket, { state: 'warm', obtainedAtMs, usedAtMs: transaction.nowMs, epoch }),
    )
  );
}
