import { REGION_OF_REPEATED_CREATION } from '../../../model/vocabulary/arns.ts';
import { type EncryptionRule, UNCONFIGURED_RULE } from '../../../model/vocabulary/encryption.ts';
import type {
  BucketEvent,
  CreateBucket,
  PutBucketReplication,
} from '../../../model/vocabulary/events/bucket-events.ts';
import { type Requester, ROOT_USER } from '../../../model/vocabulary/requester.ts';
import { type S3Error, S3Refusal } from '../refusal.ts';
import { type S3Response, s3Response } from '../s3-response.ts';
import { policyAllows } from './authorisation.ts';
import { blockedFromStart } from './customer-keys.ts';
import { customerKeyNamed, requireGeneralPurpose } from './directories.ts';
import { bucketNamed, evictPlaintext, type ReferenceS3 } from './s3.ts';
import { newStoredBucket, type StoredBucket } from './stored-bucket.ts';

/** Carries out a bucket operation; none of them calls KMS (K-29). Throws {@link S3Refusal}. */
export function applyBucketEvent(s3: ReferenceS3, event: BucketEvent, requester: Requester): S3Response {
  if (event.op === 'CreateBucket') return createBucket(s3, event, requester);
  const bucket = bucketNamed(s3, event.bucket);
  const malformed = malformedBody(s3, event, bucket, requester);
  if (malformed !== null) throw new S3Refusal(malformed);
  requireAuthority(s3, event, bucket, requester);

  // The rule is put by requests of Signature Version 4 only (F-16).
  if (event.op === 'PutBucketEncryption' && requester.signature !== undefined)
    throw new S3Refusal({ status: 400, code: 'InvalidRequest' });

  switch (event.op) {
    case 'DeleteBucket':
      return deleteBucket(s3, bucket);
    case 'PutBucketEncryption':
      changeRule(s3, bucket, ruleKept(s3, bucket, event.rules[0], requester));
      bucket.blocked = s3.parts.configuration.blockedAfter(event.rules[0], bucket.blocked);
      return s3Response(200);
    case 'GetBucketEncryption':
      return s3Response(200, {
        rule: { ...s3.parts.configuration.shownRule(bucket.rule), BlockedEncryptionTypes: bucket.blocked },
      });
    case 'DeleteBucketEncryption':
      return deleteEncryption(s3, bucket);
    case 'PutBucketPolicy':
      if (bucket.blocksPublicPolicies && s3.parts.configuration.isPublic(event.statements)) {
        throw new S3Refusal({ status: 403, code: 'AccessDenied' });
      }
      bucket.policy = event.statements;
      return s3Response(204);
    case 'PutBucketVersioning':
      requireGeneralPurpose(s3, bucket);
      if (bucket.objectLock && event.status === 'Suspended')
        throw new S3Refusal({ status: 409, code: 'InvalidBucketState' });
      bucket.versioning = event.status;
      bucket.versioningIsTold = true;
      return s3Response(200);
    case 'PutBucketReplication':
      return putReplication(s3, bucket, event);
    case 'DeleteBucketReplication':
      requireGeneralPurpose(s3, bucket);
      bucket.replication = null;
      return s3Response(204);
  }
}

/** What a bucket policy calls each request (F-16, F-184); to delete a configuration is to put another. */
const ACTION_OF = {
  DeleteBucket: 's3:DeleteBucket',
  PutBucketEncryption: 's3:PutEncryptionConfiguration',
  GetBucketEncryption: 's3:GetEncryptionConfiguration',
  DeleteBucketEncryption: 's3:PutEncryptionConfiguration',
  PutBucketPolicy: 's3:PutBucketPolicy',
  PutBucketReplication: 's3:PutReplicationConfiguration',
  PutBucketVersioning: 's3:PutBucketVersioning',
  DeleteBucketReplication: 's3:PutReplicationConfiguration',
} as const;

/** The policy of a bucket governs its configuration, and the policy itself is put by the owner's account (F-184). */
function requireAuthority(
  s3: ReferenceS3,
  { op }: Exclude<BucketEvent, CreateBucket>,
  bucket: StoredBucket,
  requester: Requester,
): void {
  const { mayPutPolicy } = s3.parts.configuration;
  const owner = bucket.account;
  const isOwnersRoot =
    requester.signature !== 'none' && requester.account === owner && requester.principal === ROOT_USER;
  if (op === 'PutBucketPolicy' && isOwnersRoot) return;
  if (!policyAllows(s3, bucket, requester, ACTION_OF[op])) throw new S3Refusal({ status: 403, code: 'AccessDenied' });
  if (op === 'PutBucketPolicy' && !mayPutPolicy(requester, owner))
    throw new S3Refusal({ status: 405, code: 'MethodNotAllowed' });
}

