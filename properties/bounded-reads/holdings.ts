import type { BucketRecord } from '../ledger/bucket-record.ts';
import { PerBucket } from '../ledger/nested-map.ts';
import type { Side } from '../ledger/sides.ts';
import type { Ledger } from '../ledger.ts';

/** What one requester holds of one bucket key. */
export interface Holding {
  /** When it may last have been obtained, and in which step; -1 = never. */
  possibleMs: number;
  possibleStep: number;
  /** The last times it was certainly obtained, at most as many as there are caches. */
  readonly certainMs: number[];
  certainStep: number;
}

interface Unattributed {
  atMs: number;
  step: number;
}

/** Who obtained which bucket key when: for every bucket, KMS key, requester and bucket key. */
export class Holdings {
  readonly #ledger: Ledger;
  readonly #held = new PerBucket<BucketRecord, Map<string, Holding>>();
  readonly #unattributed = new PerBucket<BucketRecord, Unattributed>();

  /** Nobody holds anything yet. */
  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** What whoever acts on this side holds of a bucket key. */
  of({ bucket, by }: Side, keyArn: string, name: string): Holding {
    const held = this.#held.of(bucket, by.identity, keyArn, () => new Map());
    let holding = held.get(name);
    if (holding === undefined) {
      holding = { possibleMs: Number.NEGATIVE_INFINITY, possibleStep: -1, certainMs: [], certainStep: -1 };
      held.set(name, holding);
    }
    return holding;
  }

  /** A bucket key was obtained; for certain, or perhaps. */
  obtain(bucket: BucketRecord, holding: Holding, nowMs: number, isCertain: boolean): void {
    const { caches } = this.#ledger.profile;
    holding.possibleMs = nowMs;
    holding.possibleStep = this.#ledger.steps;
    if (!isCertain || caches === 'any') return;
    if (holding.certainStep <= this.#lostStep(bucket)) holding.certainMs.length = 0;
    holding.certainMs.push(nowMs);
    holding.certainStep = this.#ledger.steps;
    if (holding.certainMs.length > caches) holding.certainMs.shift();
  }

  /** A bucket key was obtained, but nobody can say which. */
  unattributed(bucket: BucketRecord, identity: string, keyArn: string, atMs: number): void {
    const last = this.#unattributed.of(bucket, identity, keyArn, () => ({ atMs, step: -1 }));
    last.atMs = atMs;
    last.step = this.#ledger.steps;
  }

  /** Whether every cache must still have the bucket key. */
  isCertain(bucket: BucketRecord, { certainMs, certainStep }: Holding, nowMs: number): boolean {
    const { caches, earlyEviction, cacheLifetime } = this.#ledger.profile;
    const oldest = certainMs[0];
    if (caches === 'any' || earlyEviction || oldest === undefined || certainMs.length < caches) return false;
    return certainStep > this.#lostStep(bucket) && nowMs < oldest + cacheLifetime.minMs;
  }

  /** Whether some cache may still have the bucket key. */
  isPossible({ bucket, by }: Side, keyArn: string, { possibleMs, possibleStep }: Holding, nowMs: number): boolean {
    const { maxMs } = this.#ledger.profile.cacheLifetime;
    const lost = this.#ledger.cachesLostStep(bucket);
    if (possibleStep > lost && nowMs < possibleMs + maxMs) return true;
    const other = this.#unattributed.of(bucket, by.identity, keyArn, () => ({ atMs: Number.NEGATIVE_INFINITY, step: -1 }));
    return (other.step > lost && nowMs < other.atMs + maxMs) || this.#ledger.callsUnseenWithin(maxMs, nowMs);
  }

  #lostStep(bucket: BucketRecord): number {
    return Math.max(this.#ledger.cachesLostStep(bucket), this.#ledger.unseenCallsStep);
  }
}
