import type {
  Alias,
  Bucket,
  BucketKey,
  Family,
  Holding,
  KmsKey,
  KmsUse,
  ObjectVersion,
  PossibleVersions,
  SomeBucketKey,
  SomeEntry,
  Upload,
  VersionEntry,
} from '../records/records.ts';
import {
  hashAlias,
  hashBucket,
  hashBucketKey,
  hashFamily,
  hashHolding,
  hashKmsKey,
  hashObjectVersion,
  hashPossibleVersions,
  hashSomeBucketKey,
  hashSomeEntry,
  hashUpload,
  hashVersions,
} from './record-hash.ts';
import { Table } from './table.ts';

/** What a world keeps by number, and of what kind: the one list of its tables. */
export interface Kept {
  buckets: Bucket;
  objects: ObjectVersion;
  /** By number of the object, where {@link objects} has none. */
  possibleVersions: PossibleVersions;
  /** The newest of the versions of a key, by number of the object; none where there is but one, of the id `null`. */
  versions: VersionEntry;
  uploads: Upload;
  kmsKeys: KmsKey;
  aliases: Alias;
  bucketKeys: BucketKey;
  families: Family;
  holdings: Holding;
  /** By number of the family. */
  someBucketKeys: SomeBucketKey;
  /** By number of the holding. */
  someEntries: SomeEntry;
}

/** Name of a table of a world. */
export type TableName = keyof Kept;

/** The tables of a world. */
export type Tables = { [Name in TableName]: Table<Kept[Name]> };

/** What a world has besides its tables: the one list of it. */
export interface Scalars {
  /** Steps taken so far. A bucket key has the number of the step that made it, in every world that explains a trace. */
  steps: number;
  /** Caches that have ever served a request; the others are empty and so interchangeable. */
  cachesTouched: number;
  /** Counts the events that lose cached bucket keys. */
  epoch: number;
  /** Hosts have restarted since what was cached in an earlier epoch. */
  restartEpoch: number;
  kmsThrottled: boolean;
  /** S3 cannot reach KMS: its calls do not get through, or the answers do not (U-32). */
  kmsUnreachable: false | 'calls' | 'answers';
  /** Of the accounts that have a quota and have used it. */
  kmsUse: readonly KmsUse[];
}

/** Tables without records. */
export function emptyTables(): Tables {
  return {
    buckets: Table.empty(hashBucket),
    objects: Table.empty(hashObjectVersion),
    possibleVersions: Table.empty(hashPossibleVersions),
    versions: Table.empty(hashVersions),
    uploads: Table.empty(hashUpload),
    kmsKeys: Table.empty(hashKmsKey),
    aliases: Table.empty(hashAlias),
    bucketKeys: Table.empty(hashBucketKey),
    families: Table.empty(hashFamily),
    holdings: Table.empty(hashHolding),
    someBucketKeys: Table.empty(hashSomeBucketKey),
    someEntries: Table.empty(hashSomeEntry),
  };
}

/** Nothing has happened yet. */
export const NO_SCALARS: Scalars = {
  steps: 0,
  cachesTouched: 0,
  epoch: 0,
  restartEpoch: 0,
  kmsThrottled: false,
  kmsUnreachable: false,
  kmsUse: [],
};

/** Copies what a world has besides its tables. */
export function copyScalars(from: Readonly<Scalars>, to: Scalars): void {
  to.steps = from.steps;
  to.cachesTouched = from.cachesTouched;
  to.epoch = from.epoch;
  to.restartEpoch = from.restartEpoch;
  to.kmsThrottled = from.kmsThrottled;
  to.kmsUnreachable = from.kmsUnreachable;
  to.kmsUse = from.kmsUse;
}
