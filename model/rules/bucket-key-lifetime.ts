import { type BucketKeyState, bucketKey } from '../charts/bucket-key.ts';
import { type CacheEntryState, cacheEntry } from '../charts/cache-entry.ts';
import type { Profile } from '../openness/profile.ts';
import type { BucketKey, CacheEntry } from '../records/records.ts';

// Nobody looks at a bucket key when its time is over. The event is sent to its chart, or to that of an entry in a cache,
// when somebody looks the next time.

/** When somebody looks, and what has taken plaintext away until then. */
export interface Look {
  readonly nowMs: number;
  /** Hosts have restarted since what was cached in an earlier epoch. */
  readonly restartEpoch: number;
  /** The bucket keys of the bucket were evicted since what was cached in an earlier epoch. */
  readonly cacheEpoch: number;
}

/** State of a bucket key by now: at the end of its generation lifetime it is retired (F-106 a). */
export function bucketKeyStateAt(
  { state, createdAtMs }: Pick<BucketKey, 'state' | 'createdAtMs'>,
  nowMs: number,
  { generationLifetime }: Profile,
): BucketKeyState {
  return nowMs < createdAtMs + generationLifetime.maxMs ? state : bucketKey.on.LifetimeRotation.after(state);
}

/** State of an entry by now: hosts may have restarted, S3 have evicted it (U-05), or its lifetime be over (F-106 b). */
export function entryStateAt(
  { state: before, obtainedAtMs, epoch }: Pick<CacheEntry, 'state' | 'obtainedAtMs' | 'epoch'>,
  { nowMs, restartEpoch, cacheEpoch }: Look,
  { cacheLifetime }: Profile,
): CacheEntryState {
  let state = before;
  if (epoch < restartEpoch) state = cacheEntry.on.HostsRestart.after(state);
  if (epoch < cacheEpoch) state = cacheEntry.on.Evict.after(state);
  return nowMs < obtainedAtMs + cacheLifetime.maxMs ? state : cacheEntry.on.LifetimeEnds.after(state);
}

/** Whether what was obtained for one purpose may serve another (U-09). */
export function mayServe(
  { writeWarmsRead, readWarmsWrite }: Profile,
  { by }: Pick<CacheEntry, 'by'>,
  purpose: Purpose,
): boolean {
  return by === purpose || (purpose === 'read' ? writeWarmsRead : readWarmsWrite).includes(true);
}

/** Whether what was obtained for one purpose always serves another (U-09). */
export function surelyServes(
  { writeWarmsRead, readWarmsWrite }: Profile,
  { by }: CacheEntry,
  purpose: Purpose,
): boolean {
  return by === purpose || !(purpose === 'read' ? writeWarmsRead : readWarmsWrite).includes(false);
}

/** What a bucket key is needed for, and so what an entry was obtained for. */
export type Purpose = CacheEntry['by'];
