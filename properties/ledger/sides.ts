import {
  bucketNamed,
  type Event,
  headersOf,
  type KmsCall,
  keyNamed,
  mayCallKms,
  mayDecrypt,
  mayOpenUpload,
  type ObjectEvent,
  type Operation,
  objectDecrypted,
  objectRead,
  objectWritten,
  operationOf,
  operationsThat,
  type Profile,
  type SseAlgorithm,
  showsHeaders,
  type UpdateObjectEncryption,
  type UploadEvent,
  uploadId,
  versionNamed,
} from '../../model/index.ts';
import type { ObservedStep } from '../observed-step.ts';
import { succeeded } from '../wording.ts';
import { askedEncryption } from './asked-encryption.ts';
import type { BucketRecord, Grant } from './bucket-record.ts';
import { contextArnOf, wholeCalls } from './calls.ts';
import type { Certainty } from './certainty.ts';
import type { KeyRecord } from './key-record.ts';
import type { LedgerView } from './ledger-view.ts';
import { neededActions } from './needed-actions.ts';
import {
  bucketKeyOf,
  extraContextOf,
  isUnderCustomerKey,
  learn,
  type ObjectRecord,
  type SeenExtraContext,
  unseenVersion,
  updatedVersion,
  Version,
} from './object-record.ts';
import { permitsAll } from './permitted.ts';
import type { LedgerRequester } from './requesters.ts';

/**
 * One side of a request that may take a KMS key: the object read or the object written, and what is known of its
 * encryption.
 */
export interface Side {
  readonly by: LedgerRequester;
  readonly bucket: BucketRecord;
  readonly key: string;
  readonly sse: SseAlgorithm | null | undefined;
  readonly kmsKeyArn: string | null | undefined;
  readonly bucketKey: boolean | undefined;
  readonly extraContext: SeenExtraContext;
  /** The KMS key of `kmsKeyArn`, where that is one of the setup. */
  readonly kmsKey: KeyRecord | undefined;
  /** The KMS calls of those who share bucket keys with `by`, for those of this bucket and KMS key. */
  readonly grant: Grant | undefined;
}

/** The version that a request or a replication reads. */
export interface ReadSide extends Side {
  readonly version: Version;
}

/** The version that a request or a replication has written. */
export interface WriteSide extends Side {
  /** The version it makes, current once the step is recorded. */
  readonly version: Version;
}

/**
 * What a step is about: the bucket and the object it names, as they were before it, the sides of the request, and what
 * else several monitors ask of it.
 */
export interface Sides extends Touched {
  /** The row of the operation. */
  readonly operation: Operation;
  /** The bucket; undefined when there is none, or the event names none. */
  readonly bucket: BucketRecord | undefined;
  /** The bucket that it reads from, if it reads: that of its source, where it names one. */
  readonly from: BucketRecord | undefined;
  /** Key of the object that the event names. */
  readonly key: string | undefined;
  /** The object; undefined when nothing is known of it, or the event names none. */
  readonly object: ObjectRecord | undefined;
  /** Its KMS calls, each whole; undefined where too little of them was seen. */
  readonly kmsCalls: readonly KmsCall[] | undefined;
  /** Whether S3 permits to read `from`, and to write to `bucket`; undefined unless a request on objects asks for it. */
  readonly mayRead: Certainty | undefined;
  readonly mayWrite: Certainty | undefined;
}

/** The sides of a request. */
interface Touched {
  /** Undefined when nothing is read, or what is read is not known to exist. */
  readonly read: ReadSide | undefined;
  /** Undefined unless something was certainly written. */
  readonly write: WriteSide | undefined;
  /** The request was carried out; for a replication: the replica was certainly written in this step. */
  readonly done: boolean;
}

/** Events that may have sides: those for which KMS may be asked. */
export const EVENTS_WITH_SIDES = operationsThat(mayCallKms);

const NONE_TOUCHED: Touched = { read: undefined, write: undefined, done: false };

