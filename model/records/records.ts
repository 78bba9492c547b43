import type { BucketEncryptionState } from '../charts/bucket-encryption.ts';
import type { BucketKeyState } from '../charts/bucket-key.ts';
import type { BucketVersioningState } from '../charts/bucket-versioning.ts';
import type { CacheEntryState } from '../charts/cache-entry.ts';
import type { KmsKeyState } from '../charts/kms-key.ts';
import type { MultipartUploadState } from '../charts/multipart-upload.ts';
import type { EtagClass, ObjectVersionState } from '../charts/object-version.ts';
import type { ReplicationStatusState } from '../charts/replication-status.ts';
import type { BlockedEncryptionType } from '../vocabulary/encryption.ts';
import type { CreateGrant } from '../vocabulary/events/kms-events.ts';
import type { BucketPolicyStatement, KeyPolicyStatement } from '../vocabulary/policy.ts';
import { type Lagging, settled } from './lagging.ts';

/** The encryption configuration of a bucket: the state tells the algorithm, and whether bucket keys are on. */
export interface BucketEncryption {
  readonly state: BucketEncryptionState;
  /** The key as it was put (F-08); undefined means the AWS managed key (F-12). */
  readonly kmsKeyId: string | undefined;
  /** The bucket-key flag of a rule of an algorithm that has no bucket keys (F-06, F-07, U-15). */
  readonly dormantFlag: boolean;
  /** Whether somebody has put a rule, or deleted it again: a header-less copy onto itself hangs on it (F-51, U-29). */
  readonly history: 'none' | 'put' | 'deleted';
  /**
   * What it blocks, as it was last put; undefined = not known. A new bucket, and one whose rule was deleted, may block
   * SSE-C or nothing, and show it or not (F-17, F-166, U-17).
   */
  readonly blocked: readonly BlockedEncryptionType[] | undefined;
  /** One of these, it is not known which: nobody recorded how it was put. The other fields say nothing then. */
  readonly oneOf?: readonly BucketEncryption[];
  /** Of a rule whose key nobody has seen as it was put: which KMS key it stood for for the requesters of an account. */
  readonly seenKey?: { readonly account: string; readonly kmsKey: number };
}

/** A replication rule. */
export interface ReplicationRule {
  readonly destination: string;
  readonly role: string;
  readonly replicaKmsKeyId: string | undefined;
  /** Whether it is about delete markers as well (F-180). */
  readonly coversMarkers: boolean;
}

/** A bucket. */
export interface Bucket {
  readonly account: string;
  /** Number of its name, which its bucket keys are kept under. */
  readonly number: number;
  /** Block Public Access is certainly on: CreateBucket made it. A bucket of the setup may be older (F-162). */
  readonly blocksPublicPolicies: boolean;
  /** Object Lock is on (F-188). */
  readonly locksObjects: boolean;
  readonly encryption: Lagging<BucketEncryption>;
  readonly policy: Lagging<readonly BucketPolicyStatement[]>;
  /** Null = no rule. */
  readonly replication: Lagging<ReplicationRule | null>;
  /** Undefined where nobody has said or seen it: taken for unversioned, and nothing that needs versions is refused. */
  readonly versioning: Lagging<BucketVersioningState> | undefined;
  /**
   * How many objects are there, each version and delete marker counted (E-43); of a bucket of the past, how many are
   * surely there.
   */
  readonly objectCount: number;
  /** Plaintext bucket keys cached in an earlier epoch are gone (EvictBucketKeys). */
  readonly cacheEpoch: number;
  /** Of a directory bucket the number of its one KMS key, once a rule has named it (F-20); else {@link NO_KMS_KEY}. */
  readonly lifetimeKey: number;
  /** Of a bucket that was there before the trace began, what of it stays unknown; else undefined. */
  readonly past?: BucketPast | undefined;
}

/** What stays unknown of a bucket that was there before the trace began. */
export interface BucketPast {
  /** Objects may be there that no step has looked at. */
  readonly holdsAny: boolean;
  /** When a bucket key of it may last have been made or obtained by anybody, unseen; and the epoch of that time. */
  readonly cachedMs: number;
  readonly cachedEpoch: number;
}

/** The object has no bucket key. */
export const NO_BUCKET_KEY = -1;
/** The object has a bucket key, one of its family; which of them is not known. */
export const SOME_BUCKET_KEY = -2;
/** The object is not under a KMS key. */
export const NO_KMS_KEY = -1;
/** An opaque ETag that nobody has seen yet; a hyphen and the number of parts follow where there are parts. */
export const UNSEEN_ETAG = '*';

