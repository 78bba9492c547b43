import type { GetObject, HeadObject } from '../../../model/vocabulary/events/object-events.ts';
import type { CopyChange, ObjectName } from '../../../model/vocabulary/fields.ts';
import type { TouchedObject } from '../../reference/request-scope.ts';
import { shownVersion } from '../../reference/s3/object-operations.ts';
import { lengthsOf } from '../../reference/s3/storage.ts';
import type { StoredObject } from '../../reference/s3/stored-object.ts';
import type { Reply } from '../http/reply.ts';
import { contentLength } from '../world/object-metadata.ts';
import { writeEncryption } from './bucket-sessions.ts';
import { conditionsOf, requireDates } from './conditions.ts';
import { shownCustomerKey, sourceCustomerKeyIn } from './customer-key.ts';
import { encryptionHeaders, shownEncryption } from './encryption-headers.ts';
import { metadataHeaders } from './metadata-headers.ts';
import { legalHoldIn } from './object-lock.ts';
import {
  bodyOf,
  checksumElement,
  keep,
  type ObjectLimits,
  quoted,
  requireRoom,
  sourceOf,
  versionNamed,
  wholeNumber,
} from './object-request.ts';
import { invalidArgument, S3Error } from './s3-error.ts';
import { emptyReply, objectHeaders, xmlReply } from './s3-reply.ts';
import type { S3Request } from './s3-request.ts';
import { versionHeaders } from './version-headers.ts';
import type { Xml } from './xml.ts';

/** The ETag of an object that was uploaded in parts (F-83). */
const MADE_OF_PARTS = /-\d+$/;

/** Writes an object. */
export async function putObject(request: S3Request, limits: ObjectLimits): Promise<Reply> {
  const { bucket, key, world } = request;
  const headers = writeEncryption(request);
  const kept = metadataHeaders(request);
  const { bytes, checksums } = await request.content(limits.maxObjectBytes);
  requireRoom(request, bytes.length, limits);
  const touched: TouchedObject = {};
  const conditions = conditionsOf(request);
  const place = { bucket, key, ...(conditions === undefined ? {} : { conditions }), ...legalHoldIn(request) };
  const observation = await request.take({ op: 'PutObject', ...place, body: bodyOf(bytes), headers }, touched);
  keep(request, touched, { lastModified: world.clock.date(), headers: kept, checksums });
  const shown = {
    ...shownEncryption(observation),
    ...shownCustomerKey(request.head),
    ...versionHeaders(observation),
  };
  return emptyReply(200, { etag: quoted(observation.etag), ...shown, ...checksums });
}

/** Reads an object, or some of it. */
export async function getObject(request: S3Request): Promise<Reply> {
  const { event, object, content, status, headers } = await read(request, 'GetObject');
  if (content === undefined) throw new Error(`nothing was read of ${event.bucket}/${event.key}`);
  const [first, end] = bytesShown(request, event, object);
  return { status, headers, body: content.subarray(first, end) };
}

/** Shows the headers of an object. */
export async function headObject(request: S3Request): Promise<Reply> {
  const { event, object, status, headers } = await read(request, 'HeadObject');
  const [first, end] = bytesShown(request, event, object);
  return { status, headers, body: '', lengthOfHead: end - first };
}