/** Finds what a step is about in what was seen so far and in its own answer. */
export function findSides(ledger: LedgerView, seen: ObservedStep): Sides {
  const { event, atMs } = seen.step;
  const operation = operationOf(event);
  const name = bucketNamed(event);
  const bucket = name === undefined ? undefined : ledger.bucket(name);
  const key = keyNamed(event);
  const id = versionNamed(event, operation);
  // A copy names a version of its source.
  const own = operation.reads?.from === 'source' ? undefined : id;
  const object =
    key === undefined || bucket === undefined
      ? undefined
      : own === undefined
        ? bucket.object(key)
        : bucket.named(key, own);
  const source = objectRead(event, operation);
  const from = source === undefined || source === event ? bucket : ledger.bucket(source.bucket);
  const { read, write, done } = mayCallKms(operation, ledger.profile, event)
    ? touched(ledger, seen, operation, bucket, from, object, id)
    : NONE_TOUCHED;
  const by = key === undefined || operation.by === 'environment' ? undefined : ledger.requesterOf(seen.step);
  const needed = by === undefined ? undefined : neededActions(event as ObjectEvent | UploadEvent, id !== undefined);
  return {
    operation,
    bucket,
    from,
    key,
    object,
    read,
    write,
    done,
    kmsCalls: wholeCalls(seen),
    mayRead: by && from && needed && permitsAll(from, by, needed.read, atMs, event),
    mayWrite: by && bucket && needed && permitsAll(bucket, by, needed.write, atMs, event),
  };
}

function touched(
  ledger: LedgerView,
  seen: ObservedStep,
  operation: Operation,
  bucket: BucketRecord | undefined,
  from: BucketRecord | undefined,
  object: ObjectRecord | undefined,
  id: string | undefined,
): Touched {
  const { event } = seen.step;
  if (operation.writes?.to === 'replica') return replicationSides(ledger, seen, operation, bucket, object);
  if (operation.upload !== undefined) return uploadSides(ledger, seen, operation, bucket, from, id);
  const done = succeeded(seen);
  const source = objectDecrypted(event, operation, seen.observation.kmsCalls);
  // Where something is written, the answer shows the encryption of that.
  const read =
    source === undefined || from === undefined
      ? undefined
      : readSide(
          ledger,
          seen,
          from,
          source.key,
          done && showsHeaders(operation),
          source === event ? (object?.version ?? null) : knownAt(from, source.key, id),
        );
  const target = objectWritten(event, operation);
  const write =
    target === undefined || bucket === undefined || !done
      ? undefined
      : event.op === 'UpdateObjectEncryption'
        ? updatedSide(ledger, seen, bucket, event)
        : writtenSide(ledger, seen, bucket, target.key, read?.version.md5);
  return { read, write, done };
}

/**
 * An upload that is begun is written, under a data key of its own; whoever sends a part reads it, and so does whoever
 * completes it where KMS was asked for that. What it becomes is no side: nothing is asked of KMS for it. Of a part that
 * is copied the source is what is read.
 */
function uploadSides(
  ledger: LedgerView,
  seen: ObservedStep,
  operation: Operation,
  bucket: BucketRecord | undefined,
  from: BucketRecord | undefined,
  id: string | undefined,
): Touched {
  const { event } = seen.step;
  const done = succeeded(seen);
  const none = { read: undefined, write: undefined, done };
  if (bucket === undefined || !('key' in event)) return none;
  if (operation.upload?.does === 'begins')
    return done ? { read: undefined, write: writtenSide(ledger, seen, bucket, event.key, undefined), done } : none;
  if (operation.reads !== undefined) {
    const source = objectRead(event, operation);
    if (source === undefined || from === undefined) return none;
    const copied = knownAt(from, source.key, id);
    return { read: readSide(ledger, seen, from, source.key, false, copied), write: undefined, done };
  }
  const version = bucket.uploads?.get(event.key, uploadId(event) ?? '')?.version;
  const isOpened = operation.upload?.decrypts === 'always' || (seen.observation.kmsCalls?.length ?? 0) > 0;
  if (!isOpened) return none;
  const ownAnswer = done && operation.upload?.decrypts === 'always';
  return { read: readSide(ledger, seen, bucket, event.key, ownAnswer, version ?? null), write: undefined, done };
}

/** What is known of an object, or of the version of it that is named; null = nothing. */
function knownAt(bucket: BucketRecord, key: string, versionId: string | undefined): Version | null {
  return (versionId === undefined ? bucket.versionOf(key) : bucket.named(key, versionId).version) ?? null;
}

