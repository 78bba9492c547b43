/**
 * What a world remembers of bucket keys, as invariants look at it: nothing else in properties/ reads its records of
 * bucket keys and of caches.
 */

import type { CacheEntry, ObjectVersion, WorldView } from '../model/index.ts';
import { NO_PAIRS } from '../model/index.ts';
import type { Touched, Transition } from './transition.ts';

/** Identities of the requesters who have a cache entry after a step that they had not before. */
export function newlyCredited({ before, after, written }: Transition): readonly number[] {
  return written.bucketKeys.flatMap((number) => {
    const earlier = before.bucketKeys.get(number)?.entries ?? [];
    const entries = after.bucketKeys.get(number)?.entries ?? [];
    const isNew = (one: CacheEntry) => !earlier.some((other) => isSame(one, other));
    return entries.filter(isNew).map(({ identity }) => identity);
  });
}

function isSame(a: CacheEntry, b: CacheEntry): boolean {
  return a.identity === b.identity && a.cache === b.cache && a.by === b.by && a.obtainedAtMs === b.obtainedAtMs;
}

/** Whether a cache may still hold the bucket key of a version for a requester. */
export function mayHold(world: WorldView, identity: number, { bucket, version }: Touched, nowMs: number): boolean {
  const { cacheLifetime } = world.scope.profile;
  const firstEpoch = Math.max(world.restartEpoch, bucket.cacheEpoch);
  const entries = world.bucketKeys.get(version.bucketKey)?.entries ?? [];
  return entries.some(
    (entry) =>
      entry.identity === identity && entry.epoch >= firstEpoch && nowMs < entry.obtainedAtMs + cacheLifetime.maxMs,
  );
}

/**
 * Whether the bucket key of a version was made for the KMS key of the version and the bucket of a number: with the
 * context that S3 itself adds, or with that of the version (U-12).
 */
export function isMadeFor(world: WorldView, { bucketKey, kmsKey, context }: ObjectVersion, bucket: number): boolean {
  const family = world.bucketKeys.get(bucketKey)?.family;
  return [NO_PAIRS, context].some((pairs) => family === world.scope.family(bucket, kmsKey, pairs));
}
