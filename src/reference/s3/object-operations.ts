import { bytesToHex } from '@noble/ciphers/utils.js';
import { md5 } from '@noble/hashes/legacy.js';
import { type EncryptionHeaders, UNCONFIGURED_RULE } from '../../../model/vocabulary/encryption.ts';
import type {
  CopyObject,
  DeleteObject,
  ObjectEvent,
  PutObject,
} from '../../../model/vocabulary/events/object-events.ts';
import type { ReplicationStatus } from '../../../model/vocabulary/observation.ts';
import type { S3Action } from '../../../model/vocabulary/policy.ts';
import type { Resolution } from '../parts/encryption.ts';
import type { ReadEvent } from '../parts/objects.ts';
import { S3Refusal } from '../refusal.ts';
import type { RequestScope } from '../request-scope.ts';
import { type S3Response, s3Response } from '../s3-response.ts';
import { isAuthorised } from './authorisation.ts';
import type { ObjectLocation } from './data-keys.ts';
import { bucketNamed, type ReferenceS3 } from './s3.ts';
import { readContent, writeContent } from './storage.ts';
import type { StoredBucket } from './stored-bucket.ts';
import type { StoredAlgorithm, StoredObject } from './stored-object.ts';

/** Carries out an object operation. Rejects with {@link S3Refusal} or `KmsRefusal`. */
export async function applyObjectEvent(s3: ReferenceS3, scope: RequestScope, event: ObjectEvent): Promise<S3Response> {
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
  const resolution = s3.parts.encryption.resolveEncryption(event.headers, place.bucket.rule ?? UNCONFIGURED_RULE);
  requireSignature(s3, scope, resolution.algorithm);
  return write(s3, scope, place, resolution, async () => s3.parts.objects.bytesOf(event.body));
}

async function getObject(s3: ReferenceS3, scope: RequestScope, event: ReadEvent): Promise<S3Response> {
  const place = { bucket: bucketNamed(s3, event.bucket), key: event.key };
  requireAuthorised(s3, scope, place, 's3:GetObject');
  if (event.op === 'GetObjectAttributes') requireAuthorised(s3, scope, place, 's3:GetObjectAttributes');
  const object = objectAt(s3, scope, place);
  const error = s3.parts.encryption.readHeadersError(event.headers ?? {}, object.encryption.algorithm);
  if (error !== null) throw new S3Refusal(error);
  requireSignature(s3, scope, object.encryption.algorithm);
  const reads = s3.parts.objects.readsContent(event) || (event.op === 'HeadObject' && s3.options.headDecrypts);
  const content = reads ? await readContent(s3, scope, place, object) : null;
  if (scope.touched !== undefined) {
    scope.touched.object = object;
    if (content !== null) scope.touched.content = content;
  }
  // The attributes say nothing of the encryption (F-45, F-183).
  if (event.op === 'GetObjectAttributes') return s3Response(200, { etag: object.etag });
  return s3Response(200, {
    ...s3.parts.objects.responseHeaders(object),
    replicationStatus: object.replication,
    contentMd5: event.op === 'HeadObject' || content === null ? null : bytesToHex(md5(content)),
  });
}

async function copyObject(s3: ReferenceS3, scope: RequestScope, event: CopyObject): Promise<S3Response> {
  const place = { bucket: bucketNamed(s3, event.bucket), key: event.key };
  const from = { bucket: bucketNamed(s3, event.source.bucket), key: event.source.key };
  requireSoundHeaders(s3, event.headers);
  requireAuthorised(s3, scope, place, 's3:PutObject');
  requireAuthorised(s3, scope, from, 's3:GetObject');
  const source = objectAt(s3, scope, from);

  const { encryption, objects } = s3.parts;
  const { rule } = place.bucket;
  const effective = encryption.copyEncryption(
    event.headers,
    rule ?? UNCONFIGURED_RULE,
    source.encryption,
    encryption.resolveEncryption,
  );
  const isSelfCopy = from.bucket === place.bucket && from.key === place.key;
  const self = { headers: event.headers, bucketConfigured: rule !== null, stored: source.encryption, effective };
  if (isSelfCopy && !objects.selfCopyAllowed(self)) throw new S3Refusal({ status: 400, code: 'InvalidRequest' });
  requireSignature(s3, scope, source.encryption.algorithm);
  requireSignature(s3, scope, effective.algorithm);
  const answered = await write(s3, scope, place, effective, () => readContent(s3, scope, from, source));
  const rewritten = place.bucket.objects.get(place.key);
  if (isSelfCopy && rewritten !== undefined)
    place.bucket.objects.set(place.key, objects.objectAfterSelfCopy(source, rewritten));
  return answered;
}

function deleteObject(s3: ReferenceS3, scope: RequestScope, event: DeleteObject): S3Response {
  const place = { bucket: bucketNamed(s3, event.bucket), key: event.key };
  requireAuthorised(s3, scope, place, 's3:DeleteObject');
  place.bucket.objects.delete(place.key);
  return s3Response(204);
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
): Promise<S3Response> {
  const { objects } = place.bucket;
  try {
    const status = replicationOfNew(s3, place.bucket, resolution);
    const stored = await writeContent(s3, scope, place, await content(), resolution, status);
    return s3Response(200, s3.parts.objects.responseHeaders(stored));
  } catch (failure) {
    const left = s3.parts.objects.objectAfterFailedWrite(objects.get(place.key));
    if (left === undefined) objects.delete(place.key);
    else objects.set(place.key, left);
    throw failure;
  }
}

/** A bucket's replication rule marks the new objects it wants (F-66, F-76). */
function replicationOfNew(s3: ReferenceS3, bucket: StoredBucket, resolution: Resolution): ReplicationStatus | null {
  const rule = bucket.replication;
  return rule !== null && s3.parts.replication.isEligible(resolution.algorithm, rule) ? 'PENDING' : null;
}

function requireSoundHeaders(s3: ReferenceS3, headers: EncryptionHeaders): void {
  const error = s3.parts.encryption.headersError(headers);
  if (error !== null) throw new S3Refusal(error);
}

function requireSignature(s3: ReferenceS3, { requester }: RequestScope, algorithm: StoredAlgorithm): void {
  const error = s3.parts.encryption.signatureError(requester.signature, algorithm);
  if (error !== null) throw new S3Refusal(error);
}

function requireAuthorised(s3: ReferenceS3, scope: RequestScope, place: ObjectLocation, action: S3Action): void {
  if (!isAuthorised(s3, scope, place, action)) throw new S3Refusal({ status: 403, code: 'AccessDenied' });
}

/** What is there; who may not list the bucket is not told that nothing is (E-30, E-41). */
function objectAt(s3: ReferenceS3, scope: RequestScope, place: ObjectLocation): StoredObject {
  const object = place.bucket.objects.get(place.key);
  if (object !== undefined) return object;
  requireAuthorised(s3, scope, place, 's3:ListBucket');
  throw new S3Refusal({ status: 404, code: 'NoSuchKey' });
}