/** `ownAnswer`: the answer of this very step shows the encryption of what was read; `known`: null = nothing is. */
function readSide(
  ledger: LedgerView,
  { step, observation }: ObservedStep,
  bucket: BucketRecord,
  key: string,
  ownAnswer: boolean,
  known: Version | null,
): ReadSide | undefined {
  if (known === null && !ownAnswer) return undefined;
  const version = known ?? unseenVersion(ledger.steps, step.atMs, bucket.mayHold(key));
  const by = ledger.requesterOf(step);
  const { bucketKey } = version;
  const shownArn = version.kmsKeyArn === undefined && ownAnswer ? observation.kmsKeyArn : version.kmsKeyArn;
  const kmsKey = keyOf(ledger, shownArn);
  const kmsKeyArn = kmsKey?.arn ?? shownArn;
  return {
    by,
    bucket,
    key,
    version,
    sse: version.sse === undefined && ownAnswer ? observation.sse : version.sse,
    kmsKeyArn,
    bucketKey: bucketKey === undefined && ownAnswer ? bucketKeyOf(observation) : bucketKey,
    extraContext: version.extraContext,
    kmsKey,
    grant: grantOf(bucket, by, kmsKeyArn),
  };
}

function keyOf(ledger: LedgerView, kmsKeyArn: string | null | undefined): KeyRecord | undefined {
  return typeof kmsKeyArn === 'string' ? ledger.key(kmsKeyArn) : undefined;
}

function grantOf(
  bucket: BucketRecord,
  { identity }: LedgerRequester,
  kmsKeyArn: string | null | undefined,
): Grant | undefined {
  return typeof kmsKeyArn === 'string' ? bucket.grant(identity, kmsKeyArn) : undefined;
}

/** `readMd5`: the MD5 of what is read, which is written where the request has no body of its own. */
function writtenSide(
  ledger: LedgerView,
  { step, observation }: ObservedStep,
  bucket: BucketRecord,
  key: string,
  readMd5: string | undefined,
): WriteSide {
  const { event } = step;
  const md5 = 'body' in event ? event.body?.md5 : readMd5;
  const headers = headersOf(event);
  const extraContext = extraContextOf(headers);
  const dataKey = observation.internals?.dataKey;
  const version = new Version({ step: ledger.steps, atMs: step.atMs, writtenBy: step.by, md5, extraContext, dataKey });
  version.customerKey = headers.customerKey ?? null;
  version.isLocked = event.op === 'PutObject' && event.legalHold === true;
  learn(version, observation);
  const by = ledger.requesterOf(step);
  const { sse, bucketKey } = version;
  const kmsKey = keyOf(ledger, version.kmsKeyArn);
  const kmsKeyArn = kmsKey?.arn ?? version.kmsKeyArn;
  return {
    by,
    bucket,
    key,
    version,
    sse,
    kmsKeyArn,
    bucketKey,
    extraContext,
    kmsKey,
    grant: grantOf(bucket, by, kmsKeyArn),
  };
}

/** A version whose encryption was updated has what the request says, and keeps all else (F-147, F-149). */
function updatedSide(
  ledger: LedgerView,
  { step }: ObservedStep,
  bucket: BucketRecord,
  { key, versionId, kmsKeyArn: asked, bucketKeyEnabled = false }: UpdateObjectEncryption,
): WriteSide {
  // What took another name of a key for one is wrong, and for `errors` to say.
  const kmsKeyArn = asked.includes(':key/') ? asked : undefined;
  const known = knownAt(bucket, key, versionId) ?? unseenVersion(ledger.steps, step.atMs, bucket.mayHold(key));
  const version = updatedVersion(known, kmsKeyArn, bucketKeyEnabled);
  const by = ledger.requesterOf(step);
  return {
    by,
    bucket,
    key,
    version,
    sse: 'aws:kms',
    kmsKeyArn,
    bucketKey: bucketKeyEnabled,
    extraContext: version.extraContext,
    kmsKey: keyOf(ledger, kmsKeyArn),
    grant: grantOf(bucket, by, kmsKeyArn),
  };
}

