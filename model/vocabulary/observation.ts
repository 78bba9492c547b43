import type { ShownRule, SseAlgorithm } from './encryption.ts';
import type { ObservedKmsCall } from './kms-call.ts';

/** Replication status as S3 shows it (F-76). */
export type ReplicationStatus = 'PENDING' | 'COMPLETED' | 'FAILED' | 'REPLICA';

/** One authenticated encryption, seen from inside an implementation. */
export interface Seal {
  /** Fingerprint of the key that encrypted; equal fingerprints mean equal keys. */
  readonly key: string;
  /** The nonce, in hex. */
  readonly nonce: string;
}

/** One key that KMS wrapped, for GenerateDataKey or Encrypt, seen from inside an implementation. */
export interface Wrap {
  /** ARN of the KMS key. */
  readonly kmsKeyArn: string;
  /** Fingerprint of the key material it was wrapped with, which a rotation renews (F-124). */
  readonly material: string;
}

/** What only an implementation that opens itself up can show; never part of a black-box observation. */
export interface Internals {
  /** Fingerprint of the data key a successful write or replication stored the object under. */
  readonly dataKey?: string;
  /** Fingerprint of the bucket key that made that data key. */
  readonly bucketKey?: string;
  /** Every AES-GCM encryption made in the step. */
  readonly seals: readonly Seal[];
  /** Every key that KMS wrapped in the step. */
  readonly wraps?: readonly Wrap[];
}

/**
 * What could be seen of one step from outside. Each part is present, `null` where its absence was observed (a header
 * that was not sent), or missing where nobody looked. Nothing is assumed of a missing part.
 */
export interface Observation {
  /** HTTP status; 200 for the environment's events. */
  readonly status: number;
  /** Error code of S3 or KMS; null = a success, or an error without a code (HEAD). */
  readonly code?: string | null;
  /** `x-amz-server-side-encryption`. */
  readonly sse?: SseAlgorithm | null;
  /** `x-amz-server-side-encryption-aws-kms-key-id`: always a key ARN (F-26). */
  readonly kmsKeyArn?: string | null;
  /** `x-amz-server-side-encryption-bucket-key-enabled`: true, or absent (F-26). */
  readonly bucketKeyEnabled?: boolean | null;
  /** ETag without quotes. */
  readonly etag?: string | null;
  /** MD5 of the content that came back, lower-case hex. */
  readonly contentMd5?: string | null;
  /** `x-amz-replication-status`; for ReplicateObject the status of the source afterwards. */
  readonly replicationStatus?: ReplicationStatus | null;
  /** `x-amz-version-id`: of the version that was read, written or deleted, or of the delete marker (F-176, F-177). */
  readonly versionId?: string | null;
  /** `x-amz-delete-marker`: true, or absent (F-177, F-178). */
  readonly deleteMarker?: boolean | null;
  /** The rule GetBucketEncryption answered. */
  readonly rule?: ShownRule | null;
  /** Whether automatic rotation is on, as GetKeyRotationStatus answered (F-207). */
  readonly keyRotationEnabled?: boolean | null;
  /** The KMS calls the step made, in order; missing where KMS cannot be observed, as may be parts of a call. */
  readonly kmsCalls?: readonly ObservedKmsCall[];
  /**
   * KMS calls that were seen since the step before and that no recorded request made. They are counted, and neither
   * accuse nor excuse a request.
   */
  readonly otherKmsCalls?: readonly ObservedKmsCall[];
  /** What else the answer showed: fields that nobody here knows, by name. They are counted, and not looked at. */
  readonly raw?: Readonly<Record<string, unknown>>;
  /** White-box view; missing for every real server. */
  readonly internals?: Internals;
}
