import { multipartUpload } from '../charts/multipart-upload.ts';
import type { WrittenEncryption } from '../charts/object-version.ts';
import { type ObjectVersion, UNSEEN_ETAG, type Upload, type UploadedPart } from '../records/records.ts';
import { needsKms } from '../rules/encryption.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import type { CompleteMultipartUpload, CreateMultipartUpload } from '../vocabulary/events/upload-events.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { copiesByDirectory } from './directory-bucket.ts';
import { decryptObject } from './object-encryption.ts';
import { md5NotGiven, NOTHING, partEtag } from './object-moves.ts';
import { decryptSource, encryptTarget, refused, show, sourceFirst, storeContent } from './object-request.ts';
import { checked, type Request } from './request.ts';
import { ACCESS_DENIED_REFUSAL, choose, refuse, succeed } from './transaction.ts';
import { moveUpload, uploadNumber } from './uploads.ts';

/**
 * A request on a multipart upload that has passed its checks. One data key serves the whole upload: it is made at
 * creation (K-14, K-15), and decrypted for whoever sends a part (K-16, K-17) and perhaps for who completes (K-19).
 */
export function processUpload(request: Request): Outcome {
  const { transaction, event, operation } = request;
  if (event.op === 'CreateMultipartUpload') return createUpload(request, event);
  const refusal = throughSides(request);
  if (refusal !== undefined) return refused(transaction, refusal);
  if (transaction.s3Denied) return refuse(transaction, ACCESS_DENIED_REFUSAL);
  if (request.unmet !== undefined) return refuse(transaction, request.unmet.refusal);
  switch (event.op) {
    case 'UploadPart':
      return keepPart(request, event.partNumber, event.body?.md5);
    case 'UploadPartCopy':
      return keepPart(request, event.partNumber, checked(request.version).md5);
    case 'CompleteMultipartUpload':
      return completeUpload(request, event);
    case 'AbortMultipartUpload':
    case 'ListParts':
      moveUpload(transaction, checked(request.upload), event.op);
      return succeed(transaction, operation.status, operation.because);
    default:
      throw new RangeError(`${event.op} is about no upload`);
  }
}

/** What is copied is opened as well (K-18); which of the two goes first shows where one refuses (U-20). */
function throughSides(request: Request): Refusal | undefined {
  if (request.operation.reads === undefined) return decryptUpload(request);
  return sourceFirst(request.transaction)
    ? (decryptSource(request) ?? decryptUpload(request))
    : (decryptUpload(request) ?? decryptSource(request));
}

/** The encryption is settled, and stays as it is whatever becomes of the rule (F-57). */
function createUpload(request: Request, { bucket, key: objectKey, uploadId }: CreateMultipartUpload): Outcome {
  const { transaction } = request;
  const used = encryptTarget(request, bucket, objectKey);
  if ('code' in used) return refused(transaction, used);
  if (transaction.s3Denied) return refuse(transaction, ACCESS_DENIED_REFUSAL);
  const { state, key, pairs, customerKey } = checked(request.encryption);
  const version: ObjectVersion = {
    ...NOTHING,
    state,
    kmsKey: key.number,
    bucketKey: used.bucketKey,
    family: used.family,
    context: pairs,
    customerKey,
  };
  const creator = request.by.roleArn;
  const upload: Upload = { state: multipartUpload.initial, version, parts: [], creator };
  const number = uploadNumber(transaction, transaction.scope.object(bucket, objectKey), uploadId);
  moveUpload(transaction, { number, upload }, 'CreateMultipartUpload');
  return showUpload(request, version, null);
}

function decryptUpload(request: Request): Refusal | undefined {
  const { transaction, operation, by, bucket, event } = request;
  const { version } = checked(request.upload).upload;
  const decrypts = operation.upload?.decrypts ?? 'never';
  if (decrypts === 'never' || !needsKms(version.state)) return undefined;
  if (decrypts !== 'always' && !choose(transaction, decrypts, transaction.profile[decrypts])) return undefined;
  const { bucket: bucketName, key: objectKey } = event as CompleteMultipartUpload;
  return decryptObject(transaction, {
    by,
    bucketName,
    bucket: checked(bucket),
    objectKey,
    version,
    underBucketArn: false,
    uncached: copiesByDirectory(request),
  });
}

/** A part is kept, in place of one of its number; its ETag is that of an object of this content (F-83). */
function keepPart(request: Request, partNumber: number, md5: string | undefined): Outcome {
  const { transaction, event } = request;
  const found = checked(request.upload);
  const { version, parts } = found.upload;
  const part = { number: partNumber, ...partEtag(transaction, writtenState(version), md5) };
  const type = event.op === 'UploadPartCopy' ? event.op : 'UploadPart';
  moveUpload(transaction, found, type, withPart(parts, part));
  return showUpload(request, version, part.etag);
}

function withPart(parts: readonly UploadedPart[], part: UploadedPart): readonly UploadedPart[] {
  const others = parts.filter(({ number }) => number !== part.number);
  return [...others, part].sort((a, b) => a.number - b.number);
}

/** The parts that are listed are an object now, encrypted as the upload was; the others are gone. */
function completeUpload(request: Request, { bucket, key, parts }: CompleteMultipartUpload): Outcome {
  const { transaction, operation } = request;
  const found = checked(request.upload);
  const { kmsKey, bucketKey, family, context, customerKey } = found.upload.version;
  const there = new Map(found.upload.parts.map((part) => [part.number, part]));
  const listed = parts.map((number) => there.get(number));
  const [only] = listed;
  const md5 = listed.length === 1 && only !== undefined ? only.md5 : md5NotGiven(transaction);
  const etags = listed.map((part) => part?.etag ?? UNSEEN_ETAG);
  const content = { kmsKey, bucketKey, family, md5, context, customerKey, parts: etags };
  const state = writtenState(found.upload.version);
  const target = { bucket, key };
  const outcome = storeContent(transaction, target, checked(request.bucket), state, content, operation.because);
  moveUpload(transaction, found, 'CompleteMultipartUpload');
  return outcome;
}

function writtenState({ state }: ObjectVersion): WrittenEncryption {
  if (state === 'absent' || state === 'plain') throw new RangeError(`an upload is never ${state}`);
  return state;
}

/** Whoever begins an upload or sends a part sees its encryption (F-26, F-58). */
function showUpload({ transaction, operation }: Request, version: ObjectVersion, etag: string | null): Outcome {
  const shown = { contentMd5: null, replicationStatus: null };
  return { ...show(transaction, version, shown, operation.because), etag };
}
