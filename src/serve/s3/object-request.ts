import type { Body } from '../../../model/vocabulary/body.ts';
import type { ObjectName } from '../../../model/vocabulary/fields.ts';
import type { TouchedObject } from '../../reference/request-scope.ts';
import { percentDecoded } from '../http/uri.ts';
import type { ObjectMetadata } from '../world/object-metadata.ts';
import { invalidArgument, notImplemented, S3Error } from './s3-error.ts';
import { md5Hex, type S3Request } from './s3-request.ts';

/** Bounds that whoever starts the server sets. */
export interface ObjectLimits {
  /** Largest object, in bytes. */
  readonly maxObjectBytes: number;
  /** All that is stored, in bytes. */
  readonly maxStoredBytes: number;
}

/** A content as the model has it, one character for each byte. */
export function bodyOf(bytes: Uint8Array): Body {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { text: buffer.toString('latin1'), md5: md5Hex(bytes) };
}

/** Keeps what belongs to an object that was stored, and has it replicated where a rule wants that. */
export function keep({ world, bucket, key }: S3Request, { object }: TouchedObject, metadata: ObjectMetadata): void {
  if (object === undefined) return;
  world.metadata.set(object, metadata);
  world.written(bucket, key);
}

/** Refuses what is larger than an object may be, or than what is left of the bound of all. */
export function requireRoom(
  { world }: S3Request,
  bytes: number,
  { maxObjectBytes, maxStoredBytes }: ObjectLimits,
): void {
  if (bytes > maxObjectBytes) throw new S3Error(400, 'EntityTooLarge');
  if (!world.hasRoom(bytes, maxStoredBytes))
    throw new S3Error(503, 'ServiceUnavailable', `The server stores at most ${maxStoredBytes} bytes`);
}

/** What a copy is made of. */
export interface CopySource {
  readonly object: ObjectName;
  /** Undefined = the current version. */
  readonly versionId: string | undefined;
}

/** The source of a copy: a bucket and a key, percent-encoded, and perhaps a version. */
export function sourceOf(request: S3Request): CopySource {
  const header = request.header('x-amz-copy-source') ?? '';
  const [, place, version] = /^([^?]*)(?:\?versionId=([^&?]*))?$/.exec(header) ?? [];
  if (place === undefined) throw notImplemented('A source of a copy with other parameters');
  const source = percentDecoded(place)?.replace(/^\//, '') ?? '';
  const slash = source.indexOf('/');
  if (slash < 1 || slash === source.length - 1)
    throw invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  const object = { bucket: source.slice(0, slash), key: source.slice(slash + 1) };
  return { object, versionId: version === undefined ? undefined : nonEmptyVersion(percentDecoded(version)) };
}

/**
 * A parameter that is a whole number; undefined where it is not given.
 *
 * @throws S3Error where it is something else
 */
export function wholeNumber(request: S3Request, name: string): number | undefined {
  const text = request.parameter(name);
  if (text !== undefined && !/^\d{1,9}$/.test(text)) throw invalidArgument(`${name} is a whole number`);
  return text === undefined ? undefined : Number(text);
}

/** The version that a request names; nothing where it means the current one. */
export function versionNamed(request: S3Request): { readonly versionId?: string } {
  const versionId = request.parameter('versionId');
  return versionId === undefined ? {} : { versionId: nonEmptyVersion(versionId) };
}

function nonEmptyVersion(versionId: string | null): string {
  if (versionId === null || versionId === '') throw invalidArgument('Version id cannot be the empty string');
  return versionId;
}

/** Name of the element that shows a checksum, by its header. */
export function checksumElement(header: string): string {
  return `Checksum${header.slice('x-amz-checksum-'.length).toUpperCase()}`;
}

/** An ETag, as headers have it. */
export function quoted(etag: string | null | undefined): string {
  return `"${etag ?? ''}"`;
}
