import type { KnownRequester } from '../records/known-requester.ts';
import { type Bucket, type ObjectVersion, SOME_BUCKET_KEY, UNSEEN_CONTEXT } from '../records/records.ts';
import { cachedUntilMs, liveUntilMs } from '../rules/bucket-key-lifetime.ts';
import { alteredBucket } from '../store/alter.ts';
import { infer } from './past.ts';
import { isUnseenKey } from './past-keys.ts';
import type { Transaction } from './transaction.ts';

// Bucket keys that were made or obtained before the trace began need no records: any requester may have one of them in
// a cache, for as long as a cache keeps it, and have it decrypted for writes, for as long as it makes data keys.

/** Whether a requester may be served from a bucket key that was cached before the trace began. */
export function pastIsCached(transaction: Transaction, { past, cacheEpoch }: Bucket): boolean {
  const { draft, nowMs, profile } = transaction;
  return (
    past !== undefined &&
    past.cachedEpoch >= Math.max(draft.restartEpoch, cacheEpoch) &&
    nowMs < cachedUntilMs({ obtainedAtMs: past.cachedMs }, profile)
  );
}

/** Whether a bucket key from before the trace may still make data keys. */
export function pastIsLive({ nowMs, profile }: Transaction, { past }: Bucket): boolean {
  return past !== undefined && nowMs < liveUntilMs({ createdAtMs: past.cachedMs }, profile);
}

/** Whether the bucket key of an object may be one from before the trace, or be another than its family says. */
export function pastServesRead(
  transaction: Transaction,
  bucket: Bucket,
  { bucketKey, context, kmsKey }: ObjectVersion,
  identity: number,
): boolean {
  if (transaction.scope.past === undefined || bucketKey !== SOME_BUCKET_KEY) return false;
  if (pastIsCached(transaction, bucket)) return true;
  const isAny = context === UNSEEN_CONTEXT || isUnseenKey(transaction, kmsKey);
  return isAny && anyIsCached(transaction, bucket, identity);
}

/** Whether a bucket key from before the trace may serve a write under a KMS key. */
export function pastServesWrite(transaction: Transaction, bucket: Bucket, kmsKey: number, identity: number): boolean {
  if (transaction.scope.past === undefined) return false;
  if (pastIsCached(transaction, bucket) && pastIsLive(transaction, bucket)) return true;
  return isUnseenKey(transaction, kmsKey) && anyIsCached(transaction, bucket, identity);
}

/** Whether a requester may have anything in the caches for a bucket, whichever KMS key it is under. */
function anyIsCached({ draft, scope, nowMs, profile, cache }: Transaction, bucket: Bucket, identity: number): boolean {
  const epoch = Math.max(draft.restartEpoch, bucket.cacheEpoch);
  let isCached = false;
  scope.forEachFamily(bucket.number, (family) => {
    const some = draft.someEntries.get(scope.holding(family, identity, cache));
    if (some === undefined || some.epoch < epoch) return;
    const lastMs = Math.max(some.obtainedAtMs, some.lastObtainedAtMs);
    if ((lastMs >= 0 && nowMs < cachedUntilMs({ obtainedAtMs: lastMs }, profile)) || nowMs < some.writesUntilMs)
      isCached = true;
  });
  return isCached;
}

/** A bucket key was obtained under a KMS key that nobody has seen: it may be any of the bucket. */
export function obtainUnseen({ draft, nowMs }: Transaction, { number }: Bucket): void {
  const bucket = draft.buckets.get(number);
  if (bucket === undefined) return;
  const holdsAny = bucket.past?.holdsAny ?? false;
  draft.set(
    'buckets',
    number,
    alteredBucket(bucket, { past: { holdsAny, cachedMs: nowMs, cachedEpoch: draft.epoch } }),
  );
}

/** Tells that a bucket key was cached before the trace began. */
export function inferCached(transaction: Transaction, bucket: string, by: KnownRequester, kmsKey: number): void {
  const kmsKeyArn = isUnseenKey(transaction, kmsKey) ? undefined : transaction.scope.key(kmsKey)?.arn;
  infer(transaction, { about: 'cache', bucket, by: by.name, kmsKeyArn });
}
