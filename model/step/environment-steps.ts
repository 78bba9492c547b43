import { alteredBucket } from '../store/alter.ts';
import type { EvictBucketKeys, ThrottleKms } from '../vocabulary/events/environment-events.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { findBucket, storeBucket } from './buckets.ts';
import { succeed, type Turn } from './turn.ts';

/**
 * EvictBucketKeys: nobody has a cached plaintext of this bucket any more (U-05). What is stored stays readable (F-107).
 */
export function evictBucketKeys(turn: Turn, event: EvictBucketKeys): Outcome {
  const bucket = findBucket(turn, event.bucket);
  if (bucket !== undefined) {
    turn.draft.epoch++;
    storeBucket(turn, event.bucket, alteredBucket(bucket, { cacheEpoch: turn.draft.epoch }));
  }
  return succeed(turn, 200, ['U-05', 'F-107']);
}

/** RestartHosts: no cache holds any plaintext bucket key (U-05). */
export function restartHosts(turn: Turn): Outcome {
  turn.draft.epoch++;
  turn.draft.restartEpoch = turn.draft.epoch;
  turn.draft.cachesTouched = 0;
  return succeed(turn, 200, ['U-05', 'F-107']);
}

/** ThrottleKms: requests that need a KMS call are refused while it is on (F-131, F-132). */
export function throttleKms(turn: Turn, event: ThrottleKms): Outcome {
  turn.draft.kmsThrottled = event.on;
  return succeed(turn, 200, ['F-131']);
}
