import { type AttemptEnd, replicationStatus } from '../charts/replication-status.ts';
import { operationOf } from '../operations/operations.ts';
import { UNKNOWN_REPLICATION } from '../records/past.ts';
import { NULL_VERSION } from '../records/records.ts';
import { keptEtag } from '../rules/etag.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { shownStatus } from '../rules/replication.ts';
import { alteredVersion } from '../store/alter.ts';
import type { ReplicateObject } from '../vocabulary/events/environment-events.ts';
import { ANY_VERSION_ID, type Outcome } from '../vocabulary/outcome.ts';
import { findBucket } from './buckets.ts';
import { CHECKS } from './checks.ts';
import { decryptObject, encryptObject } from './object-encryption.ts';
import { lockWritten } from './object-lock.ts';
import { type Content, NOTHING, replicated, statusOf, versionAt } from './object-moves.ts';

import { withStatus } from './past-objects.ts';
import { replicateByUnknownRule } from './past-replication.ts';
import { raised } from './raised.ts';
import { mayInitiate, statusAfterJob } from './replicate-job.ts';
import { replicateMarker, replicateNothing } from './replicate-marker.ts';
import { withSettledStatus } from './replication-seen.ts';
import { checked, type Request, requestOf } from './request.ts';
import { storeVersion } from './store-version.ts';
import type { BucketKeyUsed } from './to-encrypt.ts';
import { ACCESS_DENIED_REFUSAL, requesterNamed, showingMore, succeed, type Transaction } from './transaction.ts';
import { addVersion, entryNamed, newestVersion, numberOfVersion } from './versions.ts';

/**
 * Replication takes up an object: F-64 to F-69, with the KMS calls of the replication role (K-21 to K-24).
 * What is not due leaves all as it is; whatever else stands against it fails the replica (E-38).
 */
export function replicateObject(transaction: Transaction, event: ReplicateObject): Outcome {
  const rule = findBucket(transaction, event.bucket)?.replication.current ?? null;
  if (rule === UNKNOWN_REPLICATION) return replicateByUnknownRule(transaction, event, operationOf(event).because);
  if (rule === null) return replicationOutcome(transaction, event);
  if (event.job !== undefined && !mayInitiate(transaction, event, event.job))
    return replicationOutcome(transaction, event);
  const request = requestOf(transaction, event, requesterNamed(transaction.scope, rule.role), rule);
  const newest = transaction.draft.versions.get(transaction.scope.object(event.bucket, event.key));
  if (newest?.isMarker === true) {
    replicateMarker(request, event, newest);
    return replicationOutcome(transaction, event);
  }
  for (const check of request.operation.order) {
    if (CHECKS[check](request) === undefined) continue;
    if (check === 'object') replicateNothing(transaction, event, rule);
    const isDue = check !== 'object' && check !== 'eligible';
    return isDue ? settle(request, event, 'ReplicationFails') : replicationOutcome(transaction, event);
  }
  return settle(request, event, attempt(request, event));
}

/** Success, with the status of the source by now. */
function replicationOutcome(transaction: Transaction, event: ReplicateObject): Outcome {
  const number = transaction.scope.object(event.bucket, event.key);
  const version = transaction.draft.objects.get(number);
  const { status, because } = operationOf(event);
  const outcome = succeed(transaction, status, because);
  if (version === undefined) return outcome;
  const settled = withSettledStatus(transaction, number, withStatus(transaction, number, version, false));
  return showingMore(outcome, { replicationStatus: shownStatus(settled.replication) });
}

function settle({ transaction, version }: Request, event: ReplicateObject, end: AttemptEnd): Outcome {
  const number = transaction.scope.object(event.bucket, event.key);
  const taken = checked(version);
  const again = event.job === undefined ? undefined : statusAfterJob(taken);
  if (again === undefined) raised?.({ to: 'object', number, event: { type: end } });
  const replication = again ?? replicationStatus.on[end].after(statusOf(taken));
  transaction.draft.set('objects', number, alteredVersion(taken, { replication }));
  return replicationOutcome(transaction, event);
}

function attempt(request: Request, { bucket: bucketName, key: objectKey }: ReplicateObject): AttemptEnd {
  const { transaction, by } = request;
  const version = checked(request.version);
  const replica = checked(request.replica);
  // Its lock goes with it, and only to a bucket that has locks (F-188).
  const isLocked = newestVersion(transaction, request.sourceNumber)?.isLocked === true;
  if (isLocked && !checked(request.bucket).locksObjects) return 'ReplicationFails';
  const refusal = decryptObject(transaction, {
    by,
    bucketName,
    bucket: checked(request.from),
    objectKey,
    version,
    underBucketArn: replica.bucketArnAtSource,
    uncached: false,
  });
  if (refusal !== undefined) return ended(refusal);
  const { state, key, operation, bucketArnAtTarget: underBucketArn } = replica;
  const { replicationVerifies, writeVerifies } = transaction.profile;
  const pairs = version.context;
  const to = checked(request.rule ?? undefined).destination;
  const used = encryptObject(transaction, {
    by,
    bucketName: to,
    bucket: checked(request.bucket),
    objectKey,
    state,
    key,
    pairs,
    operation,
    verifies: operation === 'Encrypt' ? replicationVerifies : writeVerifies,
    underBucketArn,
    uncached: false,
  });
  if ('code' in used) return ended(used);
  arrive(request, { bucket: to, key: objectKey }, used);
  if (isLocked) lockWritten(transaction, transaction.scope.object(to, objectKey));
  return 'ReplicationSucceeds';
}

/** What KMS throttles or fails at is tried again later (F-74, U-32); every other refusal fails the replica (E-38). */
function ended(refusal: Refusal): AttemptEnd {
  return refusal !== ACCESS_DENIED_REFUSAL && refusal.status === 503 ? 'ReplicationThrottled' : 'ReplicationFails';
}

function arrive(
  request: Request,
  target: { readonly bucket: string; readonly key: string },
  used: BucketKeyUsed,
): void {
  const { transaction } = request;
  const source = checked(request.version);
  const { state, key } = checked(request.replica);
  const { md5, context, customerKey } = source;
  const content: Content = {
    kmsKey: key.number,
    bucketKey: used.bucketKey,
    family: used.family,
    md5,
    context,
    customerKey,
  };
  const number = transaction.scope.object(target.bucket, target.key);
  raised?.({ to: 'object', number, event: { type: 'ReplicaArrives', result: state, keeps: keptEtag(source) } });
  // It takes a while for a replica to arrive, and versions are kept by then.
  const versioning = checked(request.bucket).versioning?.current ?? 'unversioned';
  const before = versioning === 'unversioned' ? versionAt(transaction, number) : NOTHING;
  const replica = replicated(transaction, before, state, content, source);
  const id = idOfSource(request);
  const there = id === undefined || id === ANY_VERSION_ID ? undefined : entryNamed(transaction, number, id);
  if (versioning === 'unversioned') storeVersion(transaction, target, number, replica);
  else if (there?.isMarker === false)
    transaction.draft.set('objects', numberOfVersion(transaction, number, there), replica);
  else addVersion(transaction, target, number, replica, versioning, id);
}

/** A replica has the version id of its source (F-180), where that has one. */
function idOfSource({ transaction, from, sourceNumber }: Request): string | undefined {
  const id = checked(from).versioning && newestVersion(transaction, sourceNumber)?.id;
  return id === NULL_VERSION ? undefined : id;
}
