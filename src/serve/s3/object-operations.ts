import type { ObjectName } from '../../../model/vocabulary/fields.ts';
import type { TouchedObject } from '../../reference/request-scope.ts';
import { shownVersion } from '../../reference/s3/object-operations.ts';
import type { Reply } from '../http/reply.ts';
import { contentLength } from '../world/object-metadata.ts';
import { requireConditions } from './conditions.ts';
import { encryptionHeaders, shownEncryption } from './encryption-headers.ts';
import { metadataHeaders } from './metadata-headers.ts';
import {
  bodyOf,
  checksumElement,
  keep,
  type ObjectLimits,
  quoted,
  requireRoom,
  sourceOf,
  versionNamed,
} from './object-request.ts';
import { invalidArgument, notImplemented, S3Error } from './s3-error.ts';
import { byteRange, emptyReply, objectHeaders, xmlReply } from './s3-reply.ts';
import type { S3Request } from './s3-request.ts';
import { versionHeaders } from './version-headers.ts';
import type { Xml } from './xml.ts';

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
  const shown = { ...shownEncryption(observation), ...versionHeaders(observation) };
  return emptyReply(200, { etag: quoted(observation.etag), ...shown, ...checksums });
}

/** Reads an object, or a range of it. */
export async function getObject(request: S3Request): Promise<Reply> {
  const { bucket, key, world } = request;
  const touched: TouchedObject = {};
  const headers = encryptionHeaders(request.head);
  const observation = await request.take({ op: 'GetObject', bucket, key, ...versionNamed(request), headers }, touched);
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
  const observation = await request.take({ op: 'HeadObject', bucket, key, ...versionNamed(request), headers }, touched);
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
    asked.includes('StorageClass') ? ['StorageClass', 'STANDARD'] : null,
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
  const isSelfCopy = source.bucket === bucket && source.key === key;
  const version = sourceVersionId === undefined ? {} : { sourceVersionId };
  const event = { op: 'CopyObject', source, ...version, bucket, key, headers } as const;
  const copied = await request.take(event, touched).catch((error) => {
    // The model has no metadata, so it takes for a copy without change what changes the metadata alone.
    const isUnknown =
      isSelfCopy && directive === 'REPLACE' && error instanceof S3Error && error.code === 'InvalidRequest';
    throw isUnknown ? notImplemented('A copy onto itself that changes metadata alone') : error;
  });
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
  const shown = { ...shownEncryption(copied), ...versionHeaders(copied), ...sourceVersion(request, touched, source) };
  return xmlReply(['CopyObjectResult', result], shown);
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
