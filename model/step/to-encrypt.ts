import type { ObjectVersionState } from '../charts/object-version.ts';
import type { KnownRequester } from '../records/known-requester.ts';
import type { Bucket, ContextPairs, ObjectVersion } from '../records/records.ts';
import { NO_BUCKET_KEY } from '../records/records.ts';
import type { FoundKey } from './kms-use.ts';

/** An object that is to be decrypted. */
export interface ToDecrypt {
  readonly by: KnownRequester;
  readonly bucketName: string;
  readonly bucket: Bucket;
  readonly objectKey: string;
  readonly version: ObjectVersion;
  /** Whether KMS sees the bucket ARN although the object has no bucket key (F-72, mixed replication). */
  readonly underBucketArn: boolean;
  /** Whether no cached bucket key serves, and what KMS gives is not cached (F-53, K-31). */
  readonly uncached: boolean;
}

/** An object that is to be encrypted under a data key of its own. */
export interface ToEncrypt {
  readonly by: KnownRequester;
  readonly bucketName: string;
  readonly bucket: Bucket;
  readonly objectKey: string;
  readonly state: ObjectVersionState;
  readonly key: FoundKey;
  readonly pairs: ContextPairs;
  /** GenerateDataKey for a write, Encrypt for a replica whose data key exists already (F-70, K-21, K-22). */
  readonly operation: 'GenerateDataKey' | 'Encrypt';
  /** Whether a bucket key that is new is decrypted to check it (U-08, U-13). */
  readonly verifies: readonly boolean[];
  /** Whether KMS sees the bucket ARN although the object has no bucket key (F-72, mixed replication). */
  readonly underBucketArn: boolean;
  /** Whether no cached bucket key serves, and what KMS gives is not cached (F-53, K-31). */
  readonly uncached: boolean;
}

/** The bucket key an object was encrypted under. */
export interface BucketKeyUsed {
  readonly family: number;
  /** Its number, or {@link NO_BUCKET_KEY}, or that of some bucket key of the family. */
  readonly bucketKey: number;
}

/** None: the object has no bucket key. */
export const NO_BUCKET_KEY_USED: BucketKeyUsed = { family: -1, bucketKey: NO_BUCKET_KEY };
