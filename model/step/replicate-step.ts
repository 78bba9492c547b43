import { type AttemptEnd, replicationStatus } from '../charts/replication-status.ts';
import { operationOf } from '../operations/operations.ts';
import { keptEtag } from '../rules/etag.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { shownStatus } from '../rules/replication.ts';
import { alteredVersion } from '../store/alter.ts';
import type { ReplicateObject } from '../vocabulary/events/environment-events.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { findBucket } from './buckets.ts';
import { CHECKS } from './checks.ts';
import { lockObject, openObject } from './key-sides.ts';
import { type Content, replicated, versionAt } from './object-moves.ts';
import { storeVersion } from './object-request.ts';
import { raised } from './raised.ts';
import { found, type Request, requestOf } from './request.ts';
import type { Lock } from './sides.ts';
import { ACCESS_DENIED, requesterNamed, succeed, type Turn } from './turn.ts';

/**
 * Replication takes up an object: F-64 to F-69, with the KMS calls of the replication role (K-21 to K-24).
 * What is not due leaves all as it is; whatever else stands against it fails the replica (E-38).
 */
export function replicateObject(turn: Turn, event: ReplicateObject): Outcome {
  const rule = findBucket(turn, event.bucket)?.replication.current ?? null;
  if (rule === null) return answer(turn, event);
  const request = requestOf(turn, event, requesterNamed(turn.scope, rule.role), rule);
  for (const check of request.operation.order) {
    if (CHECKS[check](request) === undefined) continue;
    const isDue = check !== 'object' && check !== 'eligible';
    return isDue ? settle(request, event, 'ReplicationFails') : answer(turn, event);
  }
  return settle(request, event, attempt(request, event));
}

/** Success, with the status of the source by now. */
function answer(turn: Turn, event: ReplicateObject): Outcome {
  const version = turn.draft.objects.get(turn.scope.object(event.bucket, event.key));
  const { status, because } = operationOf(event);
  return {
    ...succeed(turn, status, because),
    replicationStatus: version === undefined ? null : shownStatus(version.replication),
  };
}

function settle({ turn, version }: Request, event: ReplicateObject, end: AttemptEnd): Outcome {
  const number = turn.scope.object(event.bucket, event.key);
  raised?.({ to: 'object', number, event: { type: end } });
  const replication = replicationStatus.on[end].after(found(version).replication);
  turn.draft.set('objects', number, alteredVersion(found(version), { replication }));
  return answer(turn, event);
}

function attempt(request: Request, { bucket: bucketName, key: objectKey }: ReplicateObject): AttemptEnd {
  const { turn, by } = request;
  const version = found(request.version);
  const replica = found(request.replica);
  const shut = openObject(turn, {
    by,
    bucketName,
    bucket: found(request.from),
    objectKey,
    version,
    underBucketArn: replica.bucketArnAtSource,
  });
  if (shut !== undefined) return ended(shut);
  const { state, key, operation, bucketArnAtTarget: underBucketArn } = replica;
  const pairs = version.context;
  const to = found(request.rule ?? undefined).destination;
  const lock = lockObject(turn, {
    by,
    bucketName: to,
    bucket: found(request.bucket),
    objectKey,
    state,
    key,
    pairs,
    operation,
    underBucketArn,
  });
  if ('code' in lock) return ended(lock);
  arrive(request, { bucket: to, key: objectKey }, lock);
  return 'ReplicationSucceeds';
}

/** Throttling is tried again later (F-74); every other refusal fails the replica (E-38). */
function ended(refusal: Refusal): AttemptEnd {
  return refusal !== ACCESS_DENIED && refusal.status === 503 ? 'ReplicationThrottled' : 'ReplicationFails';
}

function arrive(request: Request, target: { readonly bucket: string; readonly key: string }, lock: Lock): void {
  const { turn } = request;
  const source = found(request.version);
  const { state, key } = found(request.replica);
  const { md5, context } = source;
  const content: Content = { kmsKey: key.number, bucketKey: lock.bucketKey, family: lock.family, md5, context };
  const number = turn.scope.object(target.bucket, target.key);
  raised?.({ to: 'object', number, event: { type: 'ReplicaArrives', result: state, keeps: keptEtag(source) } });
  storeVersion(turn, target, number, replicated(turn, versionAt(turn, number), state, content, source));
}
