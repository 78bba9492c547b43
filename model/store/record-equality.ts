import type { Lagging } from '../records/lagging.ts';
import type {
  Alias,
  Bucket,
  BucketEncryption,
  ContextPairs,
  Family,
  Generation,
  Holding,
  KeyControl,
  KmsKey,
  ObjectVersion,
  Reader,
} from '../records/records.ts';
import type { KeyPolicyStatement } from '../vocabulary/policy.ts';
import { hashNumber } from './hash.ts';

// Hashes need not tell everything apart (equal hashes are compared in full): they leave out what seldom differs alone,
// and of a name take the length, which costs less than its characters.

/** Hash of a bucket. */
export function hashBucket(bucket: Bucket): number {
  const hash = hashNumber(hashNumber(1, bucket.objectCount), bucket.encryption.current.state.length);
  return hashNumber(hash, bucket.policy.length + (bucket.replication === undefined ? 0 : 64));
}

/** Hash of an object version. */
export function hashObjectVersion(version: ObjectVersion): number {
  const hash = hashNumber(hashNumber(version.generation, version.kmsKey), version.family);
  return hashNumber(hash, version.state.length * 32 + version.replication.length);
}

/** Hash of a KMS key. */
export function hashKmsKey(key: KmsKey): number {
  return hashNumber(hashNumber(key.control.current.state.length, key.id.length), key.onDemandRotations);
}

/** Hash of an alias. */
export function hashAlias(alias: Alias): number {
  return hashNumber(7, alias.target.current);
}

/** Hash of a bucket key. */
export function hashGeneration(generation: Generation): number {
  let hash = hashNumber(generation.state.length, generation.mintedAtMs);
  for (const reader of generation.readers) hash = hashNumber(hashNumber(hash, reader.identity), reader.obtainedAtMs);
  return hash;
}

/** Hash of a family. */
export function hashFamily(family: Family): number {
  return hashNumber(hashNumber(hashNumber(3, family.newest), family.newestMintedAtMs), family.othersUntilMs);
}

/** Hash of a holding. */
export function hashHolding(holding: Holding): number {
  let hash = hashNumber(hashNumber(5, holding.generation), holding.obtainedAtMs);
  hash = hashNumber(hash, holding.someObtainedAtMs);
  return hashNumber(hash, holding.lastObtainedAtMs + (holding.byRead ? 1 : 0));
}

/** Equality of buckets. */
export function sameBucket(a: Bucket, b: Bucket): boolean {
  return (
    a.account === b.account &&
    a.objectCount === b.objectCount &&
    a.cacheEpoch === b.cacheEpoch &&
    a.policy === b.policy &&
    sameReplication(a, b) &&
    sameLagging(a.encryption, b.encryption, sameEncryption)
  );
}

/** Equality of encryption configurations. */
export function sameEncryption(a: BucketEncryption, b: BucketEncryption): boolean {
  return (
    a.state === b.state && a.explicit === b.explicit && a.kmsKeyId === b.kmsKeyId && a.dormantFlag === b.dormantFlag
  );
}

function sameReplication({ replication: a }: Bucket, { replication: b }: Bucket): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.destination === b.destination && a.role === b.role && a.replicaKmsKeyId === b.replicaKmsKeyId;
}

/** Equality of object versions. */
export function sameObjectVersion(a: ObjectVersion, b: ObjectVersion): boolean {
  return (
    a.state === b.state &&
    a.etagClass === b.etagClass &&
    a.kmsKey === b.kmsKey &&
    a.generation === b.generation &&
    a.family === b.family &&
    a.md5 === b.md5 &&
    a.etag === b.etag &&
    a.replication === b.replication &&
    sameContext(a.context, b.context)
  );
}

function sameContext(a: ContextPairs, b: ContextPairs): boolean {
  return a.length === b.length && a.every(([name, value], i) => name === b[i]?.[0] && value === b[i]?.[1]);
}

/** Equality of KMS keys. */
export function sameKmsKey(a: KmsKey, b: KmsKey): boolean {
  return (
    a.arn === b.arn &&
    a.managed === b.managed &&
    a.onDemandRotations === b.onDemandRotations &&
    sameLagging(a.control, b.control, sameControl) &&
    sameLagging(a.policy, b.policy, sameKeyPolicy)
  );
}

/** Equality of control states. */
export function sameControl(a: KeyControl, b: KeyControl): boolean {
  return a.state === b.state && a.deletedAtMs === b.deletedAtMs;
}

/** Equality of key policies: the same statements in the same order. */
export function sameKeyPolicy(a: readonly KeyPolicyStatement[], b: readonly KeyPolicyStatement[]): boolean {
  return a === b || (a.length === b.length && a.every((statement, i) => sameStatement(statement, b[i])));
}

function sameStatement(a: KeyPolicyStatement, b: KeyPolicyStatement | undefined): boolean {
  return (
    b !== undefined &&
    a.effect === b.effect &&
    a.principal === b.principal &&
    a.contextArn === b.contextArn &&
    a.actions.length === b.actions.length &&
    a.actions.every((action, i) => action === b.actions[i])
  );
}

/** Equality of aliases. */
export function sameAlias(a: Alias, b: Alias): boolean {
  return sameLagging(a.target, b.target, (x, y) => x === y);
}

/** Equality of bucket keys. */
export function sameGeneration(a: Generation, b: Generation): boolean {
  return (
    a.state === b.state &&
    a.family === b.family &&
    a.mintedAtMs === b.mintedAtMs &&
    a.readers.length === b.readers.length &&
    a.readers.every((reader, i) => sameReader(reader, b.readers[i]))
  );
}

function sameReader(a: Reader, b: Reader | undefined): boolean {
  return (
    b !== undefined &&
    a.identity === b.identity &&
    a.cache === b.cache &&
    a.obtainedAtMs === b.obtainedAtMs &&
    a.epoch === b.epoch &&
    a.byWrite === b.byWrite
  );
}

/** Equality of families. */
export function sameFamily(a: Family, b: Family): boolean {
  return a.newest === b.newest && a.newestMintedAtMs === b.newestMintedAtMs && a.othersUntilMs === b.othersUntilMs;
}

/** Equality of holdings. */
export function sameHolding(a: Holding, b: Holding): boolean {
  return (
    a.generation === b.generation &&
    a.mintedAtMs === b.mintedAtMs &&
    a.obtainedAtMs === b.obtainedAtMs &&
    a.epoch === b.epoch &&
    a.byRead === b.byRead &&
    a.othersUntilMs === b.othersUntilMs &&
    a.someObtainedAtMs === b.someObtainedAtMs &&
    a.lastObtainedAtMs === b.lastObtainedAtMs
  );
}

function sameLagging<T>(a: Lagging<T>, b: Lagging<T>, same: (x: T, y: T) => boolean): boolean {
  if (!same(a.current, b.current) || a.earlier.length !== b.earlier.length) return false;
  return a.earlier.every((old, i) => {
    const other = b.earlier[i];
    return other !== undefined && old.untilMs === other.untilMs && same(old.value, other.value);
  });
}
