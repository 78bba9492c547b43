import type { BucketEncryptionState } from '../charts/bucket-encryption.ts';
import type { BucketKeyState } from '../charts/bucket-key.ts';
import type { KmsKeyState } from '../charts/kms-key.ts';
import type { EtagClass, ObjectVersionState } from '../charts/object-version.ts';
import type { ReplicationStatusState } from '../charts/replication-status.ts';
import type { BucketPolicyStatement, KeyPolicyStatement } from '../vocabulary/policy.ts';
import type { Lagging } from './lagging.ts';

/** The encryption configuration of a bucket: the state tells the algorithm, and whether bucket keys are on. */
export interface BucketEncryption {
  readonly state: BucketEncryptionState;
  /** The key as it was put (F-08); undefined means the AWS managed key (F-12). */
  readonly kmsKeyId: string | undefined;
  /** The bucket-key flag of a rule of an algorithm that has no bucket keys (F-06, F-07, U-15). */
  readonly dormantFlag: boolean;
  /** Set by PutBucketEncryption; a header-less copy onto itself is accepted then (F-51). */
  readonly explicit: boolean;
}

/** A replication rule. */
export interface ReplicationRule {
  readonly destination: string;
  readonly role: string;
  readonly replicaKmsKeyId: string | undefined;
}

/** A bucket. */
export interface Bucket {
  readonly account: string;
  /** Number of its name, which its bucket keys are kept under. */
  readonly number: number;
  readonly encryption: Lagging<BucketEncryption>;
  readonly policy: readonly BucketPolicyStatement[];
  readonly replication: ReplicationRule | undefined;
  readonly objectCount: number;
  /** Plaintext bucket keys cached in an earlier epoch are gone (EvictBucketKeys). */
  readonly cacheEpoch: number;
}

/** The object has no bucket key. */
export const NO_BUCKET_KEY = -1;
/** The object has a bucket key, but which of those alive at its writing was never seen. */
export const SOME_BUCKET_KEY = -2;
/** The object is not under a KMS key. */
export const NO_KMS_KEY = -1;
/** An opaque ETag that nobody has seen yet. */
export const UNSEEN_ETAG = '*';

/** Extra context pairs of an object, in ascending order of name. */
export type ContextPairs = readonly (readonly [name: string, value: string])[];

/** The current version of an object: its stored state governs every read, whatever the bucket says today (F-40). */
export interface ObjectVersion {
  readonly state: ObjectVersionState;
  readonly etagClass: EtagClass;
  /** Number of the KMS key, or {@link NO_KMS_KEY}. */
  readonly kmsKey: number;
  /** Number of the bucket-key generation, {@link NO_BUCKET_KEY} or {@link SOME_BUCKET_KEY}. */
  readonly generation: number;
  /** Number of the family its bucket key belongs to; -1 without bucket key. */
  readonly family: number;
  readonly md5: string;
  /** The ETag, of its class, or {@link UNSEEN_ETAG}. */
  readonly etag: string;
  readonly context: ContextPairs;
  readonly replication: ReplicationStatusState;
}

/** Control state of a KMS key with what belongs to it. */
export interface KeyControl {
  readonly state: KmsKeyState;
  /** When the waiting period ends; Infinity unless pending deletion. */
  readonly deletedAtMs: number;
}

/** A KMS key. Its material is not modelled: rotation changes nothing that can be observed (F-124, F-125). */
export interface KmsKey {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  /** AWS managed key `aws/s3` (F-12). */
  readonly managed: boolean;
  readonly control: Lagging<KeyControl>;
  readonly policy: Lagging<readonly KeyPolicyStatement[]>;
  readonly onDemandRotations: number;
}

/** An alias of an account. */
export interface Alias {
  /** Number of the KMS key. */
  readonly target: Lagging<number>;
}

/** A plaintext bucket key in a cache, serving one requester. */
export interface Reader {
  /** Number of the requester's identity. */
  readonly identity: number;
  readonly cache: number;
  readonly obtainedAtMs: number;
  readonly epoch: number;
  /** Obtained by a write, so that U-09 decides whether it serves reads. */
  readonly byWrite: boolean;
}

/** One bucket key: made once, kept KMS-encrypted with the bucket for as long as objects need it (F-107). */
export interface Generation {
  readonly state: BucketKeyState;
  readonly family: number;
  readonly mintedAtMs: number;
  readonly readers: readonly Reader[];
}

/**
 * The bucket keys of one (bucket, KMS key, partition of extra context): only these may stand in for each other (F-28,
 * F-114).
 */
export interface Family {
  /** Number of the newest generation. */
  readonly newest: number;
  readonly newestMintedAtMs: number;
  /** Until when an older generation may still make data keys. */
  readonly othersUntilMs: number;
  /** Extra context pairs its bucket keys are wrapped with (U-12). */
  readonly pairs: ContextPairs;
}

/** What one cache holds of one family for one requester. Times of -1 mean never. */
export interface Holding {
  /** The bucket key that serves writes, or {@link SOME_BUCKET_KEY}; {@link NO_BUCKET_KEY} when there is none. */
  readonly generation: number;
  readonly mintedAtMs: number;
  readonly obtainedAtMs: number;
  readonly epoch: number;
  /** Obtained by a read, so that U-09 decides whether it serves writes. */
  readonly byRead: boolean;
  /** Until when another bucket key than `generation` may serve writes as well. */
  readonly othersUntilMs: number;
  /** When a bucket key was last obtained that may be any of the family. */
  readonly someObtainedAtMs: number;
  /** When any bucket key of the family was last obtained. */
  readonly lastObtainedAtMs: number;
}
