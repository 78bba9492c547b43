import { type BucketKeyState, bucketKey } from '../charts/bucket-key.ts';
import { type CacheEntryState, cacheEntry } from '../charts/cache-entry.ts';
import type { Profile } from '../openness/profile.ts';
import type { BucketKey, CacheEntry } from '../records/records.ts';

// Nobody looks at a bucket key when its time is over. The event is sent to its chart, or to that of an entry in a
// cache, when somebody looks the next time.

/** When somebody looks, and what has taken plaintext away until then. */
export interface Look {
  readonly nowMs: number;
  /** Hosts have restarted since what was cached in an earlier epoch. */
  readonly restartEpoch: number;
  /** The bucket keys of the bucket were evicted since what was cached in an earlier epoch. */
  readonly cacheEpoch: number;
}

/** Until when a bucket key makes data keys at the longest, in milliseconds (F-106 a). */
export function liveUntilMs({ createdAtMs }: Pick<BucketKey, 'createdAtMs'>, { generationLifetime }: Profile): number {
  return createdAtMs + generationLifetime.maxMs;
}

/** Until when an entry serves at the longest, in milliseconds (F-106 b). */
export function cachedUntilMs({ obtainedAtMs }: Pick<CacheEntry, 'obtainedAtMs'>, { cacheLifetime }: Profile): number {
  return obtainedAtMs + cacheLifetime.maxMs;
}

/** State of a bucket key by now: at the end of its generation lifetime it is retired (F-106 a). */
export function bucketKeyStateAt(
  key: Pick<BucketKey, 'state' | 'createdAtMs'>,
  nowMs: number,
  profile: Profile,
): BucketKeyState {
  return nowMs < liveUntilMs(key, profile) ? key.state : bucketKey.on.LifetimeRotation.after(key.state);
}

/** State of an entry by now: hosts may have restarted, S3 have evicted it (U-05), or its lifetime be over (F-106 b). */
export function entryStateAt(
  entry: Pick<CacheEntry, 'state' | 'obtainedAtMs' | 'epoch'>,
  { nowMs, restartEpoch, cacheEpoch }: Look,
  profile: Profile,
): CacheEntryState {
  const { epoch } = entry;
  let { state } = entry;
  if (epoch < restartEpoch) state = cacheEntry.on.HostsRestart.after(state);
  if (epoch < cacheEpoch) state = cacheEntry.on.Evict.after(state);
  return nowMs < cachedUntilMs(entry, profile) ? state : cacheEntry.on.LifetimeEnds.after(state);
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
