import { concatBytes } from '@noble/ciphers/utils.js';
import { UNCONFIGURED_RULE } from '../../../model/vocabulary/encryption.ts';
import type {
  AbortMultipartUpload,
  CompleteMultipartUpload,
  CreateMultipartUpload,
  ListParts,
  UploadEvent,
  UploadPart,
  UploadPartCopy,
} from '../../../model/vocabulary/events/upload-events.ts';
import type { S3Action } from '../../../model/vocabulary/policy.ts';
import { S3Refusal } from '../refusal.ts';
import type { RequestScope } from '../request-scope.ts';
import { type S3Response, s3Response } from '../s3-response.ts';
import { isAuthorised } from './authorisation.ts';
import { requireKeyOfUpload, requireNotBlocked, requireReadable } from './customer-keys.ts';
import { decryptDataKey, makeDataKey, type ObjectLocation } from './data-keys.ts';
import { copying, encryptionIn } from './directories.ts';
import {
  objectAt,
  replicationOfNew,
  requireAuthorised,
  requireSignature,
  requireSoundHeaders,
  requireWritable,
  shownVersion,
} from './object-operations.ts';
import { bucketNamed, type ReferenceS3 } from './s3.ts';
import { newEtag, readContent, shownEncryption, store } from './storage.ts';
import type { StoredBucket, StoredUpload } from './stored-bucket.ts';
import type { ObjectEncryption } from './stored-object.ts';

/** Carries out an operation on a multipart upload. Rejects with {@link S3Refusal} or `KmsRefusal`. */
export async function applyUploadEvent(s3: ReferenceS3, scope: RequestScope, event: UploadEvent): Promise<S3Response> {
  switch (event.op) {
    case 'CreateMultipartUpload':
      return createUpload(s3, scope, event);
    case 'UploadPart':
      return uploadPart(s3, scope, event);
    case 'UploadPartCopy':
      return uploadPartCopy(s3, scope, event);
    case 'CompleteMultipartUpload':
      return completeUpload(s3, scope, event);
    case 'AbortMultipartUpload':
      return abortUpload(s3, scope, event);
    case 'ListParts':
      return listParts(s3, scope, event);
  }
}

/** One data key for all parts, under the encryption that headers and rule come to now (F-57, F-60). */
async function createUpload(s3: ReferenceS3, scope: RequestScope, event: CreateMultipartUpload): Promise<S3Response> {
  const place = { bucket: bucketNamed(s3, event.bucket), key: event.key };
  requireSoundHeaders(s3, event.headers);
  requireAuthorised(s3, scope, place, 's3:PutObject');
  const resolution = encryptionIn(s3, place.bucket, event.headers, scope.requester, () =>
    s3.parts.encryption.resolveEncryption(event.headers, place.bucket.rule ?? UNCONFIGURED_RULE),
  );
  requireNotBlocked(s3, place.bucket, resolution.algorithm);
  requireSignature(s3, scope, resolution.algorithm);
  const guarded = await makeDataKey(s3, scope, place, resolution);
  const { dataKey, bucketKey } = guarded;
  scope.trail.stored = {
    dataKey: dataKey.fingerprint,
    ...(bucketKey === null ? {} : { bucketKey: bucketKey.fingerprint }),
  };
  const encryption = shownEncryption(resolution, guarded.kmsKeyArn);
  const { customerKey: _, ...resolutionStored } = resolution;
  const upload: StoredUpload = {
    resolution: resolutionStored,
    encryption,
    dataKey: guarded.stored,
    creator: scope.requester,
    parts: new Map(),
  };
  place.bucket.uploads.set(uploadName(event.key, event.uploadId ?? ''), upload);
  return s3Response(200, shown(s3, place, encryption));
}

async function uploadPart(s3: ReferenceS3, scope: RequestScope, event: UploadPart): Promise<S3Response> {
  const { place, upload } = uploadAt(s3, scope, event, 's3:PutObject');
  requireKeyOfUpload(s3, event.customerKey, upload.dataKey);
  requireSoundNumber(s3, event.partNumber);
  requireSignature(s3, scope, upload.encryption.algorithm);
  const content = event.body === undefined ? new Uint8Array() : s3.parts.objects.bytesOf(event.body);
  const sending = { ...scope, customerKey: event.customerKey };
  return keepPart(s3, sending, place, upload, event, content);
}

/** The source is read, and then the part is sent as any other (K-18). */
async function uploadPartCopy(s3: ReferenceS3, scope: RequestScope, event: UploadPartCopy): Promise<S3Response> {
  const place = { bucket: bucketNamed(s3, event.bucket), key: event.key };
  const from = { bucket: bucketNamed(s3, event.source.bucket), key: event.source.key };
  requireAuthorised(s3, scope, place, 's3:PutObject');
  requireAuthorised(s3, scope, from, 's3:GetObject');
  const source = objectAt(s3, scope, from);
  requireReadable(s3, event.sourceCustomerKey, source.content);
  const { upload } = uploadAt(s3, scope, event, 's3:PutObject');
  requireKeyOfUpload(s3, event.customerKey, upload.dataKey);
  requireSoundNumber(s3, event.partNumber);
  requireSignature(s3, scope, source.encryption.algorithm);
  requireSignature(s3, scope, upload.encryption.algorithm);
  const copied = copying(s3, scope, from.bucket, place.bucket);
  const content = await readContent(s3, { ...copied, customerKey: event.sourceCustomerKey }, from, source);
  const sending = { ...copied, customerKey: event.customerKey };
  return keepPart(s3, sending, place, upload, event, content);
}

