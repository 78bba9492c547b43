import type { StoredBucket, StoredVersion } from '../s3/stored-bucket.ts';
import type { StoredObject } from '../s3/stored-object.ts';

/** What becomes of the versions of a key; lists have the newest first (F-176 to F-179). */
export interface VersionParts {
  /** Whether a bucket may replicate, or receive replicas: only one that keeps versions (F-163, E-48). */
  mayReplicate(bucket: Pick<StoredBucket, 'versioning'>): boolean;
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
  underNew: (older) => older,
  underMarker: (older) => older,
  afterRemoval: (versions, gone) => versions.filter((version) => version !== gone),
  named: (version) => version,
};
