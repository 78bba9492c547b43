import { type Operation, objectRead } from '../../model/index.ts';
import type { ObservedStep } from '../observed-step.ts';
import { askedEncryption } from './asked-encryption.ts';
import type { BucketRecord } from './bucket-record.ts';
import type { LedgerView } from './ledger-view.ts';
import { isUnderCustomerKey, type ObjectRecord, Version } from './object-record.ts';
import { grantOf, keyOf } from './one-side.ts';
import { isKms, NONE_TOUCHED, type ReadSide, type Touched, type WriteSide } from './sides.ts';

/** The sides of a replication: the version that is current at its source, and the replica that has certainly come. */
export function replicationSides(
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
