import type { WrittenEncryption } from '../charts/object-version.ts';
import { type AttemptEnd, replicationStatus } from '../charts/replication-status.ts';
import type { KnownRequester } from '../records/known-requester.ts';
import type { Bucket, ObjectVersion, ReplicationRule } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { bucketPolicyAllows } from '../rules/policy.ts';
import { isAttempted, isEligible, replicaStates, shownStatus } from '../rules/replication.ts';
import { alteredVersion } from '../store/alter.ts';
import type { ReplicateObject } from '../vocabulary/events/environment-events.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { findBucket } from './buckets.ts';
import { lockObject, openObject } from './key-sides.ts';
import { type FoundKey, findKey, NO_KEY } from './kms-use.ts';
import { replicated, versionAt } from './object-moves.ts';
import { storeVersion } from './object-steps.ts';
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
  readonly state: WrittenEncryption;
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
  const settled = alteredVersion(version, { replication: replicationStatus.on[ended].after(version.replication) });
  turn.draft.set('objects', number, settled);
  return answer(turn, settled);
}

function answer(turn: Turn, version: ObjectVersion | undefined): Outcome {
  return {
    ...succeed(turn, 200, BECAUSE),
    replicationStatus: version === undefined ? null : shownStatus(version.replication),
  };
}

function attempt(turn: Turn, tried: Attempt): AttemptEnd {
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
function ended(refusal: Refusal): AttemptEnd {
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
  const number = turn.scope.object(rule.destination, event.key);
  const content = {
    kmsKey: replica.key.number,
    bucketKey: lock.bucketKey,
    family: lock.family,
    md5: version.md5,
    context: version.context,
  };
  storeVersion(
    turn,
    rule.destination,
    number,
    replicated(turn, versionAt(turn, number), replica.state, content, version),
  );
}