/** While KMS is asked the upload may end: then nobody would ever see the part. */
async function keepPart(
  s3: ReferenceS3,
  scope: RequestScope,
  place: ObjectLocation,
  upload: StoredUpload,
  { uploadId, partNumber }: UploadPart | UploadPartCopy,
  content: Uint8Array,
): Promise<S3Response> {
  const requester = s3.parts.uploads.opener(scope.requester, upload.creator);
  const dataKey = await decryptDataKey(s3, { ...scope, requester }, place, upload.dataKey, upload.encryption.context);
  const isThere = uploadNamed(place.bucket, place.key, uploadId) === upload;
  if (!isThere && !s3.parts.uploads.takesLateParts) throw new S3Refusal({ status: 404, code: 'NoSuchUpload' });
  const etag = newEtag(s3, upload.resolution, content);
  upload.parts.set(partNumber, { sealed: s3.sealer.seal(scope.trail, dataKey, content), etag });
  return s3Response(200, { ...shown(s3, place, upload.encryption), etag });
}

function completeUpload(s3: ReferenceS3, scope: RequestScope, event: CompleteMultipartUpload): S3Response {
  const { uploads, objects } = s3.parts;
  const { place, upload } = uploadAt(s3, scope, event, 's3:PutObject');
  const error = uploads.listError(event.parts, upload.parts);
  if (error !== null) throw new S3Refusal(error);
  requireSignature(s3, scope, upload.encryption.algorithm);
  requireWritable(s3, scope, place, event.conditions);
  const chosen = uploads.chosen(event.parts, upload.parts);
  const object = store(s3, scope, place, {
    encryption: uploads.encryptionOf(upload.encryption, place.bucket.rule ?? UNCONFIGURED_RULE),
    content: { form: 'sealed', sealed: chosen.map(({ sealed }) => sealed), dataKey: upload.dataKey },
    etag: uploads.etagOf(chosen.map(({ etag }) => etag)),
    replication: replicationOfNew(s3, place.bucket, upload.encryption.algorithm),
  });
  if (!uploads.outlivesCompletion) place.bucket.uploads.delete(uploadName(event.key, event.uploadId));
  return s3Response(200, { ...objects.responseHeaders(object), ...shownVersion(place, object) });
}

function abortUpload(s3: ReferenceS3, scope: RequestScope, event: AbortMultipartUpload): S3Response {
  const { place } = uploadAt(s3, scope, event, 's3:AbortMultipartUpload');
  if (!s3.parts.uploads.outlivesAbortion) place.bucket.uploads.delete(uploadName(event.key, event.uploadId));
  return s3Response(204);
}

function listParts(s3: ReferenceS3, scope: RequestScope, event: ListParts): S3Response {
  const { upload } = uploadAt(s3, scope, event, 's3:ListMultipartUploadParts');
  requireSignature(s3, scope, upload.encryption.algorithm);
  return s3Response(200);
}

function requireSoundNumber(s3: ReferenceS3, partNumber: number): void {
  const error = s3.parts.uploads.partNumberError(partNumber);
  if (error !== null) throw new S3Refusal(error);
}

/** The upload of an id, for who may do something to it; who began it may, unless that is denied. */
function uploadAt(
  s3: ReferenceS3,
  scope: RequestScope,
  event: Exclude<UploadEvent, CreateMultipartUpload>,
  action: S3Action,
): { readonly place: ObjectLocation; readonly upload: StoredUpload } {
  const place = { bucket: bucketNamed(s3, event.bucket), key: event.key };
  const upload = uploadNamed(place.bucket, event.key, event.uploadId);
  const { account, principal } = scope.requester;
  const isCreator = upload?.creator.account === account && upload.creator.principal === principal;
  const owner = isCreator && action !== 's3:PutObject' ? account : undefined;
  if (!isAuthorised(s3, scope, place, action, owner)) throw new S3Refusal({ status: 403, code: 'AccessDenied' });
  if (upload === undefined) throw new S3Refusal({ status: 404, code: 'NoSuchUpload' });
  return { place, upload };
}

/** Algorithm, key and flag of the upload (F-58); there is no ETag yet. */
function shown(s3: ReferenceS3, { bucket }: ObjectLocation, settled: ObjectEncryption): Partial<S3Response> {
  const encryption = s3.parts.uploads.encryptionOf(settled, bucket.rule ?? UNCONFIGURED_RULE);
  const content = { form: 'clear', bytes: concatBytes() } as const;
  return { ...s3.parts.objects.responseHeaders({ encryption, content, etag: '', replication: null }), etag: null };
}

/** The upload of an id; undefined where there is none. */
export function uploadNamed(bucket: StoredBucket, key: string, uploadId: string): StoredUpload | undefined {
  return bucket.uploads.get(uploadName(key, uploadId));
}

function uploadName(key: string, uploadId: string): string {
  return JSON.stringify([key, uploadId]);
}
