import type { Body } from '../../../model/vocabulary/body.ts';
import type { TouchedObject } from '../../reference/request-scope.ts';
import type { StoredObject } from '../../reference/s3/stored-object.ts';
import type { Reply } from '../http/reply.ts';
import { percentDecoded } from '../http/uri.ts';
import { contentLength, type ObjectMetadata } from '../world/object-metadata.ts';
import { requireConditions } from './conditions.ts';
import { encryptionHeaders, shownEncryption } from './encryption-headers.ts';
import { metadataHeaders } from './metadata-headers.ts';
import { invalidArgument, notImplemented, S3Error } from './s3-error.ts';
import { byteRange, emptyReply, objectHeaders, xmlReply } from './s3-reply.ts';
import { md5Hex, type S3Request } from './s3-request.ts';
import { parseXml, type Xml } from './xml.ts';

const MAX_DELETE_BYTES = 2 ** 21;
const MAX_DELETED_KEYS = 1_000;

/** Bounds that whoever starts the server sets. */
export interface ObjectLimits {
  /** Largest object, in bytes. */
  readonly maxObjectBytes: number;
  /** All that is stored, in bytes. */
  readonly maxStoredBytes: number;
}

/** Writes an object. */
export async function putObject(request: S3Request, limits: ObjectLimits): Promise<Reply> {
  const { bucket, key, world } = request;
  const headers = encryptionHeaders(request.head);
  const kept = metadataHeaders(request);
  const { bytes, checksums } = await request.content(limits.maxObjectBytes);
  requireRoom(request, bytes.length, limits);
  const touched: TouchedObject = {};
  const observation = await request.take({ op: 'PutObject', bucket, key, body: bodyOf(bytes), headers }, touched);
  keep(request, touched, { lastModified: world.clock.date(), headers: kept, checksums });
  return emptyReply(200, { etag: quoted(observation.etag), ...shownEncryption(observation), ...checksums });
}

/** Reads an object, or a range of it. */
export async function getObject(request: S3Request): Promise<Reply> {
  const { bucket, key, world } = request;
  const touched: TouchedObject = {};
  const headers = encryptionHeaders(request.head);
  const observation = await request.take({ op: 'GetObject', bucket, key, headers }, touched);
  const { object, content } = touched;
  if (object === undefined || content === undefined) throw new Error(`nothing was read of ${bucket}/${key}`);
  const metadata = world.metadata.of(object);
  requireConditions(request, object.etag, metadata.lastModified);
  const range = byteRange(request.header('range'), content.length);
  if (range === null) throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable');
  const showsChecksums = range === undefined && request.header('x-amz-checksum-mode') === 'ENABLED';
  const shown = { ...objectHeaders(observation, object, metadata, showsChecksums), ...overrides(request) };
  if (range === undefined) return { status: 200, headers: shown, body: content };
  const contentRange = `bytes ${range.first}-${range.last}/${content.length}`;
  return {
    status: 206,
    headers: { ...shown, 'content-range': contentRange },
    body: content.subarray(range.first, range.last + 1),
  };
}

/** Shows the headers of an object. */
export async function headObject(request: S3Request): Promise<Reply> {
  const { bucket, key, world } = request;
  const touched: TouchedObject = {};
  const headers = encryptionHeaders(request.head);
  const observation = await request.take({ op: 'HeadObject', bucket, key, headers }, touched);
  const { object } = touched;
  if (object === undefined) throw new Error(`nothing was seen of ${bucket}/${key}`);
  const metadata = world.metadata.of(object);
  requireConditions(request, object.etag, metadata.lastModified);
  const showsChecksums = request.header('x-amz-checksum-mode') === 'ENABLED';
  const shown = { ...objectHeaders(observation, object, metadata, showsChecksums), ...overrides(request) };
  return { status: 200, headers: shown, body: '', lengthOfHead: contentLength(object) };
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
  await request.take({ op: 'GetObjectAttributes', bucket, key, checksum, headers }, touched);
  const { object } = touched;
  if (object === undefined) throw new Error(`nothing was seen of ${bucket}/${key}`);
  const { checksums, lastModified } = world.metadata.of(object);
  const fields: readonly (Xml | null)[] = [
    asked.includes('ETag') ? ['ETag', object.etag] : null,
    checksum && Object.keys(checksums).length > 0
      ? ['Checksum', Object.entries(checksums).map(([name, value]): Xml => [checksumElement(name), value])]
      : null,
    asked.includes('StorageClass') ? ['StorageClass', 'STANDARD'] : null,
    asked.includes('ObjectSize') ? ['ObjectSize', contentLength(object)] : null,
  ];
  return xmlReply(['GetObjectAttributesResponse', fields], { 'last-modified': lastModified.toUTCString() });
}

