import type { Bucket, CacheEntry } from '../records/records.ts';
import { surelyServes } from '../rules/bucket-key-lifetime.ts';
import { type Candidate, candidate, moveBucketKey, moveEntries } from './bucket-key-cache.ts';
import { choose, type Transaction } from './transaction.ts';

/**
 * How a request is served, or why a bucket key does not serve it although a cache may have it: another cache has been
 * asked (U-04), what the requester obtained does not serve this (U-09), S3 has dropped it (U-05), its time in the cache
 * is over, or its time to make data keys (F-106).
 */
export type Served = 'Use' | 'OtherCache' | 'NotShared' | 'Evict' | 'LifetimeEnds' | 'LifetimeRotation';

/** Whether a candidate serves the request. What happened is open; what that does to the entries the charts say. */
export function serves(transaction: Transaction, bucket: Bucket, one: Candidate): boolean {
  const served = choose(transaction, 'served', waysToBeServed(transaction, one));
  switch (served) {
    case 'OtherCache':
    case 'NotShared':
      return false;
    case 'LifetimeRotation':
      moveBucketKey(transaction, one.number, 'LifetimeRotation');
      break;
    case 'Use':
      moveEntries(transaction, bucket, one.number, one.entries, 'Use');
      return true;
    default:
      moveEntries(transaction, bucket, one.number, surelyServing(transaction, one), served);
  }
  return candidate(transaction, bucket, one.number, one.entries[0]?.identity ?? -1, one.purpose) !== undefined;
}

const USE_ONLY: readonly Served[] = ['Use'];
const OR_OTHER_CACHE: readonly Served[] = ['Use', 'OtherCache'];
const OR_NOT_SHARED: readonly Served[] = ['Use', 'NotShared'];
const OR_EVICT: readonly Served[] = ['Use', 'Evict'];

/** Whether a candidate has to serve the request. */
export function surelyIsServed(transaction: Transaction, one: Candidate): boolean {
  return waysToBeServed(transaction, one) === USE_ONLY;
}

/**
 * With as many caches as it takes, a cold use is another cache answering, and removes nothing. Of caches that are
 * counted each keeps what it has: until its lifetime may be over where they are strict, else until it is evicted. The
 * end of a lifetime is that of the entry; only strict caches agree on when a bucket key that others share has retired.
 */
function waysToBeServed(transaction: Transaction, one: Candidate): readonly Served[] {
  const { caches, earlyEviction, cacheLifetime, idleTime, generationLifetime } = transaction.profile;
  if (caches === 'any') return OR_OTHER_CACHE;
  let isSure = false;
  let mayBeOver = true;
  for (const entry of one.entries) {
    if (!surelyServes(transaction.profile, entry, one.purpose)) continue;
    isSure = true;
    const surelyUntilMs = Math.min(entry.obtainedAtMs + cacheLifetime.minMs, entry.usedAtMs + idleTime.minMs);
    if (transaction.nowMs < surelyUntilMs) mayBeOver = false;
  }
  if (!isSure) return OR_NOT_SHARED;
  if (earlyEviction) return OR_EVICT;
  const createdAtMs = transaction.draft.bucketKeys.get(one.number)?.createdAtMs ?? transaction.nowMs;
  const mayBeRetired = one.purpose === 'write' && transaction.nowMs >= createdAtMs + generationLifetime.minMs;
  if (!mayBeOver && !mayBeRetired) return USE_ONLY;
  const ways: Served[] = ['Use'];
  if (mayBeOver) ways.push('LifetimeEnds');
  if (mayBeRetired) ways.push('LifetimeRotation');
  return ways;
}

function surelyServing({ profile }: Transaction, { entries, purpose }: Candidate): readonly CacheEntry[] {
  return entries.filter((entry) => surelyServes(profile, entry, purpose));
}