/** What answers a read, but for its body. */
interface Read {
  readonly event: GetObject | HeadObject;
  readonly object: StoredObject;
  readonly content: Uint8Array | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

async function read(request: S3Request, op: 'GetObject' | 'HeadObject'): Promise<Read> {
  const { bucket, key, world } = request;
  const conditions = conditionsOf(request);
  const range = request.header('range');
  const partNumber = wholeNumber(request, 'partNumber');
  const event = {
    op,
    bucket,
    key,
    ...versionNamed(request),
    headers: encryptionHeaders(request.head),
    ...(conditions === undefined ? {} : { conditions }),
    ...(range === undefined ? {} : { range }),
    ...(partNumber === undefined ? {} : { partNumber }),
    ...(request.header('x-amz-checksum-mode') === 'ENABLED' ? { checksumMode: true } : {}),
  };
  const touched: TouchedObject = {};
  const observation = await request.take(event, touched);
  const { object, content } = touched;
  if (object === undefined) throw new Error(`nothing was seen of ${bucket}/${key}`);
  const metadata = world.metadata.of(object);
  requireDates(request, metadata.lastModified);
  const { status } = observation;
  const isWhole = status !== 206;
  const shown = { ...objectHeaders(observation, object, metadata, isWhole && event.checksumMode === true) };
  const headers = {
    ...shown,
    ...(request.storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': request.storageClass }),
    ...shownCustomerKey(request.head),
    ...overrides(request),
    ...(isWhole ? {} : partHeaders(request, event, object)),
  };
  return { event, object, content, status, headers };
}

/** What a read shows of an object: from one byte to before another. It is asked only once the reference has let it. */
function bytesShown(
  { world }: S3Request,
  event: GetObject | HeadObject,
  object: StoredObject,
): readonly [number, number] {
  const asked = world.reference.s3.parts.objects.bytesAsked(event, lengthsOf(object));
  if (asked !== null && 'status' in asked) throw new S3Error(asked.status, asked.code ?? '');
  return asked ?? [0, contentLength(object)];
}

/** Which part of the object an answer has, and of how many, where it was asked for by its number. */
function partHeaders(
  request: S3Request,
  event: GetObject | HeadObject,
  object: StoredObject,
): Readonly<Record<string, string>> {
  const [first, end] = bytesShown(request, event, object);
  const length = contentLength(object);
  const isOfUpload = event.partNumber !== undefined && MADE_OF_PARTS.test(object.etag);
  return {
    ...(end > first ? { 'content-range': `bytes ${first}-${end - 1}/${length}` } : {}),
    ...(isOfUpload ? { 'x-amz-mp-parts-count': String(lengthsOf(object).length) } : {}),
  };
}

/** Shows what the header `x-amz-object-attributes` lists. */
export async function getObjectAttributes(request: S3Request): Promise<Reply> {
  const { bucket, key, world } = request;
  const asked = (request.header('x-amz-object-attributes') ?? '').split(',').map((one) => one.trim());
  const known = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];
  if (!asked.every((one) => known.includes(one))) throw invalidArgument('Invalid attribute name specified.');
  const touched: TouchedObject = {};
  const checksum = asked.includes('Checksum');
  const headers = encryptionHeaders(request.head);
  const named = { bucket, key, ...versionNamed(request) };
  const observation = await request.take({ op: 'GetObjectAttributes', ...named, checksum, headers }, touched);
  const { object } = touched;
  if (object === undefined) throw new Error(`nothing was seen of ${bucket}/${key}`);
  const { checksums, lastModified } = world.metadata.of(object);
  const fields: readonly (Xml | null)[] = [
    asked.includes('ETag') ? ['ETag', object.etag] : null,
    checksum && Object.keys(checksums).length > 0
      ? ['Checksum', Object.entries(checksums).map(([name, value]): Xml => [checksumElement(name), value])]
      : null,
    asked.includes('ObjectParts') && MADE_OF_PARTS.test(object.etag)
      ? ['ObjectParts', [['PartsCount', lengthsOf(object).length]]]
      : null,
    asked.includes('StorageClass') ? ['StorageClass', request.storageClass] : null,
    asked.includes('ObjectSize') ? ['ObjectSize', contentLength(object)] : null,
  ];
  const shown = { 'last-modified': lastModified.toUTCString(), ...versionHeaders(observation) };
  return xmlReply(['GetObjectAttributesResponse', fields], shown);
}

/** Copies an object. Its metadata is that of the source, unless the request replaces it. */
export async function copyObject(request: S3Request, limits: ObjectLimits): Promise<Reply> {
  const { bucket, key, world } = request;
  const { object: source, versionId: sourceVersionId } = sourceOf(request);
  const headers = encryptionHeaders(request.head);
  const directive = request.header('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') throw invalidArgument('Unknown metadata directive.');
  const from = world.objectAt(source.bucket, source.key, sourceVersionId);
  if (from !== undefined) requireRoom(request, contentLength(from), limits);
  const touched: TouchedObject = {};
  const version = sourceVersionId === undefined ? {} : { sourceVersionId };
  const sourceConditions = conditionsOf(request, 'x-amz-copy-source-');
  const conditions = sourceConditions === undefined ? {} : { sourceConditions };
  const ofSource = { ...version, ...conditions, ...sourceCustomerKeyIn(request.head) };
  const event = { op: 'CopyObject', source, ...ofSource, bucket, key, headers, ...changesIn(request) } as const;
  const copied = await request.take(event, touched);
  const kept = touched.source === undefined ? undefined : world.metadata.of(touched.source);
  const lastModified = world.clock.date();
  const checksums = kept?.checksums ?? {};
  keep(request, touched, {
    lastModified,
    headers: directive === 'REPLACE' ? metadataHeaders(request) : (kept?.headers ?? {}),
    checksums,
  });
  const result: readonly Xml[] = [
    ['LastModified', lastModified.toISOString()],
    ['ETag', quoted(copied.etag)],
    ...Object.entries(checksums).map(([name, value]): Xml => [checksumElement(name), value]),
  ];
  const shown = {
    ...shownEncryption(copied),
    ...shownCustomerKey(request.head),
    ...versionHeaders(copied),
    ...sourceVersion(request, touched, source),
  };
  return xmlReply(['CopyObjectResult', result], shown);
}

/** What a copy is told to change beside the encryption (F-51). All that a bucket has is of one class. */
function changesIn(request: S3Request): { readonly changes?: readonly CopyChange[] } {
  const changes: CopyChange[] = [];
  if (request.header('x-amz-metadata-directive') === 'REPLACE') changes.push('metadata');
  if (request.header('x-amz-storage-class') !== undefined) changes.push('storageClass');
  return changes.length === 0 ? {} : { changes };
}

/** The version that was copied, where its bucket keeps versions. */
function sourceVersion(
  { world }: S3Request,
  { source }: TouchedObject,
  { bucket, key }: ObjectName,
): Readonly<Record<string, string>> {
  const from = world.buckets.get(bucket);
  if (source === undefined || from === undefined) return {};
  const { versionId } = shownVersion({ bucket: from, key }, source);
  return versionId == null ? {} : { 'x-amz-copy-source-version-id': versionId };
}

/** Headers of the answer that who reads may choose. Who does not sign may not. */
function overrides(request: S3Request): Readonly<Record<string, string>> {
  const names = [
    'content-type',
    'content-language',
    'expires',
    'cache-control',
    'content-disposition',
    'content-encoding',
  ];
  const chosen = names.flatMap((name) => {
    const value = request.parameter(`response-${name}`);
    return value === undefined ? [] : [[name, value] as const];
  });
  if (chosen.length > 0 && request.asker.requester.signature === 'none')
    throw new S3Error(
      400,
      'InvalidRequest',
      'Request specific response headers cannot be used for anonymous requests.',
    );
  if (chosen.some(([, value]) => /[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)))
    throw invalidArgument('Invalid header value');
  return Object.fromEntries(chosen);
}
