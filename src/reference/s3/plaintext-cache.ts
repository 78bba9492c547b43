import type { SecretKey } from '../crypto/secret-key.ts';
import type { WrappedBucketKey } from './stored-bucket.ts';

/** The plaintext of a bucket key as one host holds it for one requester. */
export interface CachedBucketKey {
  readonly bucketKey: WrappedBucketKey;
  readonly key: SecretKey;
  /** When the KMS call that fetched it was made; the lifetime counts from there and is not prolonged by use (U-02). */
  readonly fetchedAtMs: number;
  /** When it was last used. */
  usedAtMs: number;
}

/** What happens to fetches that overlap. */
export interface FetchRules {
  /** Whether requests that miss the same entry at the same time share one fetch (U-06). */
  readonly sharesFetches: boolean;
  /** Whether plaintext is kept that arrives when its bucket was evicted meanwhile. */
  readonly keepsEvicted: boolean;
}

/** A fetch under way, for a bucket. */
interface Flight {
  readonly bucket: string;
  readonly entry: Promise<CachedBucketKey>;
}

/**
 * Plaintext bucket keys of one host, for one use. Requests that miss the same entry at the same time share one fetch
 * (U-06).
 */
export class PlaintextCache {
  readonly #entries = new Map<string, CachedBucketKey>();
  readonly #flights = new Map<string, Flight>();
  readonly #rules: FetchRules;

  constructor(rules: FetchRules) {
    this.#rules = rules;
  }

  /** The entry under a cache key, however old. */
  get(cacheKey: string): CachedBucketKey | undefined {
    return this.#entries.get(cacheKey);
  }

  /** Keeps an entry. */
  set(cacheKey: string, entry: CachedBucketKey): void {
    this.#entries.set(cacheKey, entry);
  }

  /** Fetches an entry and keeps it, or waits for the fetch under way; a fetch that fails fails for all who wait. */
  async fetch(cacheKey: string, bucket: string, make: () => Promise<CachedBucketKey>): Promise<CachedBucketKey> {
    const underWay = this.#flights.get(cacheKey);
    if (underWay !== undefined && this.#rules.sharesFetches) return underWay.entry;
    const flight: Flight = { bucket, entry: make() };
    this.#flights.set(cacheKey, flight);
    try {
      const entry = await flight.entry;
      // After an eviction meanwhile the answer serves those who wait for it, and nobody later.
      if (this.#flights.get(cacheKey) === flight || this.#rules.keepsEvicted) this.#entries.set(cacheKey, entry);
      return entry;
    } finally {
      if (this.#flights.get(cacheKey) === flight) this.#flights.delete(cacheKey);
    }
  }

  /** Drops the entries of these buckets, and forgets what is being fetched for them. */
  evict(isDropped: (bucket: string) => boolean): void {
    for (const [cacheKey, { bucketKey }] of this.#entries) {
      if (isDropped(bucketKey.bucket)) this.#entries.delete(cacheKey);
    }
    for (const [cacheKey, { bucket }] of this.#flights) {
      if (isDropped(bucket)) this.#flights.delete(cacheKey);
    }
  }
}

/** One S3 host. What it may use for writes and for reads is kept apart (F-106). */
export interface Host {
  readonly writes: PlaintextCache;
  readonly reads: PlaintextCache;
}

/** A host that has just started. */
export function newHost(rules: FetchRules): Host {
  return { writes: new PlaintextCache(rules), reads: new PlaintextCache(rules) };
}
