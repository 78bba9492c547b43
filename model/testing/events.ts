import type { Body } from '../vocabulary/body.ts';
import type { Conditions } from '../vocabulary/conditions.ts';
import type { EncryptionHeaders, EncryptionRule } from '../vocabulary/encryption.ts';
import type {
  BucketEvent,
  CopyObject,
  CreateAlias,
  CreateGrant,
  CreateKey,
  DeleteAlias,
  EvictBucketKeys,
  ExpireObject,
  ObjectEvent,
  PutBucketReplication,
  PutKeyPolicy,
  PutObject,
  ReplicateObject,
  RetireGrant,
  RevokeGrant,
  TransitionObject,
  UploadEvent,
} from '../vocabulary/events/index.ts';
import type { VersioningStatus } from '../vocabulary/fields.ts';
import { GRANT_OPERATIONS, type GrantConstraints } from '../vocabulary/grant.ts';
import type { BucketPolicyStatement, KeyPolicyStatement } from '../vocabulary/policy.ts';
import { TEST_BODY } from './scene.ts';

/** An object as `bucket/key`; the key begins after the first slash. */
type ObjectName = `${string}/${string}`;

function named(name: ObjectName): { readonly bucket: string; readonly key: string } {
  const slash = name.indexOf('/');
  return { bucket: name.slice(0, slash), key: name.slice(slash + 1) };
}

/** PutObject. */
export function put(name: ObjectName, headers: EncryptionHeaders = {}, body: Body = TEST_BODY): PutObject {
  return { op: 'PutObject', ...named(name), body, headers };
}

/** GetObject, with headers if they are given. */
export function get(name: ObjectName, headers?: EncryptionHeaders): ObjectEvent {
  return { op: 'GetObject', ...named(name), ...(headers === undefined ? {} : { headers }) };
}

/** HeadObject, with headers if they are given. */
export function head(name: ObjectName, headers?: EncryptionHeaders): ObjectEvent {
  return { op: 'HeadObject', ...named(name), ...(headers === undefined ? {} : { headers }) };
}

/** GetObjectAttributes. */
export function attributes(name: ObjectName, checksum = false): ObjectEvent {
  return { op: 'GetObjectAttributes', ...named(name), checksum };
}

/** UpdateObjectEncryption; the flag is left out unless it is given. */
export function update(name: ObjectName, kmsKeyArn: string, bucketKeyEnabled?: boolean): ObjectEvent {
  return {
    op: 'UpdateObjectEncryption',
    ...named(name),
    kmsKeyArn,
    ...(bucketKeyEnabled === undefined ? {} : { bucketKeyEnabled }),
  };
}

/** DeleteObject. */
export function remove(name: ObjectName): ObjectEvent {
  return { op: 'DeleteObject', ...named(name) };
}

/** An event on an object, of a version of it. */
export function ofVersion<E extends ObjectEvent>(event: E, id: string): E {
  return event.op === 'CopyObject' ? { ...event, sourceVersionId: id } : { ...event, versionId: id };
}

/** A request, carried out on conditions: of what is copied, or else of what is read or written over. */
export function conditional<E extends ObjectEvent | UploadEvent>(event: E, conditions: Conditions): E {
  return event.op === 'CopyObject' ? { ...event, sourceConditions: conditions } : { ...event, conditions };
}

/** A copy, the customer key of whose source is sent. */
export function fromKey<E extends ObjectEvent | UploadEvent>(event: E, sourceCustomerKey: string): E {
  return { ...event, sourceCustomerKey };
}

/** PutBucketVersioning. */
export function versioning(bucket: string, status: VersioningStatus): BucketEvent {
  return { op: 'PutBucketVersioning', bucket, status };
}

/** CopyObject. */
export function copy(from: ObjectName, to: ObjectName, headers: EncryptionHeaders = {}): CopyObject {
  return { op: 'CopyObject', source: named(from), ...named(to), headers };
}

/** CreateMultipartUpload; the id is null where nobody has seen it. */
export function begin(name: ObjectName, headers: EncryptionHeaders = {}, uploadId: string | null = 'u'): UploadEvent {
  return { op: 'CreateMultipartUpload', ...named(name), headers, ...(uploadId === null ? {} : { uploadId }) };
}

