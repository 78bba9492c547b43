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
import type { Turn } from './turn.ts';

// Some bucket key of a family: one of those it has, it is not known which. A step makes none of it, but can go on from
// one that somebody who follows a trace has put in place of many worlds, and have it decrypted for others.

/** Whether some bucket key that a requester holds may serve a write. */
export function someServesWrite(turn: Turn, bucket: Bucket, family: number, identity: number): boolean {
  const some = someEntry(turn, family, identity);
  return some !== undefined && isThere(turn, bucket, some) && turn.nowMs < some.writesUntilMs;
}

/** Whether some bucket key that a requester holds may be the one of an object that is read. */
export function someServesRead(
  turn: Turn,
  bucket: Bucket,
  family: number,
  identity: number,
  key: BucketKey | undefined,
): boolean {
  const some = someEntry(turn, family, identity);
  if (some === undefined) return false;
  // Which it is of the object is not known: any that was obtained in time may be the one.
  if (key === undefined) return isCached(turn, bucket, some, some.lastObtainedAtMs);
  // One that may be any of the family is none that was made after it was obtained (F-97).
  return some.obtainedAtMs >= key.createdAtMs && isCached(turn, bucket, some, some.obtainedAtMs);
}

/** Whether a bucket key that the family does not list may still make data keys. */
export function someIsLive(turn: Turn, family: number): boolean {
  return turn.nowMs < (turn.draft.someBucketKeys.get(family)?.liveUntilMs ?? -1);
}

/**
 * The family that an object with extra context belongs to as well as to its own, if it is not known which; else -1
 * (U-12).
 */
export function otherFamily(turn: Turn, bucket: Bucket, version: ObjectVersion): number {
  const { bucketKey, family, context, kmsKey } = version;
  if (bucketKey !== SOME_BUCKET_KEY || context.length === 0 || turn.profile.extraContext.length === 1) return -1;
  return turn.scope.pairsOf(family).length === 0 ? turn.scope.family(bucket.number, kmsKey, context) : -1;
}

/** KMS has decrypted some bucket key for a requester: the serving cache has it from now on. */
export function obtainSome(turn: Turn, bucket: Bucket, family: number, identity: number, by: Purpose): void {
  const { draft, scope, nowMs, profile } = turn;
  const before = someEntryLeft(someEntry(turn, family, identity), Math.max(draft.restartEpoch, bucket.cacheEpoch));
  const createdAtMs = draft.someBucketKeys.get(family)?.createdAtMs ?? nowMs;
  const after = withSomeKey(before, { by, obtainedAtMs: nowMs, epoch: draft.epoch }, createdAtMs, profile);
  draft.set('someEntries', scope.holding(family, identity, turn.cache), after);
}

function someEntry({ draft, scope, cache }: Turn, family: number, identity: number): SomeEntry | undefined {
  return draft.someEntries.get(scope.holding(family, identity, cache));
}

function isThere(turn: Turn, bucket: Bucket, { epoch }: SomeEntry): boolean {
  return isCached(turn, bucket, { epoch }, turn.nowMs);
}

function isCached(turn: Turn, bucket: Bucket, { epoch }: Pick<SomeEntry, 'epoch'>, obtainedAtMs: number): boolean {
  return (
    obtainedAtMs >= 0 && !cacheEntry.on.Use.refuses(entryState(turn, bucket, { state: 'warm', obtainedAtMs, epoch }))
  );
}
