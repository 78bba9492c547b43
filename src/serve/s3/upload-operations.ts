import type { TouchedObject } from '../../reference/request-scope.ts';
import type { StoredUpload } from '../../reference/s3/stored-bucket.ts';
import { uploadNamed } from '../../reference/s3/upload-operations.ts';
import type { Reply } from '../http/reply.ts';
import { pathEncoded } from '../http/uri.ts';
import { CHECKSUMS } from '../sigv4/checksum.ts';
import { contentLength, lengthOf } from '../world/object-metadata.ts';
import { writeEncryption } from './bucket-sessions.ts';
import { conditionsOf } from './conditions.ts';
import { partCustomerKeyIn, shownCustomerKey, sourceCustomerKeyIn } from './customer-key.ts';
import { shownEncryption } from './encryption-headers.ts';
import { metadataHeaders } from './metadata-headers.ts';
import {
  bodyOf,
  checksumElement,
  keep,
  type ObjectLimits,
  quoted,
  requireRoom,
  sourceOf,
  wholeNumber,
} from './object-request.ts';
import { invalidArgument, notImplemented, S3Error } from './s3-error.ts';
import { emptyReply, xmlReply } from './s3-reply.ts';
import type { S3Request } from './s3-request.ts';
import { versionHeaders } from './version-headers.ts';
import { parseXml, type Xml, type XmlElement } from './xml.ts';

const ID_BYTES = 16;
const MAX_BODY_BYTES = 4 * 2 ** 20;
const MAX_PARTS_LISTED = 1_000;
/** A number that no part has. */
const NO_PART = 0;

/** Begins an upload. Its headers are those of the object that is made in the end. */
export async function createMultipartUpload(request: S3Request, limits: ObjectLimits): Promise<Reply> {
  const { bucket, key, world } = request;
  const headers = writeEncryption(request);
  const kept = metadataHeaders(request);
  requireRoom(request, 0, limits);
  const uploadId = Buffer.from(world.reference.s3.random.bytes(ID_BYTES)).toString('hex');
  const observation = await request.take({ op: 'CreateMultipartUpload', bucket, key, headers, uploadId });
  const upload = uploadAt(request, uploadId);
  if (upload !== undefined) world.uploadNotes.setHeaders(upload, kept);
  const fields: readonly Xml[] = [
    ['Bucket', bucket],
    ['Key', key],
    ['UploadId', uploadId],
  ];
  const shown = { ...shownEncryption(observation), ...shownCustomerKey(request.head) };
  return xmlReply(['InitiateMultipartUploadResult', fields], shown);
}

/** Takes a part. */
export async function uploadPart(request: S3Request, limits: ObjectLimits): Promise<Reply> {
  const { bucket, key } = request;
  const place = { bucket, key, uploadId: idIn(request), partNumber: partNumberIn(request) };
  const { bytes, checksums } = await request.content(limits.maxObjectBytes);
  requireRoom(request, bytes.length, limits);
  const sent = partCustomerKeyIn(request.head);
  const observation = await request.take({ op: 'UploadPart', ...place, body: bodyOf(bytes), ...sent });
  notePart(request, checksums);
  const shown = { ...shownEncryption(observation), ...shownCustomerKey(request.head) };
  return emptyReply(200, { etag: quoted(observation.etag), ...shown, ...checksums });
}

/** Makes a part of a whole object. */
export async function uploadPartCopy(request: S3Request, limits: ObjectLimits): Promise<Reply> {
  const { bucket, key, world } = request;
  const place = { bucket, key, uploadId: idIn(request), partNumber: partNumberIn(request) };
  const { object: source, versionId } = sourceOf(request);
  if (versionId !== undefined) throw notImplemented('A version as the source of a part');
  const from = world.objectAt(source.bucket, source.key);
  if (from !== undefined) requireRoom(request, contentLength(from), limits);
  const keys = { ...partCustomerKeyIn(request.head), ...sourceCustomerKeyIn(request.head) };
  const observation = await request.take({ op: 'UploadPartCopy', source, ...place, ...keys });
  notePart(request, {});
  const result: readonly Xml[] = [
    ['LastModified', world.clock.date().toISOString()],
    ['ETag', quoted(observation.etag)],
  ];
  return xmlReply(['CopyPartResult', result], { ...shownEncryption(observation), ...shownCustomerKey(request.head) });
}

