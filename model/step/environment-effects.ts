import { alteredBucket } from '../store/alter.ts';
import type { EvictBucketKeys, InterruptKms, ThrottleKms } from '../vocabulary/events/environment-events.ts';
import { findBucket, storeBucket } from './buckets.ts';
import type { Transaction } from './transaction.ts';

/**
 * Every entry for a bucket key of this bucket meets Evict, when somebody looks at it (U-05). What is stored stays
 * (F-107).
 */
export function evictBucketKeys(transaction: Transaction, event: EvictBucketKeys): void {
  const bucket = findBucket(transaction, event.bucket);
  if (bucket === undefined) return;
  transaction.draft.epoch++;
  storeBucket(transaction, event.bucket, alteredBucket(bucket, { cacheEpoch: transaction.draft.epoch }));
}

/** Every entry of every cache meets HostsRestart, when somebody looks at it (U-05). */
export function restartHosts(transaction: Transaction): void {
  transaction.draft.epoch++;
  transaction.draft.restartEpoch = transaction.draft.epoch;
  transaction.draft.cachesTouched = 0;
}

/** Requests that need a KMS call are refused while it is on (F-131, F-132). */
export function throttleKms(transaction: Transaction, event: ThrottleKms): void {
  transaction.draft.kmsThrottled = event.on;
}

/** Requests that need a KMS call fail while it is on; nothing is lost (U-32). */
export function interruptKms(transaction: Transaction, { on, answersLost }: InterruptKms): void {
  transaction.draft.kmsUnreachable = on && (answersLost === true ? 'answers' : 'calls');
}
