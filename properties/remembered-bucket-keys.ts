/**
 * What a world remembers of bucket keys, as invariants look at it: nothing else in properties/ reads its records of
 * bucket keys and of caches.
 */

import type { Bucket, CacheEntry, ObjectVersion, WorldView } from '../model/index.ts';
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
  const { cacheLifetime, idleTime } = world.scope.profile;
  const firstEpoch = Math.max(world.restartEpoch, bucket.cacheEpoch);
  const entries = world.bucketKeys.get(version.bucketKey)?.entries ?? [];
  return entries.some(
    (entry) =>
      entry.identity === identity &&
      entry.epoch >= firstEpoch &&
      nowMs < Math.min(entry.obtainedAtMs + cacheLifetime.maxMs, entry.usedAtMs + idleTime.maxMs),
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

/** When a bucket key was made; undefined where it is not known which it is. */
export function madeAtMs(world: WorldView, bucketKey: number): number | undefined {
  return world.bucketKeys.get(bucketKey)?.createdAtMs;
}

/** Whether the one cache of a strict implementation surely has a bucket key that is good for a write. */
export function surelyServesWrites(
  world: WorldView,
  identity: number,
  { bucket, version }: Touched,
  nowMs: number,
): boolean {
  const { generationLifetime, readWarmsWrite, usesPerBucketKey } = world.scope.profile;
  const isAlsoFromReads = !readWarmsWrite.includes(false);
  const held = hasOneCache(world) ? world.holdings.get(world.scope.holding(version.family, identity, 0)) : undefined;
  return (held?.bucketKeys ?? []).some((number) => {
    const key = world.bucketKeys.get(number);
    if (key === undefined || nowMs >= key.createdAtMs + generationLifetime.minMs) return false;
    if (usesPerBucketKey !== 'none' && key.uses >= usesPerBucketKey) return false;
    return key.entries.some(
      (entry) => (entry.by === 'write' || isAlsoFromReads) && surelyHas(world, identity, bucket, entry, nowMs),
    );
  });
}

/** Whether the one cache of a strict implementation surely has the bucket key of a version for reads. */
export function surelyServesRead(
  world: WorldView,
  identity: number,
  { bucket, version }: Touched,
  nowMs: number,
): boolean {
  if (!hasOneCache(world)) return false;
  const isAlsoFromWrites = !world.scope.profile.writeWarmsRead.includes(false);
  const entries = world.bucketKeys.get(version.bucketKey)?.entries ?? [];
  return entries.some(
    (entry) => (entry.by === 'read' || isAlsoFromWrites) && surelyHas(world, identity, bucket, entry, nowMs),
  );
}

function hasOneCache({ scope: { profile } }: WorldView): boolean {
  return profile.caches === 1 && !profile.earlyEviction;
}

function surelyHas(world: WorldView, identity: number, bucket: Bucket, entry: CacheEntry, nowMs: number): boolean {
  const { cacheLifetime, idleTime } = world.scope.profile;
  return (
    entry.identity === identity &&
    entry.epoch >= Math.max(world.restartEpoch, bucket.cacheEpoch) &&
    nowMs < Math.min(entry.obtainedAtMs + cacheLifetime.minMs, entry.usedAtMs + idleTime.minMs)
  );
}