function malformedBody(
  s3: ReferenceS3,
  event: Exclude<BucketEvent, CreateBucket>,
  stored: StoredBucket,
  requester: Requester,
): S3Error | null {
  if (event.op === 'PutBucketEncryption') {
    const [rule] = event.rules;
    const error = s3.parts.configuration.rulesError(event.rules);
    if (error !== null || rule === undefined || !stored.isDirectory) return error;
    return s3.parts.directories.ruleError(rule, stored.keyForLife, customerKeyNamed(s3, stored.account, requester));
  }
  if (event.op !== 'PutBucketReplication') return null;
  const { bucket, destination, role } = event;
  const isRole = s3.requesters.has(role) && s3.requesters.get(role)?.account !== '';
  const isSound = destination !== bucket && s3.buckets.has(destination) && isRole;
  return isSound ? null : { status: 400, code: 'InvalidRequest' };
}

function createBucket(s3: ReferenceS3, event: CreateBucket, requester: Requester): S3Response {
  if (requester.account === '') throw new S3Refusal({ status: 403, code: 'AccessDenied' });
  const existing = s3.buckets.get(event.bucket);
  if (existing !== undefined) {
    const isOwn = existing.account === requester.account;
    // Of all that there is to a bucket this resets the ACL only, which is not kept here (E-42).
    if (isOwn && s3.kms.keys.arns.region === REGION_OF_REPEATED_CREATION) return s3Response(200);
    throw new S3Refusal({ status: 409, code: isOwn ? 'BucketAlreadyOwnedByYou' : 'BucketAlreadyExists' });
  }
  const inUse = s3.parts.configuration.nameError(s3.deletedNames.has(event.bucket));
  if (inUse !== null) throw new S3Refusal(inUse);
  const objects = s3.parts.objects.newShelf();
  const isDirectory = s3.kms.keys.arns.isDirectory(event.bucket);
  const isTold = s3.tellsVersioning && !isDirectory;
  s3.buckets.set(
    event.bucket,
    newStoredBucket(event.bucket, requester.account, true, objects, isTold, blockedAnew(s3), isDirectory),
  );
  return s3Response(200);
}

function blockedAnew(s3: ReferenceS3) {
  return blockedFromStart(s3.parts.customerKeys, s3.options, s3.kms.keys.arns.region);
}

function deleteBucket(s3: ReferenceS3, bucket: StoredBucket): S3Response {
  if (bucket.objects.size + bucket.currentIds.size > 0) throw new S3Refusal({ status: 409, code: 'BucketNotEmpty' });
  s3.buckets.delete(bucket.name);
  s3.deletedNames.add(bucket.name);
  bucket.isDeleted = true;
  // A later bucket of the same name is another bucket: no plaintext may outlive this one.
  evictPlaintext(s3, bucket.name);
  return s3Response(204);
}

function deleteEncryption(s3: ReferenceS3, bucket: StoredBucket): S3Response {
  const error = s3.parts.configuration.deleteEncryptionError(bucket.rule !== null);
  if (error !== null) throw new S3Refusal(error);
  changeRule(s3, bucket, null);
  bucket.blocked = blockedAnew(s3);
  return s3Response(204);
}

/** The rule as it is kept; of a directory bucket its key is kept for life. */
function ruleKept(
  s3: ReferenceS3,
  bucket: StoredBucket,
  rule: EncryptionRule | undefined,
  requester: Requester,
): EncryptionRule | null {
  if (rule === undefined || !bucket.isDirectory) return rule ?? null;
  const { directories } = s3.parts;
  bucket.keyForLife = directories.keyForLife(rule, bucket.keyForLife, customerKeyNamed(s3, bucket.account, requester));
  return directories.ruleKept(rule);
}

function changeRule(s3: ReferenceS3, bucket: StoredBucket, rule: EncryptionRule | null): void {
  bucket.rule = rule;
  for (const [key, object] of bucket.objects) {
    bucket.objects.set(key, s3.parts.configuration.objectAfterRuleChange(object, rule ?? UNCONFIGURED_RULE));
  }
}

function putReplication(s3: ReferenceS3, bucket: StoredBucket, event: PutBucketReplication): S3Response {
  if (!s3.options.replicates) throw new S3Refusal({ status: 501, code: 'NotImplemented' });
  requireGeneralPurpose(s3, bucket, s3.buckets.get(event.destination));
  const role = s3.requesters.get(event.role);
  if (role === undefined) throw new S3Refusal({ status: 400, code: 'InvalidRequest' });
  const isVersioned = [bucket, s3.buckets.get(event.destination)].every(
    (one) => one === undefined || !one.versioningIsTold || s3.parts.versions.mayReplicate(one),
  );
  if (!isVersioned) throw new S3Refusal({ status: 400, code: 'InvalidRequest' });
  // The key is not looked at: a wrong one shows when something is replicated (F-67).
  bucket.replication = {
    destination: event.destination,
    role,
    replicaKmsKeyId: event.replicaKmsKeyId ?? null,
    deleteMarkers: event.deleteMarkerReplication === true,
  };
  return s3Response(200);
}
