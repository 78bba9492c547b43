import type { S3Error } from '../refusal.ts';
import type { StoredBucket, StoredVersion } from '../s3/stored-bucket.ts';
import type { StoredObject } from '../s3/stored-object.ts';

/** What becomes of the versions of a key; lists have the newest first (F-176 to F-179). */
export interface VersionParts {
  /** Whether a bucket may replicate, or receive replicas: only one that keeps versions (F-163, E-48). */
  mayReplicate(bucket: Pick<StoredBucket, 'versioning'>): boolean;
  /** Why a version cannot be removed; null where it can (E-55). */
  removalError(version: StoredVersion): S3Error | null;
  /** Why a legal hold cannot be put on what is written to a bucket; null where it can (E-56). */
  lockError(bucket: Pick<StoredBucket, 'objectLock'>): S3Error | null;
  /** The older versions once a new one is stored over them. */
  underNew(older: readonly StoredVersion[], written: StoredObject): readonly StoredVersion[];
  /** The older versions once a delete marker hides them. */
  underMarker(older: readonly StoredVersion[]): readonly StoredVersion[];
  /** The versions once one of them is removed by its id. */
  afterRemoval(versions: readonly StoredVersion[], gone: StoredVersion): readonly StoredVersion[];
  /** What a request reads that has named a version. */
  named(version: StoredVersion, current: StoredObject | undefined): StoredVersion;
}

/** The correct {@link VersionParts}. */
export const VERSION_PARTS: VersionParts = {
  mayReplicate: ({ versioning }) => versioning === 'Enabled',
  removalError: ({ object }) => (object?.legalHold === true ? { status: 403, code: 'AccessDenied' } : null),
  lockError: ({ objectLock }) => (objectLock ? null : { status: 400, code: 'InvalidRequest' }),
  underNew: (older) => older,
  underMarker: (older) => older,
  afterRemoval: (versions, gone) => versions.filter((version) => version !== gone),
  named: (version) => version,
};
