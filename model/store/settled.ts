import type { BucketKey, CacheEntry } from '../records/records.ts';
import { sameEntry } from './record-equality.ts';
import type { World } from './world.ts';

// Records are compared as they are by now: that a lifetime is over is only noted when somebody looks.

/** Whether the lifetime of an entry is not over. */
export function isCached({ nowMs, scope }: World, { obtainedAtMs }: CacheEntry): boolean {
  return nowMs < obtainedAtMs + scope.profile.cacheLifetime.maxMs;
}

/** Until when a bucket key may make data keys, in milliseconds. */
export function liveUntilMs({ scope }: World, { createdAtMs }: BucketKey): number {
  return createdAtMs + scope.profile.generationLifetime.maxMs;
}

/** Equality of bucket keys as they are by now. */
export function sameBucketKeyNow(world: World, a: BucketKey, b: BucketKey): boolean {
  if (a.family !== b.family || a.createdAtMs !== b.createdAtMs) return false;
  if (a.state !== b.state && world.nowMs < liveUntilMs(world, a)) return false;
  const mine = a.entries.filter((entry) => isCached(world, entry));
  const theirs = b.entries.filter((entry) => isCached(world, entry));
  return mine.length === theirs.length && mine.every((entry, i) => sameEntry(entry, theirs[i]));
}