/** Copies an object. Its metadata is that of the source, unless the request replaces it. */
export async function copyObject(request: S3Request, limits: ObjectLimits): Promise<Reply> {
  const { bucket, key, world } = request;
  const source = sourceOf(request);
  const headers = encryptionHeaders(request.head);
  const directive = request.header('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') throw invalidArgument('Unknown metadata directive.');
  const from = world.objectAt(source.bucket, source.key);
  if (from !== undefined) requireRoom(request, contentLength(from), limits);
  const touched: TouchedObject = {};
  const isSelfCopy = source.bucket === bucket && source.key === key;
  const copied = await request.take({ op: 'CopyObject', source, bucket, key, headers }, touched).catch((error) => {
    // The model has no metadata, so it takes for a copy without change what changes the metadata alone.
    const isUnknown =
      isSelfCopy && directive === 'REPLACE' && error instanceof S3Error && error.code === 'InvalidRequest';
    throw isUnknown ? notImplemented('A copy onto itself that changes metadata alone') : error;
  });
  const kept = from === undefined ? undefined : world.metadata.of(from);
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
  return xmlReply(['CopyObjectResult', result], shownEncryption(copied));
}

/** Deletes an object. */
export async function deleteObject(request: S3Request): Promise<Reply> {
  const { bucket, key } = request;
  await request.take({ op: 'DeleteObject', bucket, key });
  return emptyReply(204);
}

/** Deletes many objects, one after the other. */
export async function deleteObjects(request: S3Request): Promise<Reply> {
  const { bytes } = await request.content(MAX_DELETE_BYTES);
  const body = parseXml(bytes, 'Delete');
  const objects = body?.all('Object') ?? [];
  if (objects.length === 0 || objects.length > MAX_DELETED_KEYS) throw new S3Error(400, 'MalformedXML');
  if (objects.some((one) => one.names.some((name) => name !== 'Key'))) throw notImplemented('Versions and conditions');
  if (!request.world.buckets.has(request.bucket)) throw new S3Error(404, 'NoSuchBucket');
  const isQuiet = body?.textOf('Quiet') === 'true';
  const results: Xml[] = [];
  for (const object of objects) {
    const key = object.textOf('Key') ?? '';
    const error = await request.take({ op: 'DeleteObject', bucket: request.bucket, key }).then(
      () => null,
      (thrown) => {
        if (thrown instanceof S3Error) return thrown;
        throw thrown;
      },
    );
    const told: readonly Xml[] = [['Key', key]];
    if (error !== null) results.push(['Error', [...told, ['Code', error.code], ['Message', error.message]]]);
    else if (!isQuiet) results.push(['Deleted', told]);
  }
  return xmlReply(['DeleteResult', results]);
}

/** A content as the model has it, one character for each byte. */
function bodyOf(bytes: Uint8Array): Body {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { text: buffer.toString('latin1'), md5: md5Hex(bytes) };
}

/** Keeps what belongs to an object that was stored, and has it replicated where a rule wants that. */
function keep({ world, bucket, key }: S3Request, { object }: TouchedObject, metadata: ObjectMetadata): void {
  if (object === undefined) return;
  world.metadata.set(object as StoredObject, metadata);
  world.written(bucket, key);
}

function requireRoom({ world }: S3Request, bytes: number, { maxObjectBytes, maxStoredBytes }: ObjectLimits): void {
  if (bytes > maxObjectBytes) throw new S3Error(400, 'EntityTooLarge');
  if (!world.hasRoom(bytes, maxStoredBytes))
    throw new S3Error(503, 'ServiceUnavailable', `The server stores at most ${maxStoredBytes} bytes`);
}

/** The source of a copy: a bucket and a key, percent-encoded. */
function sourceOf(request: S3Request): { readonly bucket: string; readonly key: string } {
  const header = request.header('x-amz-copy-source') ?? '';
  if (header.includes('?')) throw notImplemented('A version as the source of a copy');
  const source = percentDecoded(header)?.replace(/^\//, '') ?? '';
  const slash = source.indexOf('/');
  if (slash < 1 || slash === source.length - 1)
    throw invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  return { bucket: source.slice(0, slash), key: source.slice(slash + 1) };
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

function checksumElement(header: string): string {
  return `Checksum${header.slice('x-amz-checksum-'.length).toUpperCase()}`;
}

function quoted(etag: string | null | undefined): string {
  return `"${etag ?? ''}"`;
}
