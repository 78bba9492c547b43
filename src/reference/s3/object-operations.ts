import { bytesToHex } from '@noble/ciphers/utils.js';
import { md5 } from '@noble/hashes/legacy.js';
import type { Conditions } from '../../../model/vocabulary/conditions.ts';
import { type EncryptionHeaders, UNCONFIGURED_RULE } from '../../../model/vocabulary/encryption.ts';
import type {
  CopyObject,
  DeleteObject,
  ObjectEvent,
  PutObject,
  UpdateObjectEncryption,
} from '../../../model/vocabulary/events/object-events.ts';
import type { ReplicationStatus } from '../../../model/vocabulary/observation.ts';
import type { S3Action } from '../../../model/vocabulary/policy.ts';
import type { Resolution } from '../parts/encryption.ts';
import type { ReadEvent } from '../parts/objects.ts';
import { type S3Error, S3Refusal } from '../refusal.ts';
import type { RequestScope } from '../request-scope.ts';
import { type S3Response, s3Response } from '../s3-response.ts';
import { isAuthorised } from './authorisation.ts';
import { requireNotBlocked, requireReadable, requireSoundCustomerKey } from './customer-keys.ts';
import type { ObjectLocation } from './data-keys.ts';
import { copying, encryptionIn } from './directories.ts';
import { bucketNamed, type ReferenceS3 } from './s3.ts';
import { lengthsOf, readContent, writeContent } from './storage.ts';
import type { StoredBucket } from './stored-bucket.ts';
import type { StoredAlgorithm, StoredObject } from './stored-object.ts';
import { removeVersion, replaceVersion, storeVersion, versionsOf } from './versions.ts';

/** Carries out an object operation but for an update of encryption. Rejects with {@link S3Refusal} or `KmsRefusal`. */
export async function applyObjectEvent(
  s3: ReferenceS3,
  scope: RequestScope,
  event: Exclude<ObjectEvent, UpdateObjectEncryption>,
): Promise<S3Response> {
  switch (event.op) {
    case 'PutObject':
      return putObject(s3, scope, event);
    case 'GetObject':
    case 'HeadObject':
    case 'GetObjectAttributes':
      return getObject(s3, scope, event);
    case 'CopyObject':
      return copyObject(s3, scope, event);
    case 'DeleteObject':
      return deleteObject(s3, scope, event);
  }
}

async function putObject(s3: ReferenceS3, scope: RequestScope, event: PutObject): Promise<S3Response> {
  const place = { bucket: bucketNamed(s3, event.bucket), key: event.key };
  requireSoundHeaders(s3, event.headers);
  requireAuthorised(s3, scope, place, 's3:PutObject');
  const { headers } = event;
  const resolution = encryptionIn(s3, place.bucket, headers, scope.requester, () =>
    s3.parts.encryption.resolveEncryption(headers, place.bucket.rule ?? UNCONFIGURED_RULE),
  );
  requireNotBlocked(s3, place.bucket, resolution.algorithm);
  requireSignature(s3, scope, resolution.algorithm);
  const isLocked = event.legalHold === true;
  const error = isLocked ? s3.parts.versions.lockError(place.bucket) : null;
  if (error !== null) throw new S3Refusal(error);
  requireWritable(s3, scope, place, event.conditions);
  return write(s3, scope, place, resolution, async () => s3.parts.objects.bytesOf(event.body), isLocked);
}

async function getObject(s3: ReferenceS3, scope: RequestScope, event: ReadEvent): Promise<S3Response> {
  const place = { bucket: bucketNamed(s3, event.bucket), key: event.key };
  const { versionId } = event;
  const of = versionId === undefined ? '' : 'Version';
  requireAuthorised(s3, scope, place, `s3:GetObject${of}`);
  if (event.op === 'GetObjectAttributes') requireAuthorised(s3, scope, place, `s3:GetObject${of}Attributes`);
  const object = objectAt(s3, scope, place, versionId);
  // Before anything else can become current.
  const version = versionId === undefined ? shownVersion(place, object) : { versionId };
  const { customerKey, customerAlgorithm } = event.headers ?? {};
  if (customerAlgorithm !== undefined) requireSoundCustomerKey(s3, { customerAlgorithm });
  requireReadable(s3, customerKey, object.content);
  const error = s3.parts.encryption.readHeadersError(event.headers ?? {}, object.encryption.algorithm);
  if (error !== null) throw new S3Refusal(error);
  const { partNumber = 1 } = event.op === 'GetObjectAttributes' ? {} : event;
  const badNumber = s3.parts.uploads.partNumberError(partNumber);
  if (badNumber !== null) throw new S3Refusal(badNumber);
  requireSignature(s3, scope, object.encryption.algorithm);
  if (event.op !== 'GetObjectAttributes') requireMet(s3, event.conditions, object.etag, 'read');
  const asked = s3.parts.objects.bytesAsked(event, lengthsOf(object));
  if (asked !== null && 'status' in asked) throw new S3Refusal(asked);
  const reads = s3.parts.objects.readsContent(event) || (event.op === 'HeadObject' && s3.options.headDecrypts);
  const content = reads ? await readContent(s3, { ...scope, customerKey }, place, object) : null;
  if (scope.touched !== undefined) {
    scope.touched.object = object;
    if (content !== null) scope.touched.content = content;
  }
  // The attributes say nothing of the encryption (F-45, F-183).
  if (event.op === 'GetObjectAttributes') return s3Response(200, { etag: object.etag, ...version });
  const [first, end] = asked ?? [];
  return s3Response(asked === null ? 200 : 206, {
    ...version,
    ...s3.parts.objects.responseHeaders(object),
    replicationStatus: object.replication,
    contentMd5: event.op === 'HeadObject' || content === null ? null : bytesToHex(md5(content.subarray(first, end))),
  });
}

