import { type BucketKeyState, bucketKey } from '../charts/bucket-key.ts';
import { type CacheEntryState, cacheEntry } from '../charts/cache-entry.ts';
import { WITHOUT_END_MS } from '../openness/bucket-key-rows.ts';
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

/** Until when an entry serves at the longest, if it is used all the time, in milliseconds (F-106 b). */
export function cachedUntilMs({ obtainedAtMs }: Pick<CacheEntry, 'obtainedAtMs'>, { cacheLifetime }: Profile): number {
  return obtainedAtMs + cacheLifetime.maxMs;
}

/** Whether a bucket key has made all the data keys that the profile lets it make (U-26). */
function isSpent({ uses }: Pick<BucketKey, 'uses'>, { usesPerBucketKey }: Profile): boolean {
  return usesPerBucketKey !== 'none' && uses >= usesPerBucketKey;
}

/**
 * State of a bucket key by now: at the end of its generation lifetime it is retired (F-106 a), or once it has made all
 * the data keys that it may.
 */
export function bucketKeyStateAt(
  key: Pick<BucketKey, 'state' | 'createdAtMs' | 'uses'>,
  nowMs: number,
  profile: Profile,
): BucketKeyState {
  const makesMore = nowMs < liveUntilMs(key, profile) && !isSpent(key, profile);
  return makesMore ? key.state : bucketKey.on.LifetimeRotation.after(key.state);
}

/** Whether it matters when an entry was last used: it may end by idleness, and nothing else has it end at any time. */
export function endsIdle({ caches, earlyEviction, idleTime }: Profile): boolean {
  if (idleTime.maxMs < WITHOUT_END_MS) return true;
  return caches !== 'any' && !earlyEviction && idleTime.minMs < WITHOUT_END_MS;
}

/** Until when an entry serves at the longest, if nobody uses it from now on, in milliseconds (F-106 b, U-02). */
export function entryUntilMs(entry: Pick<CacheEntry, 'obtainedAtMs' | 'usedAtMs'>, profile: Profile): number {
  return Math.min(cachedUntilMs(entry, profile), entry.usedAtMs + profile.idleTime.maxMs);
}

/**
 * State of an entry by now: hosts may have restarted, S3 have evicted it (U-05), or its lifetime be over (F-106 b), or
 * nobody have used it for too long (U-02).
 */
export function entryStateAt(
  entry: Pick<CacheEntry, 'state' | 'obtainedAtMs' | 'usedAtMs' | 'epoch'>,
  { nowMs, restartEpoch, cacheEpoch }: Look,
  profile: Profile,
): CacheEntryState {
  const { epoch } = entry;
  let { state } = entry;
  if (epoch < restartEpoch) state = cacheEntry.on.HostsRestart.after(state);
  if (epoch < cacheEpoch) state = cacheEntry.on.Evict.after(state);
  return nowMs < entryUntilMs(entry, profile) ? state : cacheEntry.on.LifetimeEnds.after(state);
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
