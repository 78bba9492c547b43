import type { EncryptionRule } from '../encryption.ts';
import type { VersioningStatus } from '../fields.ts';
import type { BucketPolicyStatement } from '../policy.ts';

/** Creates a bucket owned by the requester's account. 409 if the name is taken; in us-east-1 200 for one's own. */
export interface CreateBucket {
  readonly op: 'CreateBucket';
  readonly bucket: string;
}

/** Deletes an empty bucket; 409 `BucketNotEmpty` otherwise. */
export interface DeleteBucket {
  readonly op: 'DeleteBucket';
  readonly bucket: string;
}

/** Replaces the encryption rule of a bucket (F-01). Any number of rules but one is malformed (F-04). */
export interface PutBucketEncryption {
  readonly op: 'PutBucketEncryption';
  readonly bucket: string;
  readonly rules: readonly EncryptionRule[];
}

/** Reads the encryption rule of a bucket (F-02, F-08). */
export interface GetBucketEncryption {
  readonly op: 'GetBucketEncryption';
  readonly bucket: string;
}

/** Resets a bucket to SSE-S3; repeating it is no error (F-15). */
export interface DeleteBucketEncryption {
  readonly op: 'DeleteBucketEncryption';
  readonly bucket: string;
}

/** Replaces the bucket policy; no statements = no policy. The owner's account alone may: 405 for others (F-184). */
export interface PutBucketPolicy {
  readonly op: 'PutBucketPolicy';
  readonly bucket: string;
  readonly statements: readonly BucketPolicyStatement[];
}

/** Turns versioning on, or suspends it; a bucket that once had it never is unversioned again (F-175). */
export interface PutBucketVersioning {
  readonly op: 'PutBucketVersioning';
  readonly bucket: string;
  readonly status: VersioningStatus;
}

/** Replaces the replication configuration of a bucket by one rule for all its objects (F-66, F-67). */
export interface PutBucketReplication {
  readonly op: 'PutBucketReplication';
  readonly bucket: string;
  /** Bucket that receives the replicas; another one than `bucket`. */
  readonly destination: string;
  /** Name of the requester that is the replication role (F-73). */
  readonly role: string;
  /**
   * `ReplicaKmsKeyID`, with `SseKmsEncryptedObjects` enabled; omitted = KMS-encrypted objects are not replicated
   * (F-66). Never checked when it is configured (F-67).
   */
  readonly replicaKmsKeyId?: string;
  /** `DeleteMarkerReplication`: delete markers are replicated as well; omitted = they are not (F-180). */
  readonly deleteMarkerReplication?: boolean;
}

/** Removes the replication configuration. */
export interface DeleteBucketReplication {
  readonly op: 'DeleteBucketReplication';
  readonly bucket: string;
}

/** Events on buckets. */
export type BucketEvent =
  | CreateBucket
  | DeleteBucket
  | PutBucketEncryption
  | GetBucketEncryption
  | DeleteBucketEncryption
  | PutBucketPolicy
  | PutBucketVersioning
  | PutBucketReplication
  | DeleteBucketReplication;