async function copyObject(s3: ReferenceS3, scope: RequestScope, event: CopyObject): Promise<S3Response> {
  const place = { bucket: bucketNamed(s3, event.bucket), key: event.key };
  const from = { bucket: bucketNamed(s3, event.source.bucket), key: event.source.key };
  requireSoundHeaders(s3, event.headers);
  requireAuthorised(s3, scope, place, 's3:PutObject');
  const { sourceVersionId } = event;
  requireAuthorised(s3, scope, from, sourceVersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion');
  const source = objectAt(s3, scope, from, sourceVersionId, { status: 400, code: 'InvalidRequest' });

  requireReadable(s3, event.sourceCustomerKey, source.content);
  if (scope.touched !== undefined) scope.touched.source = source;

  const { encryption, objects } = s3.parts;
  const { rule } = place.bucket;
  const resolved = encryptionIn(s3, place.bucket, event.headers, scope.requester, () =>
    encryption.copyEncryption(
      event.headers,
      rule ?? UNCONFIGURED_RULE,
      source.encryption,
      encryption.resolveEncryption,
    ),
  );
  const leavesDirectory = from.bucket.isDirectory && !place.bucket.isDirectory;
  const effective = leavesDirectory ? s3.parts.directories.leaving(resolved) : resolved;
  requireNotBlocked(s3, place.bucket, effective.algorithm);
  // Another version than the current one is restored that way (F-179).
  const isCurrent = source === from.bucket.objects.get(from.key);
  const isSelfCopy = from.bucket === place.bucket && from.key === place.key && isCurrent;
  const self = {
    headers: event.headers,
    bucketConfigured: rule !== null,
    stored: source.encryption,
    effective,
    changesMore: (event.changes ?? []).length > 0,
  };
  if (isSelfCopy && !objects.selfCopyAllowed(self)) throw new S3Refusal({ status: 400, code: 'InvalidRequest' });
  requireSignature(s3, scope, source.encryption.algorithm);
  requireSignature(s3, scope, effective.algorithm);
  requireMet(s3, event.sourceConditions, source.etag, 'copied');
  const copied = copying(s3, scope, from.bucket, place.bucket);
  const reading = { ...copied, customerKey: event.sourceCustomerKey };
  const answered = await write(s3, copied, place, effective, () => readContent(s3, reading, from, source));
  const rewritten = place.bucket.objects.get(place.key);
  if (isSelfCopy && rewritten !== undefined)
    place.bucket.objects.set(place.key, objects.objectAfterSelfCopy(source, rewritten));
  return answered;
}

/** A version is removed for good; without id all stay, where the bucket keeps them, under a delete marker (F-177). */
function deleteObject(s3: ReferenceS3, scope: RequestScope, event: DeleteObject): S3Response {
  const place = { bucket: bucketNamed(s3, event.bucket), key: event.key };
  const { versionId } = event;
  requireAuthorised(s3, scope, place, versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion');
  if (versionId === undefined) {
    const id = storeVersion(s3, place.bucket, place.key, null);
    return s3Response(204, id === null ? {} : { versionId: id, deleteMarker: true });
  }
  const named = versionsOf(place.bucket, place.key).find(({ id }) => id === versionId);
  const error = named === undefined ? null : s3.parts.versions.removalError(named);
  if (error !== null) throw new S3Refusal(error);
  const gone = removeVersion(s3, place.bucket, place.key, versionId);
  return s3Response(204, { versionId, deleteMarker: gone?.object === null ? true : null });
}

/** The version id that an answer shows of an object, where the bucket keeps versions. */
export function shownVersion({ bucket, key }: ObjectLocation, of: StoredObject): Pick<S3Response, 'versionId'> {
  if (bucket.versioning === null) return {};
  return { versionId: versionsOf(bucket, key).find(({ object }) => object === of)?.id ?? null };
}

/**
 * Stores what `content` brings, and answers with the new object's headers. A write that fails leaves what was there.
 */
async function write(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  resolution: Resolution,
  content: () => Promise<Uint8Array>,
  isLocked = false,
): Promise<S3Response> {
  const { objects } = place.bucket;
  try {
    const status = replicationOfNew(s3, place.bucket, resolution.algorithm);
    const written = await writeContent(s3, scope, place, await content(), resolution, status);
    const stored = isLocked ? locked(place, written) : written;
    return s3Response(200, { ...s3.parts.objects.responseHeaders(stored), ...shownVersion(place, stored) });
  } catch (failure) {
    const left = s3.parts.objects.objectAfterFailedWrite(objects.get(place.key));
    if (left === undefined) objects.delete(place.key);
    else objects.set(place.key, left);
    throw failure;
  }
}

/** Puts a legal hold on what was just stored (F-188). */
export function locked({ bucket, key }: ObjectLocation, object: StoredObject): StoredObject {
  const held = { ...object, legalHold: true } as const;
  replaceVersion(bucket, key, object, held);
  return held;
}

/** A bucket's replication rule marks the new objects it wants (F-66, F-76). */
export function replicationOfNew(
  s3: ReferenceS3,
  bucket: StoredBucket,
  algorithm: StoredAlgorithm,
): ReplicationStatus | null {
  const rule = bucket.replication;
  return rule !== null && s3.parts.replication.isEligible(algorithm, rule) ? 'PENDING' : null;
}

/** Refuses headers that are wrong in themselves. */
export function requireSoundHeaders(s3: ReferenceS3, headers: EncryptionHeaders): void {
  const error = s3.parts.encryption.headersError(headers);
  if (error !== null) throw new S3Refusal(error);
  requireSoundCustomerKey(s3, headers);
}

/** Refuses a signature that will not do for an algorithm. */
export function requireSignature(s3: ReferenceS3, { requester }: RequestScope, algorithm: StoredAlgorithm): void {
  const error = s3.parts.encryption.signatureError(requester.signature, algorithm);
  if (error !== null) throw new S3Refusal(error);
}

/** Refuses a request whose conditions are not met. */
function requireMet(
  s3: ReferenceS3,
  conditions: Conditions | undefined,
  etag: string | null,
  use: 'read' | 'copied' | 'written',
): void {
  const error = conditions === undefined ? null : s3.parts.objects.conditionError(conditions, etag, use);
  if (error !== null) throw new S3Refusal(error);
}

/** Refuses a write whose conditions are not met; who has an ETag compared must be allowed to read. */
export function requireWritable(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  conditions: Conditions | undefined,
): void {
  if (conditions?.ifMatch !== undefined && conditions.ifNoneMatch === undefined)
    requireAuthorised(s3, scope, place, 's3:GetObject');
  requireMet(s3, conditions, place.bucket.objects.get(place.key)?.etag ?? null, 'written');
}

/** Refuses who may not do something to the object at a place. */
export function requireAuthorised(s3: ReferenceS3, scope: RequestScope, place: ObjectLocation, action: S3Action): void {
  if (!isAuthorised(s3, scope, place, action)) throw new S3Refusal({ status: 403, code: 'AccessDenied' });
}

/**
 * What is there, or the version that is named; who may not list the bucket is not told that nothing is (E-30, E-41).
 * `ofMarker`: what answers that a version that is named is a delete marker (E-51).
 */
export function objectAt(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  versionId?: string,
  ofMarker: S3Error = { status: 405, code: 'MethodNotAllowed', deleteMarker: true },
): StoredObject {
  const { bucket, key } = place;
  const current = bucket.objects.get(key);
  if (versionId === undefined) {
    if (current !== undefined) return current;
    requireAuthorised(s3, scope, place, 's3:ListBucket');
    const isMarker = bucket.currentIds.has(key);
    throw new S3Refusal({ status: 404, code: 'NoSuchKey', ...(isMarker && { deleteMarker: true }) });
  }
  const named = versionsOf(bucket, key).find(({ id }) => id === versionId);
  if (named === undefined) {
    requireAuthorised(s3, scope, place, 's3:ListBucket');
    throw new S3Refusal({ status: 404, code: 'NoSuchVersion' });
  }
  const { object } = s3.parts.versions.named(named, current);
  if (object === null) throw new S3Refusal(ofMarker);
  return object;
}
