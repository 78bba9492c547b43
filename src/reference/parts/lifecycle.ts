import type { EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { ReplicationStatus } from '../../../model/vocabulary/observation.ts';
import type { StoredVersion } from '../s3/stored-bucket.ts';
import type { StoredObject } from '../s3/stored-object.ts';

/** What S3 does by lifecycle rules (F-196 to F-198). */
export interface LifecycleParts {
  /** Whether an object waits for its replication before anything is done with it (F-197). */
  waits(status: ReplicationStatus | null): boolean;
  /** Whether a delete marker that it leaves is replicated like any other (F-197). */
  markersReplicate(): boolean;
  /** Whether a version that is not current any more may be removed (F-188, F-196). */
  mayRemove(version: StoredVersion): boolean;
  /** What an object is in another storage class; `rule` is that of its bucket now (F-198). */
  inOtherClass(object: StoredObject, rule: EncryptionRule): StoredObject;
  /** Whether an object is opened for it (K-27). */
  opens(object: StoredObject): boolean;
}

/** The correct {@link LifecycleParts}. */
export const LIFECYCLE_PARTS: LifecycleParts = {
  waits: (status) => status === 'PENDING' || status === 'FAILED',
  markersReplicate: () => false,
  mayRemove: ({ object }) => object?.legalHold !== true,
  inOtherClass: (object) => object,
  opens: () => false,
};
