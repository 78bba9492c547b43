import {
  type Event,
  type KmsCall,
  mayCallKms,
  mayDecrypt,
  mayOpenUpload,
  type Operation,
  operationsThat,
  type Profile,
  type SseAlgorithm,
} from '../../model/index.ts';
import type { ObservedStep } from '../observed-step.ts';
import type { BucketRecord, Grant } from './bucket-record.ts';
import { contextArnOf } from './calls.ts';
import type { Certainty } from './certainty.ts';
import type { KeyRecord } from './key-record.ts';
import type { LedgerView } from './ledger-view.ts';
import type { ObjectRecord, SeenExtraContext, Version } from './object-record.ts';
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
export interface Touched {
  /** Undefined when nothing is read, or what is read is not known to exist. */
  readonly read: ReadSide | undefined;
  /** Undefined unless something was certainly written. */
  readonly write: WriteSide | undefined;
  /** The request was carried out; for a replication: the replica was certainly written in this step. */
  readonly done: boolean;
}

/** Nothing is read, nor written. */
export const NONE_TOUCHED: Touched = { read: undefined, write: undefined, done: false };

/** Events that may have sides: those for which KMS may be asked. */
export const EVENTS_WITH_SIDES = operationsThat(mayCallKms);

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