function replicationSides(
  ledger: LedgerView,
  { step, observation }: ObservedStep,
  operation: Operation,
  bucket: BucketRecord | undefined,
  object: ObjectRecord | undefined,
): Touched {
  const named = objectRead(step.event, operation);
  const source = object?.version;
  const rule = bucket?.replication;
  const by = rule === undefined ? undefined : ledger.requester(rule.role);
  if (named === undefined || bucket === undefined || source === undefined || rule === undefined || by === undefined)
    return NONE_TOUCHED;
  const { key } = named;
  const { sse, bucketKey, extraContext, md5 } = source;
  const kmsKey = keyOf(ledger, source.kmsKeyArn);
  const kmsKeyArn = kmsKey?.arn ?? source.kmsKeyArn;
  const grant = grantOf(bucket, by, kmsKeyArn);
  const read: ReadSide = { by, bucket, key, version: source, sse, kmsKeyArn, bucketKey, extraContext, kmsKey, grant };
  const destination = ledger.bucket(rule.destination);
  const done = observation.replicationStatus === 'COMPLETED' && !source.maybeReplicated;
  if (!done || destination === undefined) return { read, write: undefined, done: false };
  const origin = {
    name: `${bucket.name}/${key}`,
    source,
    replicaKmsKeyId: rule.replicaKmsKeyId,
    destinationDefault: askedEncryption(ledger, destination, {}, by, step.atMs),
  };
  const dataKey = observation.internals?.dataKey;
  const version = new Version(
    { step: ledger.steps, atMs: step.atMs, writtenBy: by.name, md5, extraContext, dataKey },
    origin,
  );
  version.parts = source.parts;
  version.customerKey = source.customerKey;
  version.isUpdated = source.isUpdated;
  version.isLocked = source.isLocked;
  version.writtenUnder = source.writtenUnder;
  // A replica keeps the type of its source, and its bucket key (F-65, F-68); the rest is left to what its reads show
  // (F-64, F-69).
  const keepsType = typeof sse === 'string' || isUnderCustomerKey(source);
  const replicaKey = isKms(sse) === true ? keyOf(ledger, rule.replicaKmsKeyId) : undefined;
  const write: WriteSide = {
    by,
    bucket: destination,
    key,
    version,
    sse: keepsType ? sse : undefined,
    kmsKeyArn: replicaKey?.arn,
    bucketKey: sse === 'aws:kms' && bucketKey !== true ? undefined : keepsType ? bucketKey : undefined,
    extraContext,
    kmsKey: replicaKey,
    grant: grantOf(destination, by, replicaKey?.arn),
  };
  return { read, write, done };
}

/** The bucket, of those that a step with these sides may use bucket keys of, that a call names. */
export function bucketOfCall(
  ledger: LedgerView,
  { step: { event } }: ObservedStep,
  { operation, bucket, from }: Sides,
  call: KmsCall,
): BucketRecord | undefined {
  if (!mayCallKms(operation, ledger.profile, event)) return undefined;
  const rule = operation.writes?.to === 'replica' ? bucket?.replication : undefined;
  const destination = rule === undefined ? undefined : ledger.bucket(rule.destination);
  const known = named(call, bucket) ?? named(call, from) ?? named(call, destination);
  if (known !== undefined || event.op !== 'ReplicateObject') return known;
  if (bucket?.replicatesUnknown === true) return ledger.bucketWithArn(contextArnOf(call));
  for (const name of ledger.unsettled.destinationsOf(event.bucket)) {
    const perhaps = named(call, ledger.bucket(name));
    if (perhaps !== undefined) return perhaps;
  }
  return undefined;
}

function named(call: KmsCall, bucket: BucketRecord | undefined): BucketRecord | undefined {
  return bucket?.arn === contextArnOf(call) ? bucket : undefined;
}

/**
 * Whether a request may have to open what it reads: for data, or for a checksum if it asks (GetObjectAttributes; K-12).
 */
export function mayDecryptFor(event: Event, operation: Operation, profile: Profile): boolean {
  return mayDecrypt(operation, profile, event);
}

/** How many data keys a request may have to open: of what it reads, and of the upload it is about. */
export function mostOpened(event: Event, operation: Operation, profile: Profile): number {
  return (mayDecryptFor(event, operation, profile) ? 1 : 0) + (mayOpenUpload(operation, profile) ? 1 : 0);
}

/** Whether it copies a part of an upload. */
export function copiesPart({ upload, reads }: Operation): boolean {
  return upload?.does === 'adds' && reads !== undefined;
}

/** Whether an encryption takes a KMS key; undefined where the algorithm was not seen. */
export function isKms(sse: SseAlgorithm | null | undefined): boolean | undefined {
  if (sse === undefined) return undefined;
  return sse === 'aws:kms' || sse === 'aws:kms:dsse';
}

/**
 * What `aws:s3:arn` names for this side: null = the bucket, with a bucket key; else the object (F-88); undefined where
 * the flag was not seen.
 */
export function namedKey({ key, sse, bucketKey }: Pick<Side, 'key' | 'sse' | 'bucketKey'>): string | null | undefined {
  if (sse === 'aws:kms:dsse') return key;
  if (bucketKey === undefined) return undefined;
  return bucketKey ? null : key;
}
