import type { EncryptionHeaders, ObjectName, Observation, ReplicationStatus, SseAlgorithm } from '../../model/index.ts';
import type { KnownBucketKey } from './known-bucket-key.ts';

export type { ObjectName };

/** Pairs a caller added to the encryption context (F-89); null = none, undefined = not known. */
export type SeenExtraContext = Readonly<Record<string, string>> | null | undefined;

/** Encryption that a write must lead to; undefined where that is open or cannot be told. */
export interface AskedEncryption {
  /** Null = under a customer key. */
  readonly sse: SseAlgorithm | null | undefined;
  readonly kmsKeyArn: string | null | undefined;
  readonly bucketKey: boolean | undefined;
}

/** The parts of a version that whoever wrote it knows. */
export interface Written {
  /** Index of the step that wrote it; -1 for an object of the setup. */
  readonly step: number;
  readonly atMs: number;
  /** Name of whoever wrote it; null for an object of the setup. */
  readonly writtenBy: string | null;
  /** MD5 of the content. */
  readonly md5: string | undefined;
  readonly extraContext: SeenExtraContext;
  /** Fingerprint of its data key, where the implementation opens itself up. */
  readonly dataKey: string | undefined;
}

/**
 * What is known of one version of an object. A part that no answer has shown yet is undefined; null was seen to be
 * absent.
 */
export class Version implements Written {
  readonly step: number;
  readonly atMs: number;
  readonly writtenBy: string | null;
  md5: string | undefined;
  readonly extraContext: SeenExtraContext;
  readonly dataKey: string | undefined;
  sse: SseAlgorithm | null | undefined = undefined;
  kmsKeyArn: string | null | undefined = undefined;
  bucketKey: boolean | undefined = undefined;
  etag: string | null | undefined = undefined;
  /** Name of the customer key that it was written with; null = none. */
  customerKey: string | null | undefined = undefined;
  replicationStatus: ReplicationStatus | null | undefined = undefined;
  /** The id it was shown to have. */
  versionId: string | undefined = undefined;
  /** It may have been replicated, or be a replica itself: replication would then leave it alone. */
  maybeReplicated: boolean;
  /** Of how many parts of an upload it is made; undefined where it was written in one, or nobody knows. */
  parts: number | undefined = undefined;
  /** Its encryption was updated since it was written, and the one it was written under, if that is known (F-149). */
  isUpdated = false;
  writtenUnder: SseAlgorithm | null | undefined = undefined;
  /** It was put under a legal hold (F-188); undefined where nobody saw it being written. */
  isLocked: boolean | undefined = false;
  /** It was written before the trace began, in whatever way. */
  isOfPast = false;
  /** What it is a replica of. */
  readonly replicaOf: ReplicaOrigin | undefined;
  /** Its ETag, once it was found opaque and was kept to be compared with those of later writes. */
  opaqueEtag: string | undefined = undefined;
  /** The bucket key it lies under, as far as somebody has told it from others. */
  underBucketKey: KnownBucketKey | undefined = undefined;

  /** A version of which nothing but its writing has been seen. */
  constructor({ step, atMs, writtenBy, md5, extraContext, dataKey }: Written, replicaOf?: ReplicaOrigin) {
    this.step = step;
    this.atMs = atMs;
    this.writtenBy = writtenBy;
    this.md5 = md5;
    this.extraContext = extraContext;
    this.dataKey = dataKey;
    this.maybeReplicated = replicaOf !== undefined;
    this.replicaOf = replicaOf;
  }
}

/** A replica's source and circumstances at the moment of replication. */
export interface ReplicaOrigin {
  /** `bucket/key` of the source, for people. */
  readonly name: string;
  readonly source: Version;
  /** `ReplicaKmsKeyID` of the rule as it was given. */
  readonly replicaKmsKeyId: string | undefined;
  /** What the destination bucket gives to objects that ask for nothing. */
  readonly destinationDefault: AskedEncryption;
}

