import { UNCONFIGURED_RULE } from '../../../model/vocabulary/encryption.ts';
import type { ReplicateObject } from '../../../model/vocabulary/events/environment-events.ts';
import type { ReplicationStatus } from '../../../model/vocabulary/observation.ts';
import type { Resolution } from '../parts/encryption.ts';
import type { ReplicationOutcome } from '../parts/replication.ts';
import { KmsRefusal, S3Refusal } from '../refusal.ts';
import type { RequestScope } from '../request-scope.ts';
import type { Trail } from '../trail.ts';
import { isAuthorised } from './authorisation.ts';
import { requireNotBlocked } from './customer-keys.ts';
import type { ObjectLocation } from './data-keys.ts';
import { locked } from './object-operations.ts';
import { type ReferenceS3, routedHost } from './s3.ts';
import { writeReplica } from './storage.ts';
import type { StoredBucket, StoredReplicationRule } from './stored-bucket.ts';
import type { StoredObject } from './stored-object.ts';
import { idOfReplica, markReplicated, storeVersion, unreplicatedMarker } from './versions.ts';

/** Replication takes up an object, if it is one to be replicated; the status of the object afterwards (F-76). */
export async function applyReplicateObject(
  s3: ReferenceS3,
  event: ReplicateObject,
  atMs: number,
  trail: Trail,
): Promise<ReplicationStatus | null> {
  const bucket = s3.buckets.get(event.bucket);
  const source = bucket?.objects.get(event.key);
  const rule = bucket?.replication ?? null;
  if (bucket === undefined) return null;
  const job = event.job === undefined ? undefined : s3.requesters.get(event.job);
  const isJob = event.job !== undefined;
  const place = { bucket, key: event.key };
  const initiating = { atMs, host: routedHost(s3), trail };
  const mayBegin =
    !isJob ||
    (job !== undefined && isAuthorised(s3, { ...initiating, requester: job }, place, 's3:InitiateReplication'));
  if (!mayBegin) return source?.replication ?? null;
  if (source === undefined) {
    const requester = rule?.role;
    if (requester !== undefined)
      replicateMarker(s3, { atMs, requester, host: routedHost(s3), trail }, bucket, event.key);
    return null;
  }
  const isSettled = !s3.parts.replication.takesUp(source.replication, isJob);
  if (rule === null || isSettled || !s3.parts.replication.isEligible(source.encryption.algorithm, rule))
    return source.replication;

  const scope = { atMs, requester: rule.role, host: routedHost(s3), trail };
  const outcome = await attempt(s3, scope, { bucket, key: event.key }, source, rule);
  const status = source.replication === 'REPLICA' ? 'REPLICA' : s3.parts.replication.statusAfter(outcome);
  // What was written meanwhile has a status of its own.
  if (bucket.objects.get(event.key) === source) bucket.objects.set(event.key, { ...source, replication: status });
  return status;
}

/** A delete marker comes to the destination as well, under the same id (F-180); nobody is shown how that ended. */
function replicateMarker(s3: ReferenceS3, scope: RequestScope, bucket: StoredBucket, key: string): void {
  const id = unreplicatedMarker(bucket, key);
  const rule = bucket.replication;
  if (id === undefined || rule === null || !s3.parts.replication.wantsMarkers(rule)) return;
  const destination = s3.buckets.get(rule.destination);
  if (destination === undefined || (destination.versioning === null && destination.versioningIsTold)) return;
  const to = { bucket: destination, key };
  if (!isAuthorised(s3, scope, { bucket, key }, 's3:GetObject')) return;
  if (!isAuthorised(s3, scope, to, 's3:ReplicateDelete')) return;
  const stored = storeVersion(s3, destination, key, null, idOfReplica(bucket, key));
  markReplicated(bucket, key, id);
  if (stored !== null) markReplicated(destination, key, stored);
}

async function attempt(
  s3: ReferenceS3,
  scope: RequestScope,
  from: ObjectLocation,
  source: StoredObject,
  rule: StoredReplicationRule,
): Promise<ReplicationOutcome> {
  const destination = s3.buckets.get(rule.destination);
  if (destination === undefined) return 'refused';
  const to = { bucket: destination, key: from.key };
  // Its lock goes with it, and only to a bucket that has locks (F-188).
  if (source.legalHold === true && !destination.objectLock) return 'refused';
  if (!isAuthorised(s3, scope, from, 's3:GetObject') || !isAuthorised(s3, scope, to, 's3:PutObject')) return 'refused';

  const { encryption, replication } = s3.parts;
  const destinationRule = destination.rule ?? UNCONFIGURED_RULE;
  const resolution = replication.replicaEncryption(
    source.encryption,
    rule,
    destinationRule,
    encryption.resolveEncryption,
  );
  const isOtherAccount = from.bucket.account !== destination.account;
  // What is not under KMS takes the default of the destination, be it the same reference as the rule's (F-64).
  const isUnderKms = source.encryption.algorithm.startsWith('aws:kms');
  const isUnderManaged = isUnderKms && isManaged(s3, resolution, rule, destination);
  if (!replication.mayBeUnder(isUnderManaged, isOtherAccount)) return 'refused';
  try {
    requireNotBlocked(s3, destination, resolution.algorithm);
    await writeReplica(s3, scope, from, source, to, resolution);
    const replica = destination.objects.get(from.key);
    if (source.legalHold === true && replica !== undefined) locked(to, replica);
    return 'replicated';
  } catch (failure) {
    if (failure instanceof S3Refusal) return 'refused';
    if (!(failure instanceof KmsRefusal)) throw failure;
    const { failure: why } = failure;
    return why === 'ThrottlingException' || why === 'unreachable' ? 'throttled' : 'refused';
  }
}

/** Whether the rule names the AWS managed key of the role's account. */
function isManaged(
  { kms, parts }: ReferenceS3,
  { algorithm, keyReference }: Resolution,
  { role, replicaKmsKeyId }: StoredReplicationRule,
  { account }: StoredBucket,
): boolean {
  if (replicaKmsKeyId === null || keyReference !== replicaKmsKeyId || !algorithm.startsWith('aws:kms')) return false;
  const arn = parts.kms.resolveKeyReference(replicaKmsKeyId, account, role.account, kms.keys);
  return arn === kms.keys.arns.managedKey(role.account);
}
