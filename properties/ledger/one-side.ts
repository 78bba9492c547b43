import { headersOf, type UpdateObjectEncryption } from '../../model/index.ts';
import type { ObservedStep } from '../observed-step.ts';
import type { BucketRecord, Grant } from './bucket-record.ts';
import type { KeyRecord } from './key-record.ts';
import type { LedgerView } from './ledger-view.ts';
import { bucketKeyOf, extraContextOf, learn, unseenVersion, updatedVersion, Version } from './object-record.ts';
import type { LedgerRequester } from './requesters.ts';
import type { ReadSide, WriteSide } from './sides.ts';

/** What is known of an object, or of the version of it that is named; null = nothing. */
export function knownAt(bucket: BucketRecord, key: string, versionId: string | undefined): Version | null {
  return (versionId === undefined ? bucket.versionOf(key) : bucket.named(key, versionId).version) ?? null;
}

/** `ownAnswer`: the answer of this very step shows the encryption of what was read; `known`: null = nothing is. */
export function readSide(
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

/** The KMS key of an ARN, where it is one that is known. */
export function keyOf(ledger: LedgerView, kmsKeyArn: string | null | undefined): KeyRecord | undefined {
  return typeof kmsKeyArn === 'string' ? ledger.key(kmsKeyArn) : undefined;
}

/** The KMS calls of those who share bucket keys of a bucket and a KMS key with a requester. */
export function grantOf(
  bucket: BucketRecord,
  { identity }: LedgerRequester,
  kmsKeyArn: string | null | undefined,
): Grant | undefined {
  return typeof kmsKeyArn === 'string' ? bucket.grant(identity, kmsKeyArn) : undefined;
}

/** `readMd5`: the MD5 of what is read, which is written where the request has no body of its own. */
export function writtenSide(
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
export function updatedSide(
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
