import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { Random } from '../crypto/random.ts';
import type { Sealer } from '../crypto/sealer.ts';
import type { SecretKey } from '../crypto/secret-key.ts';
import type { ReferenceKms } from '../kms/kms.ts';
import type { ReferenceOptions } from '../options.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import { S3Refusal } from '../refusal.ts';
import type { Keyring } from './keyring.ts';
import type { Host } from './plaintext-cache.ts';
import type { StoredBucket } from './stored-bucket.ts';

/** An in-memory S3: what it stores and what it works with. The operations are functions over it. */
export interface ReferenceS3 {
  readonly buckets: Map<string, StoredBucket>;
  /** Names of buckets that were deleted. */
  readonly deletedNames: Set<string>;
  /** By name. */
  readonly requesters: Map<string, Requester>;
  readonly hosts: readonly [Host, ...Host[]];
  readonly kms: ReferenceKms;
  readonly keyring: Keyring;
  readonly sealer: Sealer;
  readonly random: Random;
  /** The key SSE-S3 seals data keys under; no KMS call is ever needed for it (K-01). */
  readonly internalKey: SecretKey;
  readonly parts: ReferenceParts;
  readonly options: ReferenceOptions;
  /** Whether the setup says of some bucket what it does about versions, so that a new one is known to keep none. */
  readonly tellsVersioning: boolean;
}

/** The bucket of a name. Throws `404 NoSuchBucket` (E-29). */
export function bucketNamed(s3: ReferenceS3, name: string): StoredBucket {
  const bucket = s3.buckets.get(name);
  if (bucket === undefined) throw new S3Refusal({ status: 404, code: 'NoSuchBucket' });
  return bucket;
}

/** The host a request is routed to (U-04). */
export function routedHost(s3: ReferenceS3): Host {
  const [first] = s3.hosts;
  return s3.hosts.length === 1 ? first : (s3.hosts[s3.random.below(s3.hosts.length)] ?? first);
}

/** Drops cached plaintext bucket keys on every host: those of one bucket, or all. */
export function evictPlaintext(s3: ReferenceS3, bucket?: string): void {
  const { isSameBucket } = s3.parts.bucketKeys;
  const isDropped = (name: string) => bucket === undefined || isSameBucket(name, bucket);
  for (const host of s3.hosts) {
    host.writes.evict(isDropped);
    host.reads.evict(isDropped);
  }
}
