import { alteredBucket } from '../store/alter.ts';
import type { EvictBucketKeys, ThrottleKms } from '../vocabulary/events/environment-events.ts';
import { findBucket, storeBucket } from './buckets.ts';
import type { Turn } from './turn.ts';

/**
 * Every entry for a bucket key of this bucket meets Evict, when somebody looks at it (U-05). What is stored stays
 * (F-107).
 */
export function evictBucketKeys(turn: Turn, event: EvictBucketKeys): void {
  const bucket = findBucket(turn, event.bucket);
  if (bucket === undefined) return;
  turn.draft.epoch++;
  storeBucket(turn, event.bucket, alteredBucket(bucket, { cacheEpoch: turn.draft.epoch }));
}

/** Every entry of every cache meets HostsRestart, when somebody looks at it (U-05). */
export function restartHosts(turn: Turn): void {
  turn.draft.epoch++;
  turn.draft.restartEpoch = turn.draft.epoch;
  turn.draft.cachesTouched = 0;
}

/** Requests that need a KMS call are refused while it is on (F-131, F-132). */
export function throttleKms(turn: Turn, event: ThrottleKms): void {
  turn.draft.kmsThrottled = event.on;
}
