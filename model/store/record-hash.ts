import {
  type Alias,
  type Bucket,
  type BucketKey,
  type Family,
  type Holding,
  type KmsKey,
  NO_BUCKET_KEY,
  type ObjectVersion,
  type PossibleVersions,
  type SomeBucketKey,
  type SomeEntry,
  type Upload,
  type VersionEntry,
} from '../records/records.ts';
import { hashNumber } from './hash.ts';

// Hashes need not tell everything apart (equal hashes are compared in full): they leave out what seldom differs alone,
// and of a name take the length, which costs less than its characters.

/** Hash of a bucket. */
export function hashBucket(bucket: Bucket): number {
  const hash = hashNumber(hashNumber(1, bucket.objectCount), bucket.encryption.current.state.length);
  return hashNumber(hash, bucket.policy.current.length + (bucket.replication.current === null ? 0 : 64));
}

/** Hash of an object version: of what a version has in common with one that covers it, so not of which bucket key. */
export function hashObjectVersion(version: ObjectVersion): number {
  const hash = hashNumber(version.bucketKey === NO_BUCKET_KEY ? 1 : 2, version.kmsKey);
  return hashNumber(hash, version.state.length * 32 + version.replication.length);
}

/** Hash of what may be under a key: of how many versions, since their order says nothing. */
export function hashPossibleVersions({ versions }: PossibleVersions): number {
  return hashNumber(15, versions.length);
}

/** Hash of the versions of a key. */
export function hashVersions({ rank, isMarker }: VersionEntry): number {
  return hashNumber(hashNumber(17, rank), isMarker ? 1 : 0);
}

/** Hash of an upload. */
export function hashUpload({ version, parts }: Upload): number {
  return hashNumber(hashObjectVersion(version), parts.length);
}

/** Hash of a KMS key. */
export function hashKmsKey(key: KmsKey): number {
  return hashNumber(hashNumber(key.control.current.state.length, key.id.length), key.onDemandRotations);
}

/** Hash of an alias. */
export function hashAlias(alias: Alias): number {
  return hashNumber(7, alias.target.current);
}

/** Hash of a bucket key: of what no passing of time changes. */
export function hashBucketKey(key: BucketKey): number {
  return hashNumber(hashNumber(9, key.family), key.createdAtMs);
}

/** Hash of a family. */
export function hashFamily({ live }: Family): number {
  return hashNumbers(3, live);
}

/** Hash of a holding. */
export function hashHolding({ bucketKeys }: Holding): number {
  return hashNumbers(5, bucketKeys);
}

/** Hash of what is known of some bucket key. */
export function hashSomeBucketKey(some: SomeBucketKey): number {
  return hashNumber(hashNumber(11, some.createdAtMs), some.liveUntilMs);
}

/** Hash of what is held of some bucket key. */
export function hashSomeEntry(some: SomeEntry): number {
  return hashNumber(hashNumber(hashNumber(13, some.writesUntilMs), some.obtainedAtMs), some.lastObtainedAtMs);
}

function hashNumbers(seed: number, numbers: readonly number[]): number {
  let hash = seed;
  for (const number of numbers) hash = hashNumber(hash, number);
  return hash;
}
