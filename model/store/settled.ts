import type { BucketKey, CacheEntry } from '../records/records.ts';
import { bucketKeyStateAt, entryUntilMs } from '../rules/bucket-key-lifetime.ts';
import { sameEntry } from './record-equality.ts';
import type { World } from './world.ts';

// Records are compared as they are by now: that a lifetime is over is only noted when somebody looks.

/** Whether the lifetime of an entry is not over, nor the time for which it may lie idle. */
export function isCached({ nowMs, scope }: World, entry: CacheEntry): boolean {
  return nowMs < entryUntilMs(entry, scope.profile);
}

/** Whether two bucket keys stand where the other does by now. */
export function standAlike({ nowMs, scope }: World, a: BucketKey, b: BucketKey): boolean {
  const { profile } = scope;
  return a.state === b.state || bucketKeyStateAt(a, nowMs, profile) === bucketKeyStateAt(b, nowMs, profile);
}

/** Equality of bucket keys as they are by now. */
export function sameBucketKeyNow(world: World, a: BucketKey, b: BucketKey): boolean {
  if (a.family !== b.family || a.createdAtMs !== b.createdAtMs || a.uses !== b.uses) return false;
  if (!standAlike(world, a, b)) return false;
  const mine = a.entries.filter((entry) => isCached(world, entry));
  const theirs = b.entries.filter((entry) => isCached(world, entry));
  return mine.length === theirs.length && mine.every((entry, i) => sameEntry(entry, theirs[i]));
}
