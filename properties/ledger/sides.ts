import { objectArn, type SseAlgorithm } from '../../model/index.ts';
import type { Ledger } from '../ledger.ts';
import type { ObservedStep } from '../property.ts';
import { succeeded } from '../wording.ts';
import type { BucketRecord } from './bucket-record.ts';
import { bucketKeyOf, type ExtraContext, extraContextOf, Version } from './object-record.ts';
import type { KnownRequester } from './requesters.ts';

/** One side of a request that may take a KMS key: the object read or the object written, and what is known of its encryption. */
export interface Side {
  readonly by: KnownRequester;
  readonly bucket: BucketRecord;
  readonly key: string;
  readonly sse: SseAlgorithm | null | undefined;
  readonly kmsKeyArn: string | null | undefined;
  readonly bucketKey: boolean | undefined;
  readonly extraContext: ExtraContext;
}

/** The version that GetObject, a copy or a replication reads. */
export interface ReadSide extends Side {
  readonly version: Version;
}

/** The version that PutObject, a copy or a replication has written. */
export interface WriteSide extends Side {
  readonly md5: string | undefined;
  /** The version it is a replica of. */
  readonly replicaOf: Version | undefined;
}

/** The sides of one step. */
export interface Sides {
  /** Undefined when nothing is read, or what is read is not known to exist. */
  readonly read: ReadSide | undefined;
  /** Undefined unless something was certainly written. */
  readonly write: WriteSide | undefined;
  /** The request was carried out; for a replication: the replica was certainly written in this step. */
  readonly done: boolean;
}

const NO_SIDES: Sides = { read: undefined, write: undefined, done: false };

/** Finds the sides of a step in what was seen so far and in its own answer. */
export function findSides(ledger: Ledger, seen: ObservedStep, stepIndex: number): Sides {
  const { event } = seen.step;
  switch (event.op) {
    case 'GetObject': {
      const done = succeeded(seen);
      return { read: readSide(ledger, seen, event.bucket, event.key, stepIndex, done), write: undefined, done };
    }
    case 'PutObject':
      return succeeded(seen) ? { read: undefined, write: writtenSide(ledger, seen, event, event.body.md5), done: true } : NO_SIDES;
    case 'CopyObject': {
      const done = succeeded(seen);
      const read = readSide(ledger, seen, event.source.bucket, event.source.key, stepIndex, false);
      return { read, write: done ? writtenSide(ledger, seen, event, read?.version.md5) : undefined, done };
    }
    case 'ReplicateObject':
      return replicationSides(ledger, seen, event.bucket, event.key);
    default:
      return NO_SIDES;
  }
}

/** `ownAnswer`: the answer of this very step shows the encryption of what was read. */
function readSide(
  ledger: Ledger,
  seen: ObservedStep,
  bucketName: string,
  key: string,
  step: number,
  ownAnswer: boolean,
): ReadSide | undefined {
  const bucket = ledger.bucket(bucketName);
  if (bucket === undefined) return undefined;
  const known = bucket.versionOf(key);
  if (known === undefined && !ownAnswer) return undefined;
  const version = known ?? unseenVersion(step, seen.step.atMs);
  const { observation } = seen;
  return {
    by: ledger.requesterOf(seen.step),
    bucket,
    key,
    version,
    sse: version.sse === undefined && ownAnswer ? observation.sse : version.sse,
    kmsKeyArn: version.kmsKeyArn === undefined && ownAnswer ? observation.kmsKeyArn : version.kmsKeyArn,
    bucketKey: version.bucketKey === undefined && ownAnswer ? bucketKeyOf(observation) : version.bucketKey,
    extraContext: version.extraContext,
  };
}

function unseenVersion(step: number, atMs: number): Version {
  return new Version({ step, atMs, writtenBy: null, md5: undefined, extraContext: undefined, dataKey: undefined });
}

