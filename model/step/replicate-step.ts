import { mustMove } from '../charts/compile/move.ts';
import type { ObjectVersionState } from '../charts/object-version.ts';
import { objectVersion } from '../charts/object-version.ts';
import { type ReplicationStatusEvent, replicationStatus } from '../charts/replication-status.ts';
import type { KnownRequester } from '../records/known-requester.ts';
import type { Bucket, ObjectVersion, ReplicationRule } from '../records/records.ts';
import { UNSEEN_ETAG } from '../records/records.ts';
import { etagIsMd5 } from '../rules/etag.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { bucketPolicyAllows } from '../rules/policy.ts';
import { isAttempted, isEligible, replicaStates, shownStatus } from '../rules/replication.ts';
import { alteredVersion } from '../store/alter.ts';
import type { ReplicateObject } from '../vocabulary/events/environment-events.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { findBucket } from './buckets.ts';
import { lockObject, openObject } from './key-sides.ts';
import { type FoundKey, findKey, NO_KEY } from './kms-use.ts';
import { storeVersion, WRITE_GUARDS } from './object-steps.ts';
import { ACCESS_DENIED, choose, requesterNamed, see, succeed, type Turn } from './turn.ts';
import { resolveWrite } from './write-encryption.ts';

const BECAUSE = ['F-64', 'F-65', 'F-66', 'F-76', 'K-21', 'K-22', 'K-23', 'K-24'];

/** Everything an attempt to replicate works with. */
interface Attempt {
  readonly event: ReplicateObject;
  readonly role: KnownRequester;
  readonly rule: ReplicationRule;
  readonly bucket: Bucket;
  readonly version: ObjectVersion;
}

/** What the replica is to be. */
interface Replica {
  readonly state: ObjectVersionState;
  readonly key: FoundKey;
  readonly operation: 'GenerateDataKey' | 'Encrypt';
  /**
   * A side without bucket key shows KMS the bucket ARN all the same (F-72); open where only the destination has bucket
   * keys.
   */
  readonly bucketArnAtSource: boolean;
  readonly bucketArnAtTarget: boolean;
}

/**
 * Replication takes up an object: matrix 2.4 of the facts, with the KMS calls of the replication role (K-21 to K-24).
 */
export function replicateObject(turn: Turn, event: ReplicateObject): Outcome {
  const bucket = findBucket(turn, event.bucket);
  const number = turn.scope.object(event.bucket, event.key);
  const version = turn.draft.objects.get(number);
  if (bucket?.replication === undefined || version === undefined) return answer(turn, version);
  const { replication: rule } = bucket;
  if (!isEligible(rule, version.state) || !isAttempted(version.replication)) return answer(turn, version);
  const role = requesterNamed(turn.scope, rule.role);
  const ended = attempt(turn, { event, role, rule, bucket, version });
  const settled = alteredVersion(version, { replication: mustMove(replicationStatus.on[ended], version.replication) });
  turn.draft.set('objects', number, settled);
  return answer(turn, settled);
}

function answer(turn: Turn, version: ObjectVersion | undefined): Outcome {
  return {
    ...succeed(turn, 200, BECAUSE),
    replicationStatus: version === undefined ? null : shownStatus(version.replication),
  };
}

function attempt(turn: Turn, tried: Attempt): ReplicationStatusEvent {
  const { rule, role, bucket, version, event } = tried;
  const target = findBucket(turn, rule.destination);
  if (target === undefined) return 'ReplicationFails';
  if (!bucketPolicyAllows(bucket.policy, bucket.account, role, 's3:GetObject')) return 'ReplicationFails';
  if (!bucketPolicyAllows(target.policy, target.account, role, 's3:PutObject')) return 'ReplicationFails';
  const replica = replicaOf(turn, tried, target);
  if ('code' in replica) return 'ReplicationFails';
  const shut = openObject(turn, {
    by: role,
    bucketName: event.bucket,
    bucket,
    objectKey: event.key,
    version,
    underBucketArn: replica.bucketArnAtSource,
  });
  if (shut !== undefined) return ended(shut);
  const lock = lockObject(turn, {
    by: role,
    bucketName: rule.destination,
    bucket: target,
    objectKey: event.key,
    state: replica.state,
    key: replica.key,
    pairs: version.context,
    operation: replica.operation,
    underBucketArn: replica.bucketArnAtTarget,
  });
  if ('code' in lock) return ended(lock);
  arrive(turn, tried, replica, lock);
  return 'ReplicationSucceeds';
}

/** Throttling is tried again later (F-74); every other refusal fails the replica (E-38). */
function ended(refusal: Refusal): ReplicationStatusEvent {
  return refusal !== ACCESS_DENIED && refusal.status === 503 ? 'ReplicationThrottled' : 'ReplicationFails';
}

function replicaOf(turn: Turn, { role, rule, version }: Attempt, target: Bucket): Replica | Refusal {
  if (version.state === 'plain' || version.state === 'absent') {
    const resolved = resolveWrite(turn, role, target, {});
    if ('code' in resolved) return resolved;
    const { state, key } = resolved;
    return { state, key, operation: 'GenerateDataKey', bucketArnAtSource: false, bucketArnAtTarget: false };
  }
  const encryption = see(turn, 'ruleSeen', target.encryption);
  const mixed = version.state === 'sseKms' && encryption.state === 'sseKmsBucketKey';
  const states = replicaStates(version.state, mixed, turn.profile.mixedReplicaFlag);
  const state = choose(turn, 'mixedReplica', states);
  const context =
    mixed && turn.profile.mixedReplicaFlag.length > 1 ? choose(turn, 'mixedReplica', MIXED_CONTEXTS) : OWN_CONTEXTS;
  const reference = rule.replicaKmsKeyId;
  const needsKey = state !== 'sseS3' && reference !== undefined;
  const key = needsKey ? findKey(turn, { reference }, role, target.account) : NO_KEY;
  return { state, key, operation: 'Encrypt', bucketArnAtSource: context.source, bucketArnAtTarget: context.target };
}

const OWN_CONTEXTS = { source: false, target: false };
const MIXED_CONTEXTS = [
  OWN_CONTEXTS,
  { source: true, target: true },
  { source: false, target: true },
  { source: true, target: false },
];

function arrive(
  turn: Turn,
  { event, rule, version }: Attempt,
  replica: Replica,
  lock: { family: number; bucketKey: number },
): void {
  const before = turn.draft.objects.get(turn.scope.object(rule.destination, event.key));
  const state =
    objectVersion.on.ReplicaArrives.from(before?.state ?? 'absent', WRITE_GUARDS[replica.state]) ?? replica.state;
  storeVersion(turn, rule.destination, event.key, {
    state,
    kmsKey: replica.key.number,
    bucketKey: lock.bucketKey,
    family: lock.family,
    md5: version.md5,
    etag: replicaEtag(turn, version, state),
    context: version.context,
    replication: replicationStatus.on.ReplicaArrives.from(before?.replication ?? 'none') ?? 'replica',
  });
}

/** A replica keeps the ETag of its source (F-78), but for a PLAIN one, which is encrypted for the first time (F-64). */
function replicaEtag(turn: Turn, version: ObjectVersion, state: ObjectVersionState): string {
  if (version.state !== 'plain') return version.etag;
  return etagIsMd5(state) ? version.md5 : (turn.chooser.opaqueEtag(version.md5) ?? UNSEEN_ETAG);
}