/** Makes an object of parts. There is no least size of a part here. */
export async function completeMultipartUpload(request: S3Request, limits: ObjectLimits): Promise<Reply> {
  const { bucket, key, world } = request;
  const uploadId = idIn(request);
  // These are of the object here, and not of the body.
  const checksum = [...CHECKSUMS.keys()].find((name) => request.header(name) !== undefined);
  if (checksum !== undefined) throw notImplemented(`The header ${checksum} of CompleteMultipartUpload`);
  const { bytes } = await request.content(MAX_BODY_BYTES);
  const body = parseXml(bytes, 'CompleteMultipartUpload');
  if (body === null) throw new S3Error(400, 'MalformedXML');
  const upload = uploadAt(request, uploadId);
  const parts = body.all('Part').map((part) => listedPart(request, upload, part));
  const size = parts.reduce((sum, number) => sum + lengthOf(upload?.parts.get(number)), 0);
  if (size > limits.maxObjectBytes) throw new S3Error(400, 'EntityTooLarge');
  const touched: TouchedObject = {};
  const conditions = conditionsOf(request);
  const place = { bucket, key, ...(conditions === undefined ? {} : { conditions }) };
  const event = { op: 'CompleteMultipartUpload', ...place, uploadId, parts } as const;
  const observation = await request.take(event, touched);
  const headers = upload === undefined ? {} : world.uploadNotes.headersOf(upload);
  keep(request, touched, { lastModified: world.clock.date(), headers, checksums: {} });
  const fields: readonly Xml[] = [
    ['Location', `http://${request.header('host') ?? ''}/${bucket}/${pathEncoded(key)}`],
    ['Bucket', bucket],
    ['Key', key],
    ['ETag', quoted(observation.etag)],
  ];
  const shown = { ...shownEncryption(observation), ...versionHeaders(observation) };
  return xmlReply(['CompleteMultipartUploadResult', fields], shown);
}

/** Gives an upload up. */
export async function abortMultipartUpload(request: S3Request): Promise<Reply> {
  const { bucket, key } = request;
  await request.take({ op: 'AbortMultipartUpload', bucket, key, uploadId: idIn(request) });
  return emptyReply(204);
}

/** Lists the parts of an upload. */
export async function listParts(request: S3Request): Promise<Reply> {
  const { bucket, key, world } = request;
  const uploadId = idIn(request);
  const marker = wholeNumber(request, 'part-number-marker') ?? 0;
  const maxParts = Math.min(wholeNumber(request, 'max-parts') ?? MAX_PARTS_LISTED, MAX_PARTS_LISTED);
  await request.take({ op: 'ListParts', bucket, key, uploadId });
  const upload = uploadAt(request, uploadId);
  const all = [...(upload?.parts ?? [])].filter(([number]) => number > marker).sort(([a], [b]) => a - b);
  const shown = all.slice(0, maxParts);
  const last = shown.at(-1)?.[0];
  const fields: readonly (Xml | null)[] = [
    ['Bucket', bucket],
    ['Key', key],
    ['UploadId', uploadId],
    ['StorageClass', request.storageClass],
    ['PartNumberMarker', marker],
    last === undefined ? null : ['NextPartNumberMarker', last],
    ['MaxParts', maxParts],
    ['IsTruncated', maxParts > 0 && all.length > shown.length],
    ...shown.map(([number, part]): Xml => {
      const { lastModified, checksums } = world.uploadNotes.ofPart(part);
      const ofPart: readonly Xml[] = [
        ['PartNumber', number],
        ['LastModified', lastModified.toISOString()],
        ['ETag', quoted(part.etag)],
        ['Size', lengthOf(part)],
        ...Object.entries(checksums).map(([name, value]): Xml => [checksumElement(name), value]),
      ];
      return ['Part', ofPart];
    }),
  ];
  return xmlReply(['ListPartsResult', fields]);
}

function uploadAt({ world, bucket, key }: S3Request, uploadId: string): StoredUpload | undefined {
  const stored = world.buckets.get(bucket);
  return stored === undefined ? undefined : uploadNamed(stored, key, uploadId);
}

function idIn(request: S3Request): string {
  return request.parameter('uploadId') ?? '';
}

function partNumberIn(request: S3Request): number {
  const number = wholeNumber(request, 'partNumber');
  if (number === undefined) throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
  return number;
}

function notePart(request: S3Request, checksums: Readonly<Record<string, string>>): void {
  const part = uploadAt(request, idIn(request))?.parts.get(partNumberIn(request));
  if (part !== undefined)
    request.world.uploadNotes.setPart(part, { lastModified: request.world.clock.date(), checksums });
}

/**
 * Number of a part that a completion lists; one whose ETag or checksum is another is a part that is not there (E-35).
 */
function listedPart({ world }: S3Request, upload: StoredUpload | undefined, listed: XmlElement): number {
  const text = listed.textOf('PartNumber') ?? '';
  const etag = listed.textOf('ETag');
  if (!/^\d{1,9}$/.test(text) || etag === undefined) throw new S3Error(400, 'MalformedXML');
  const part = upload?.parts.get(Number(text));
  if (part === undefined) return Number(text);
  const { checksums } = world.uploadNotes.ofPart(part);
  const isSame = Object.entries(checksums).every(
    ([name, value]) => (listed.textOf(checksumElement(name)) ?? value) === value,
  );
  return isSame && etag.replaceAll('"', '') === part.etag ? Number(text) : NO_PART;
}