/** Whether an ETag is one that nobody has seen yet. */
export function isUnseenEtag(etag: string): boolean {
  return etag.startsWith(UNSEEN_ETAG);
}
/** The ETag of an object that was written before the trace began, in whatever way; nobody has seen it yet. */
export const ANY_ETAG = '?';
/** The MD5 of content that nobody has seen yet. */
export const UNSEEN_MD5 = '*';
/** A replication status that nobody has seen yet. */
export const UNSEEN_STATUS = 'unseen';
/** None or PENDING: whether a rule covered what was written is open, and is settled when it matters (F-14, U-27). */
export const OPEN_STATUS = 'none or pending';

/** No customer key, or of what is under one, that nobody has seen which. */
export const UNNAMED_CUSTOMER_KEY = '';

/** Extra context pairs of an object, in ascending order of name. */
export type ContextPairs = readonly (readonly [name: string, value: string])[];

/** Pairs that nobody has seen yet, if there are any; told by its identity. */
export const UNSEEN_CONTEXT: ContextPairs = [['*', '*']];

/** A version of an object: its stored state governs every read, whatever the bucket says today (F-40). */
export interface ObjectVersion {
  readonly state: ObjectVersionState;
  readonly etagClass: EtagClass;
  /** Number of the KMS key, or {@link NO_KMS_KEY}. */
  readonly kmsKey: number;
  /** Number of the bucket key, {@link NO_BUCKET_KEY} or {@link SOME_BUCKET_KEY}. */
  readonly bucketKey: number;
  /** Number of the family its bucket key belongs to; -1 without bucket key. */
  readonly family: number;
  readonly md5: string;
  /** The ETag, of its class, or {@link UNSEEN_ETAG}. */
  readonly etag: string;
  readonly context: ContextPairs;
  readonly replication: ReplicationStatusState | typeof UNSEEN_STATUS | typeof OPEN_STATUS;
  /** Name of the customer key, or {@link UNNAMED_CUSTOMER_KEY}. */
  readonly customerKey: string;
}

/** The id of what was written while the bucket kept no versions (F-176). */
export const NULL_VERSION = 'null';

/**
 * One of the versions of a key, or a delete marker, and those that are older. The record of the newest lies where that
 * of a key without versions does, so that who asks for no version asks for nothing new; each other has a number of its
 * own, by its rank.
 */
export interface VersionEntry {
  /** The id as it was seen, {@link NULL_VERSION}, or `ANY_VERSION_ID` where nobody has seen it yet. */
  readonly id: string;
  readonly isMarker: boolean;
  /** Of a delete marker: it was replicated, or is a replica itself, and is not taken up again (F-180). */
  readonly isReplicated?: true;
  /** Of a version: it is under a legal hold (F-188). */
  readonly isLocked?: true;
  /** Its place among the versions of the key; that of the oldest is 1. */
  readonly rank: number;
  readonly older: VersionEntry | undefined;
}

/**
 * What may be under a key, where it is not known: it was there before the trace began, or was written in a way that
 * nobody saw. A step that looks at it takes one of the versions; one whose state is `absent` is none.
 */
export interface PossibleVersions {
  readonly versions: readonly ObjectVersion[];
}

/** A part of an upload. */
export interface UploadedPart {
  readonly number: number;
  readonly md5: string;
  /** The ETag, or {@link UNSEEN_ETAG}. */
  readonly etag: string;
}

/** A multipart upload in progress. */
export interface Upload {
  readonly state: MultipartUploadState;
  /** What its parts are stored as, and the object is going to be; it has neither content nor ETag yet (F-57). */
  readonly version: ObjectVersion;
  /** Those that are there, in ascending order of number. */
  readonly parts: readonly UploadedPart[];
  /** ARN of the role that began it, which may abort and list it unless that is denied. */
  readonly creator: string;
  /** It was begun before the trace, and may have parts that nobody has seen. */
  readonly isOfPast?: true;
}

/** Control state of a KMS key with what belongs to it. */
export interface KeyControl {
  readonly state: KmsKeyState;
  /** When the waiting period ends; Infinity unless pending deletion. */
  readonly deletedAtMs: number;
  /**
   * When imported material expires; Infinity = never. -Infinity = it is gone, and what that does to the state is done
   * (F-211).
   */
  readonly materialEndsMs: number;
  /** In one of these states, it is not known which: nobody recorded how it got there. */
  readonly oneOf?: readonly KmsKeyState[];
}

/** Control state of a key in which nothing ends by itself. */
export function lastingControl(state: KmsKeyState): KeyControl {
  return { state, deletedAtMs: Number.POSITIVE_INFINITY, materialEndsMs: Number.POSITIVE_INFINITY };
}

