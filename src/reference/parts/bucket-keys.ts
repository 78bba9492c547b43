import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { SecretKey } from '../crypto/secret-key.ts';
import type { ReferenceOptions } from '../options.ts';
import type { CachedBucketKey, FetchRules } from '../s3/plaintext-cache.ts';
import type { StoredBucket, WrappedBucketKey } from '../s3/stored-bucket.ts';

/** What a cached plaintext bucket key is kept for. */
export interface CacheScope {
  readonly bucket: string;
  readonly kmsKeyArn: string;
  /** Identity of the requester, see {@link BucketKeyParts.requesterIdentity}. */
  readonly requester: string;
  /** The very bucket key a read needs; null for writes, which take any. */
  readonly bucketKeyId: string | null;
}

/** Who shares a bucket key, and for how long. */
export interface BucketKeyParts extends FetchRules {
  /** Equal for two requesters that are the same one to S3 (F-95, F-96). */
  requesterIdentity(requester: Requester, mode: ReferenceOptions['requesterMode']): string;
  /**
   * Equal for two scopes that share a cache entry: same bucket, KMS key, requester and bucket key (F-28, F-97, F-114).
   */
  cacheKeyFor(scope: CacheScope): string;
  /** Whether a cached plaintext is young enough to be used at all. */
  isUsable(entry: CachedBucketKey, atMs: number, cacheLifetimeMs: number): boolean;
  /** Whether a bucket key is young enough to make data keys for new objects (F-106). */
  isUsableForWrite(bucketKey: WrappedBucketKey, atMs: number, generationLifetimeMs: number): boolean;
  /**
   * Whether a bucket key may be fetched or made for a bucket: not once it was deleted. Writers of another bucket of its
   * name would share it, and find it nowhere.
   */
  servesBucket(bucket: StoredBucket): boolean;
  /** Whether the bucket keys of one bucket go when another's plaintext is dropped: only if it is the same (F-114). */
  isSameBucket(one: string, other: string): boolean;
  /** The key an entry lends to one request. */
  borrow(entry: CachedBucketKey): SecretKey;
  /** The wrapped bucket keys a bucket keeps when its cached plaintext is evicted (F-107). */
  keptAtEviction(bucketKeys: ReadonlyMap<string, WrappedBucketKey>): ReadonlyMap<string, WrappedBucketKey>;
}

/** Account, role and scoping policy; the session too in the mode of until 2023; all alike where the service asks. */
function requesterIdentity(requester: Requester, mode: ReferenceOptions['requesterMode']): string {
  if (mode === 'service') return mode;
  const { account, principal, scopingPolicy, session } = requester;
  const role = [account, principal, scopingPolicy ?? null];
  return JSON.stringify(mode === 'session' ? [...role, session] : role);
}

/** The correct {@link BucketKeyParts}. An age of exactly the lifetime is too old. */
export const BUCKET_KEY_PARTS: BucketKeyParts = {
  requesterIdentity,
  cacheKeyFor: (scope) => JSON.stringify([scope.bucket, scope.kmsKeyArn, scope.requester, scope.bucketKeyId]),
  isUsable: (entry, atMs, cacheLifetimeMs) => atMs < entry.fetchedAtMs + cacheLifetimeMs,
  isUsableForWrite: (bucketKey, atMs, generationLifetimeMs) => atMs < bucketKey.generatedAtMs + generationLifetimeMs,
  servesBucket: (bucket) => !bucket.isDeleted,
  isSameBucket: (one, other) => one === other,
  sharesFetches: true,
  keepsEvicted: false,
  borrow: (entry) => entry.key,
  keptAtEviction: (bucketKeys) => bucketKeys,
};
