import type { BlockedEncryptionType, EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { VersioningStatus } from '../../../model/vocabulary/fields.ts';
import type { BucketPolicyStatement } from '../../../model/vocabulary/policy.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { Sealed } from '../crypto/sealer.ts';
import type { CiphertextBlob } from '../kms/key.ts';
import type { Resolution } from '../parts/encryption.ts';
import type { EncryptionContext, ObjectEncryption, ProtectedDataKey, StoredObject } from './stored-object.ts';

/**
 * A bucket key as it is kept with its bucket: wrapped by its KMS key, so its plaintext can always be fetched again
 * (F-107).
 */
export interface WrappedBucketKey {
  readonly id: string;
  /** The one bucket it serves (F-114). */
  readonly bucket: string;
  /** The one KMS key it serves (F-28). */
  readonly kmsKeyArn: string;
  readonly blob: CiphertextBlob;
  /** The context it was wrapped with; KMS demands the same again (F-91). */
  readonly context: EncryptionContext;
  readonly generatedAtMs: number;
  /** For how many objects it has made data keys (U-26). */
  uses: number;
}

/** The replication rule of a bucket, for all its objects. */
export interface StoredReplicationRule {
  readonly destination: string;
  readonly role: Requester;
  /** Null = KMS-encrypted objects are not replicated (F-66). */
  readonly replicaKmsKeyId: string | null;
  /** Whether delete markers are replicated as well (F-180). */
  readonly deleteMarkers: boolean;
}

/** A version of an object, or a delete marker, which has none. */
export interface StoredVersion {
  readonly id: string;
  readonly object: StoredObject | null;
}

/** A part of an upload, sealed under the data key of the upload. */
export interface StoredPart {
  readonly sealed: Sealed;
  readonly etag: string;
}

/** A multipart upload that is neither completed nor aborted. */
export interface StoredUpload {
  /** What its headers and the rule came to when it was created (F-57). */
  readonly resolution: Resolution;
  readonly encryption: ObjectEncryption;
  readonly dataKey: ProtectedDataKey;
  readonly creator: Requester;
  /** By number. */
  readonly parts: Map<number, StoredPart>;
}

/** A bucket and everything stored with it. */
export interface StoredBucket {
  readonly name: string;
  /** Account of the owner. */
  readonly account: string;
  /** Block Public Access, on for every bucket that is created now (F-162). */
  readonly blocksPublicPolicies: boolean;
  /** A directory bucket (F-20). */
  readonly isDirectory: boolean;
  /** ARN of the one KMS key that it may ever have; null = none yet, or it is no directory bucket (F-20). */
  keyForLife: string | null;
  /** The rule as it was put (F-08); null = never configured, or reset (F-02, F-15). */
  rule: EncryptionRule | null;
  /** What it blocks (F-17, F-166). */
  blocked: readonly BlockedEncryptionType[];
  policy: readonly BucketPolicyStatement[];
  replication: StoredReplicationRule | null;
  /** What it does about versions; null = nothing, and never has (F-175). */
  versioning: VersioningStatus | null;
  /** Whether anybody has said what it does about versions; if not, nothing that needs them is held against it. */
  versioningIsTold: boolean;
  /** Object Lock is on (F-188). */
  objectLock: boolean;
  /** The current objects. */
  readonly objects: Map<string, StoredObject>;
  /** By key, the id of the current version or delete marker, where it was stored as one. */
  readonly currentIds: Map<string, string>;
  /** By key, what is not current, the newest first. */
  readonly older: Map<string, readonly StoredVersion[]>;
  /** By key, the ids of the delete markers that were replicated, or are replicas. */
  readonly replicatedMarkers: Map<string, Set<string>>;
  /** By key and id. */
  readonly uploads: Map<string, StoredUpload>;
  /** Whether it was deleted. A bucket of the same name that was made since is another one. */
  isDeleted: boolean;
  /** By id. */
  bucketKeys: ReadonlyMap<string, WrappedBucketKey>;
}

/** An empty bucket nobody configured. */
export function newStoredBucket(
  name: string,
  account: string,
  blocksPublicPolicies: boolean,
  objects: StoredBucket['objects'],
  versioningIsTold: boolean,
  blocked: readonly BlockedEncryptionType[],
  isDirectory: boolean,
): StoredBucket {
  return {
    name,
    account,
    blocksPublicPolicies,
    isDirectory,
    keyForLife: null,
    rule: null,
    blocked,
    policy: [],
    replication: null,
    versioning: null,
    versioningIsTold,
    objectLock: false,
    objects,
    currentIds: new Map(),
    older: new Map(),
    replicatedMarkers: new Map(),
    uploads: new Map(),
    isDeleted: false,
    bucketKeys: new Map(),
  };
}
