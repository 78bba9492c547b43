/**
 * What a world remembers of bucket keys, as invariants look at it: nothing else in properties/ reads its records of
 * bucket keys and of caches.
 */

import type { Generation, ObjectVersion, Sight } from '../model/index.ts';
import { partitionOf } from '../model/rules/encryption-context.ts';
import type { Touched, Transition } from './transition.ts';

/** Identities of the requesters whom the world after a step credits with a bucket key, and that before it does not. */
export function newlyCredited({ before, after, written }: Transition): readonly number[] {
  return written.generations.flatMap((number) => {
    const earlier = before.generations.get(number)?.readers ?? [];
    const readers = after.generations.get(number)?.readers ?? [];
    return readers.filter((reader) => !earlier.includes(reader)).map(({ identity }) => identity);
  });
}

/** Whether a cache may still hold the bucket key of a version for a requester. */
export function mayHold(world: Sight, identity: number, { bucket, version }: Touched, nowMs: number): boolean {
  const { caches, cacheLifetime } = world.scope.profile;
  const isKept = (obtainedAtMs: number, epoch: number) =>
    obtainedAtMs >= 0 &&
    nowMs < obtainedAtMs + cacheLifetime.maxMs &&
    epoch >= Math.max(world.restartEpoch, bucket.cacheEpoch);
  const generation: Generation | undefined = world.generations.get(version.generation);
  if (
    generation?.readers.some((reader) => reader.identity === identity && isKept(reader.obtainedAtMs, reader.epoch)) ===
    true
  )
    return true;
  // A bucket key of the family that nobody saw may be this one, unless this one was made later.
  for (let cache = 0; cache < (caches === 'any' ? 1 : caches); cache++) {
    const held = world.holdings.get(world.scope.holding(version.family, identity, cache));
    if (held === undefined) continue;
    const atMs = generation === undefined ? Math.max(held.lastObtainedAtMs, held.obtainedAtMs) : held.someObtainedAtMs;
    if (isKept(atMs, held.epoch) && atMs >= (generation?.mintedAtMs ?? 0)) return true;
  }
  return false;
}

/**
 * Whether the bucket key of a version was made for the KMS key of the version and the bucket of a number: with the
 * context that S3 itself adds, or with that of the version (U-12).
 */
export function isMadeFor(world: Sight, { generation, kmsKey, context }: ObjectVersion, bucket: number): boolean {
  const family = world.generations.get(generation)?.family;
  return ['', partitionOf(context)].some((partition) => family === world.scope.family(bucket, kmsKey, partition));
}