/** A grant on a KMS key (F-203). */
export interface Grant
  extends Pick<CreateGrant, 'granteePrincipal' | 'retiringPrincipal' | 'operations' | 'constraints'> {
  /** What the trace calls it; undefined of one whose name another has taken since, so that nobody can revoke it. */
  readonly name: string | undefined;
  /** Whether it is there: made or revoked a moment ago it may or may not be seen (F-122). */
  readonly given: Lagging<boolean>;
}

/** No grants. */
export const NO_GRANTS: readonly Grant[] = [];

/** A KMS key. Its material is not modelled: what a rotation does cannot be observed (F-124, F-125). */
export interface KmsKey {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  /** AWS managed key `aws/s3` (F-12). */
  readonly managed: boolean;
  /** It is no symmetric key for encryption, so that S3 cannot use it (E-10). */
  readonly isOfOtherUse?: boolean;
  /** Its material is imported (F-209); of one that is of the past nobody knows. */
  readonly isExternal?: boolean;
  readonly control: Lagging<KeyControl>;
  readonly policy: Lagging<readonly KeyPolicyStatement[]>;
  readonly grants: readonly Grant[];
  readonly onDemandRotations: number;
  /** Whether automatic rotation is on (F-207); undefined = nobody knows. */
  readonly rotates: Lagging<boolean | undefined>;
  /** It was there before the trace began; how often it was rotated is not known. */
  readonly isOfPast?: boolean;
}

/** How much of its quota of KMS an account has used lately (F-127). */
export interface KmsUse {
  readonly account: string;
  /** When its current second began: with a request after the end of the one before. */
  readonly startMs: number;
  /** Requests since then, throttled ones included, and in the second before if that has just ended. */
  readonly requests: number;
  readonly before: number;
}

/** An alias of an account. One that has none is not there, as one without a record, but where it may be of the past. */
export interface Alias {
  /** Number of the KMS key, or {@link NO_KMS_KEY} of an alias that was deleted. */
  readonly target: Lagging<number>;
}

/** An alias that is not there, and never was. */
export const NO_ALIAS: Alias = { target: settled(NO_KMS_KEY) };

/** A plaintext bucket key in a cache, for one requester: the one notion of "held". One that is absent is not kept. */
export interface CacheEntry {
  readonly state: CacheEntryState;
  /** Number of the requester's identity. */
  readonly identity: number;
  readonly cache: number;
  /** What it was obtained for; whether it serves the other as well is open (U-09). */
  readonly by: 'read' | 'write';
  /** When KMS gave it, in milliseconds. */
  readonly obtainedAtMs: number;
  /** When it was last used, where the profile has it end by idleness (U-02); else when KMS gave it. */
  readonly usedAtMs: number;
  /** Count of the evictions and restarts when it was obtained. */
  readonly epoch: number;
}

/** One bucket key: made once, kept KMS-encrypted with the bucket for as long as objects need it (F-107). */
export interface BucketKey {
  readonly state: BucketKeyState;
  /** Number of its family. */
  readonly family: number;
  readonly createdAtMs: number;
  /** How many data keys it has made, where the profile limits them (U-26); else 0. */
  readonly uses: number;
  readonly entries: readonly CacheEntry[];
}

/**
 * The bucket keys of one (bucket, KMS key, partition of extra context): only these may stand in for each other (F-28,
 * F-114).
 */
export interface Family {
  /** Numbers of the bucket keys that a cold write may have decrypted, the newest last (U-07). */
  readonly live: readonly number[];
}

/** An index over cache entries: what one cache holds of one family for the writes of one requester. */
export interface Holding {
  /** Numbers of the bucket keys, the newest last. */
  readonly bucketKeys: readonly number[];
}

/**
 * What is only known of some bucket key of a family, and not of which: see {@link SOME_BUCKET_KEY}. Nothing a step does
 * makes one; whoever follows a trace may put it in place of worlds that differ in nothing else. Times of -1 mean never.
 */
export interface SomeBucketKey {
  /** The latest time at which one of them was made. */
  readonly createdAtMs: number;
  /** Until when one that {@link Family.live} does not list may make data keys. */
  readonly liveUntilMs: number;
}

/** What one cache holds of the bucket keys of a family for a requester, whichever they are. Times of -1 mean never. */
export interface SomeEntry {
  /** Until when one that its {@link Holding} does not list may serve writes. */
  readonly writesUntilMs: number;
  /** When one that may serve reads was last obtained of which it is not known which it is. */
  readonly obtainedAtMs: number;
  /** When any that may serve reads was last obtained, known or not. */
  readonly lastObtainedAtMs: number;
  readonly epoch: number;
}