/** UploadPart. */
export function part(name: ObjectName, partNumber: number, body: Body = TEST_BODY, uploadId = 'u'): UploadEvent {
  return { op: 'UploadPart', ...named(name), uploadId, partNumber, body };
}

/** UploadPartCopy. */
export function partCopy(from: ObjectName, to: ObjectName, partNumber: number, uploadId = 'u'): UploadEvent {
  return { op: 'UploadPartCopy', source: named(from), ...named(to), uploadId, partNumber };
}

/** CompleteMultipartUpload. */
export function complete(name: ObjectName, parts: readonly number[], uploadId = 'u'): UploadEvent {
  return { op: 'CompleteMultipartUpload', ...named(name), uploadId, parts };
}

/** AbortMultipartUpload. */
export function abort(name: ObjectName, uploadId = 'u'): UploadEvent {
  return { op: 'AbortMultipartUpload', ...named(name), uploadId };
}

/** ListParts. */
export function listParts(name: ObjectName, uploadId = 'u'): UploadEvent {
  return { op: 'ListParts', ...named(name), uploadId };
}

/** PutBucketEncryption with these rules. */
export function encrypt(bucket: string, ...rules: readonly EncryptionRule[]): BucketEvent {
  return { op: 'PutBucketEncryption', bucket, rules };
}

/** PutBucketPolicy. */
export function bucketPolicy(bucket: string, ...statements: readonly BucketPolicyStatement[]): BucketEvent {
  return { op: 'PutBucketPolicy', bucket, statements };
}

/** PutKeyPolicy, be it that it locks its caller out. */
export function keyPolicy(keyId: string, ...statements: readonly KeyPolicyStatement[]): PutKeyPolicy {
  return { op: 'PutKeyPolicy', keyId, statements, bypassPolicyLockoutSafetyCheck: true };
}

/** PutBucketReplication with `repl` as role. */
export function replication(bucket: string, destination: string, replicaKmsKeyId?: string): PutBucketReplication {
  const rule = { op: 'PutBucketReplication', bucket, destination, role: 'repl' } as const;
  return replicaKmsKeyId === undefined ? rule : { ...rule, replicaKmsKeyId };
}

/** ReplicateObject. */
export function replicate(name: ObjectName): ReplicateObject {
  return { op: 'ReplicateObject', ...named(name) };
}

/** ExpireObject, of an older version if one is named. */
export function expire(name: ObjectName, versionId?: string): ExpireObject {
  return { op: 'ExpireObject', ...named(name), ...(versionId === undefined ? {} : { versionId }) };
}

/** TransitionObject. */
export function transition(name: ObjectName): TransitionObject {
  return { op: 'TransitionObject', ...named(name) };
}

/** EvictBucketKeys. */
export function evict(bucket: string): EvictBucketKeys {
  return { op: 'EvictBucketKeys', bucket };
}

/** CreateKey. */
export function createKey(keyId: string, ...statements: readonly KeyPolicyStatement[]): CreateKey {
  return { op: 'CreateKey', keyId, ...(statements.length > 0 && { statements }) };
}

/** CreateGrant on K1, of everything that S3 asks for. */
export function grant(name: string, granteePrincipal: string, constraints?: GrantConstraints): CreateGrant {
  const allowed = { granteePrincipal, operations: GRANT_OPERATIONS, ...(constraints && { constraints }) };
  return { op: 'CreateGrant', keyId: 'K1', grant: name, ...allowed };
}

/** RetireGrant on K1. */
export function retire(name: string): RetireGrant {
  return { op: 'RetireGrant', keyId: 'K1', grant: name };
}

/** RevokeGrant on K1. */
export function revoke(name: string): RevokeGrant {
  return { op: 'RevokeGrant', keyId: 'K1', grant: name };
}

/** CreateAlias. */
export function createAlias(alias: string, keyId: string): CreateAlias {
  return { op: 'CreateAlias', alias, keyId };
}

/** DeleteAlias. */
export function deleteAlias(alias: string): DeleteAlias {
  return { op: 'DeleteAlias', alias };
}