function writtenSide(
  ledger: Ledger,
  seen: ObservedStep,
  event: { readonly bucket: string; readonly key: string; readonly headers: Parameters<typeof extraContextOf>[0] },
  md5: string | undefined,
): WriteSide | undefined {
  const bucket = ledger.bucket(event.bucket);
  if (bucket === undefined) return undefined;
  const { observation } = seen;
  return {
    by: ledger.requesterOf(seen.step),
    bucket,
    key: event.key,
    sse: observation.sse,
    kmsKeyArn: observation.kmsKeyArn,
    bucketKey: bucketKeyOf(observation),
    extraContext: extraContextOf(event.headers),
    md5,
    replicaOf: undefined,
  };
}

function replicationSides(ledger: Ledger, { observation }: ObservedStep, bucketName: string, key: string): Sides {
  const bucket = ledger.bucket(bucketName);
  const version = bucket?.versionOf(key);
  const rule = bucket?.replication;
  const role = rule === undefined ? undefined : ledger.requester(rule.role);
  if (bucket === undefined || version === undefined || rule === undefined || role === undefined) return NO_SIDES;
  const { sse, kmsKeyArn, bucketKey, extraContext, md5 } = version;
  const read: ReadSide = { by: role, bucket, key, version, sse, kmsKeyArn, bucketKey, extraContext };
  const destination = ledger.bucket(rule.destination);
  const done = observation.replicationStatus === 'COMPLETED' && !version.maybeReplicated;
  if (!done || destination === undefined) return { read, write: undefined, done: false };
  // A replica keeps the type of its source, and its bucket key (F-65, F-68); the rest is left to what its reads show (F-64, F-69).
  const keepsType = sse !== undefined && sse !== null;
  const isKms = sse === 'aws:kms' || sse === 'aws:kms:dsse';
  const write: WriteSide = {
    by: role,
    bucket: destination,
    key,
    sse: keepsType ? sse : undefined,
    kmsKeyArn:
      isKms && rule.replicaKmsKeyId !== undefined && ledger.key(rule.replicaKmsKeyId) !== undefined ? rule.replicaKmsKeyId : undefined,
    bucketKey: sse === 'aws:kms' && bucketKey !== true ? undefined : keepsType ? bucketKey : undefined,
    extraContext,
    md5,
    replicaOf: version,
  };
  return { read, write, done };
}

/** The existing buckets whose bucket keys a step may use: of what it writes, then of what it reads. */
export function touchedBuckets(ledger: Ledger, { step: { event } }: ObservedStep): readonly BucketRecord[] {
  switch (event.op) {
    case 'PutObject':
    case 'GetObject':
      return existing(ledger, [event.bucket]);
    case 'CopyObject':
      return existing(ledger, [event.bucket, event.source.bucket]);
    case 'ReplicateObject': {
      const rule = ledger.bucket(event.bucket)?.replication;
      return existing(ledger, rule === undefined ? [event.bucket] : [rule.destination, event.bucket]);
    }
    default:
      return [];
  }
}

function existing(ledger: Ledger, names: readonly string[]): readonly BucketRecord[] {
  return names.map((name) => ledger.bucket(name)).filter((bucket) => bucket !== undefined);
}

/** Whether an encryption takes a KMS key; undefined where the algorithm was not seen. */
export function isKms(sse: SseAlgorithm | null | undefined): boolean | undefined {
  if (sse === undefined) return undefined;
  return sse === 'aws:kms' || sse === 'aws:kms:dsse';
}

/** `aws:s3:arn` as it is for this side: the bucket with a bucket key, else the object (F-88); undefined where the flag was not seen. */
export function expectedContextArn(side: Side): string | undefined {
  if (side.sse === 'aws:kms:dsse') return objectArn(side.bucket.name, side.key);
  if (side.bucketKey === undefined) return undefined;
  return side.bucketKey ? side.bucket.arn : objectArn(side.bucket.name, side.key);
}