/** What is known of a key in a bucket. */
export interface ObjectRecord {
  /** `unknown` after a replication whose result was not seen. */
  presence: 'present' | 'absent' | 'unknown';
  /** The current version; undefined unless present. */
  version: Version | undefined;
  /** The last write since then that failed. */
  failedWrite: FailedWrite | undefined;
}

/** A write that failed. */
export interface FailedWrite {
  readonly atMs: number;
  /** Name of whoever tried; null for a replication. */
  readonly by: string | null;
  /** What was to be copied or replicated; undefined for content of its own. */
  readonly from: ObjectName | undefined;
}

/** An object of which nothing was known and that was seen to be there. */
export function unseenVersion(step: number, atMs: number, isOfPast: boolean): Version {
  const version = new Version({
    step,
    atMs,
    writtenBy: null,
    md5: undefined,
    extraContext: undefined,
    dataKey: undefined,
  });
  version.maybeReplicated = true;
  version.isLocked = undefined;
  version.isOfPast = isOfPast;
  return version;
}

/** What is known of a version whose encryption was updated: that, and all else that it was (F-147, F-149). */
export function updatedVersion(before: Version, kmsKeyArn: string | undefined, bucketKey: boolean): Version {
  const writtenUnder = before.isUpdated ? before.writtenUnder : before.sse;
  // What it was a replica of has nothing to say of its encryption any more.
  return Object.assign(new Version(before), before, {
    ...{ sse: 'aws:kms', kmsKeyArn, bucketKey, isUpdated: true, writtenUnder },
    ...{ underBucketKey: undefined, replicaOf: undefined, extraContext: storedContext(before) },
  } as const);
}

/** The pairs that are stored with a version: without KMS those that its writer gave are not. */
export function storedContext({ sse, extraContext }: Pick<Version, 'sse' | 'extraContext'>): SeenExtraContext {
  if (sse === undefined && extraContext !== null) return undefined;
  return sse === 'AES256' || sse === null ? null : extraContext;
}

/** An object stored without encryption before January 2023 (F-33). */
export function plainVersion(md5: string): Version {
  const version = new Version({ step: -1, atMs: 0, writtenBy: null, md5, extraContext: null, dataKey: undefined });
  version.sse = null;
  version.kmsKeyArn = null;
  version.bucketKey = false;
  version.etag = md5;
  version.customerKey = null;
  return version;
}

/** Whether a version is surely under a customer key, of whatever name. */
export function isUnderCustomerKey({ sse, customerKey }: Pick<Version, 'sse' | 'customerKey'>): boolean {
  return typeof customerKey === 'string' && typeof sse !== 'string';
}

/** Adds what an answer shows for the first time. */
export function learn(version: Version, answer: Observation): void {
  if (version.sse === undefined) version.sse = answer.sse;
  if (version.kmsKeyArn === undefined) version.kmsKeyArn = answer.kmsKeyArn;
  if (version.bucketKey === undefined) version.bucketKey = bucketKeyOf(answer);
  if (version.etag === undefined) version.etag = answer.etag;
  // Of 206 it is that of some of the content.
  if (version.md5 === undefined && typeof answer.contentMd5 === 'string' && answer.status !== 206)
    version.md5 = answer.contentMd5;
  if (answer.replicationStatus !== undefined) {
    version.replicationStatus = answer.replicationStatus;
    version.maybeReplicated = answer.replicationStatus === 'COMPLETED' || answer.replicationStatus === 'REPLICA';
  }
}

/** The bucket-key flag an answer shows: the header is true or absent (F-26); undefined where nobody looked. */
export function bucketKeyOf({ bucketKeyEnabled }: Observation): boolean | undefined {
  return bucketKeyEnabled === undefined ? undefined : bucketKeyEnabled === true;
}

/** The pairs that the headers of a write add; a malformed header adds none. */
export function extraContextOf({ context }: EncryptionHeaders): SeenExtraContext {
  return context === undefined || context === 'malformed' ? null : context;
}
