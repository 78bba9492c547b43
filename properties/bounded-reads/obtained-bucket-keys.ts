import type { BucketRecord } from '../ledger/bucket-record.ts';
import type { ObtainTimes } from '../ledger/known-bucket-key.ts';
import { PerBucket } from '../ledger/nested-map.ts';
import type { Side } from '../ledger/sides.ts';
import type { Ledger } from '../ledger.ts';

interface Unattributed {
  atMs: number;
  step: number;
}

function neverYet(): Unattributed {
  return { atMs: Number.NEGATIVE_INFINITY, step: -1 };
}

/** Who obtained which bucket key when, and whether it can still be cached. */
export class ObtainedBucketKeys {
  readonly #ledger: Ledger;
  readonly #unattributed: PerBucket<Unattributed>;

  /** Nobody holds anything yet. */
  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#unattributed = new PerBucket(ledger);
  }

  /** A bucket key was obtained; for certain, or perhaps. */
  obtain(bucket: BucketRecord, obtained: ObtainTimes, nowMs: number, isCertain: boolean): void {
    const { caches } = this.#ledger.profile;
    obtained.possibleMs = nowMs;
    obtained.possibleStep = this.#ledger.steps;
    if (!isCertain || caches === 'any') return;
    if (obtained.certainStep <= this.#lostStep(bucket)) obtained.certainMs.length = 0;
    obtained.certainMs.push(nowMs);
    obtained.certainStep = this.#ledger.steps;
    if (obtained.certainMs.length > caches) obtained.certainMs.shift();
  }

  /** A bucket key was obtained, but nobody can say which. */
  unattributed(bucket: BucketRecord, identity: number, keyArn: string, atMs: number): void {
    const last = this.#unattributed.of(bucket, identity, keyArn, neverYet);
    last.atMs = atMs;
    last.step = this.#ledger.steps;
  }

  /** Whether every cache must still have the bucket key. */
  isCertain(bucket: BucketRecord, { certainMs, certainStep }: ObtainTimes, nowMs: number): boolean {
    const { caches, earlyEviction, cacheLifetime, idleTime } = this.#ledger.profile;
    const oldest = certainMs[0];
    if (caches === 'any' || earlyEviction || oldest === undefined || certainMs.length < caches) return false;
    return certainStep > this.#lostStep(bucket) && nowMs < oldest + Math.min(cacheLifetime.minMs, idleTime.minMs);
  }

  /** Whether some cache may still have the bucket key. */
  isPossible({ bucket, by }: Side, keyArn: string, { possibleMs, possibleStep }: ObtainTimes, nowMs: number): boolean {
    const { maxMs } = this.#ledger.profile.cacheLifetime;
    const lost = this.#ledger.cachesLostStep(bucket);
    if (possibleStep > lost && nowMs < possibleMs + maxMs) return true;
    const other = this.#unattributed.of(bucket, by.identity, keyArn, neverYet);
    return (other.step > lost && nowMs < other.atMs + maxMs) || this.#ledger.callsUnseenWithin(bucket, maxMs, nowMs);
  }

  #lostStep(bucket: BucketRecord): number {
    return Math.max(this.#ledger.cachesLostStep(bucket), this.#ledger.unseenCallsStep);
  }
}
