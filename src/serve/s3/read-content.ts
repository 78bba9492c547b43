import { createHash } from 'node:crypto';
import type { RequestBody } from '../http/body.ts';
import type { RequestHead } from '../http/head.ts';
import type { Authenticated } from '../sigv4/authenticator.ts';
import { sha256Hex } from '../sigv4/canonical.ts';
import { CHECKSUMS } from '../sigv4/checksum.ts';
import { type Chunked, decodeChunks } from '../sigv4/chunked-body.ts';
import { invalidArgument, notImplemented, S3Error } from './s3-error.ts';
import type { Content } from './s3-request.ts';

const SIGNED_CHUNKS = /^STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?$/;
const UNSIGNED_CHUNKS = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

/** What a body in chunks may be longer than its content: signatures of chunks, and trailers. */
const rawBytes = (maxBytes: number): number => maxBytes + Math.ceil(maxBytes / 16) + 64 * 1024;

/**
 * Reads the body of a request and checks it against all that the request says of it. Rejects with `S3Error`,
 * `BodyError` or `ChunkError`.
 */
export async function readContent(
  head: RequestHead,
  body: RequestBody,
  authenticated: Authenticated | undefined,
  payloadHash: string,
  maxBytes: number,
): Promise<Content> {
  const isChunked = payloadHash.startsWith('STREAMING-');
  const raw = await body.read(isChunked ? rawBytes(maxBytes) : maxBytes);
  const { content: bytes, trailers } = isChunked
    ? decoded(head, raw, authenticated, payloadHash)
    : { content: raw, trailers: new Map<string, string>() };
  if (bytes.length > maxBytes) throw new S3Error(400, 'EntityTooLarge', 'The body exceeds the maximum allowed size');
  const isHashed = /^[0-9a-f]{64}$/.test(payloadHash);
  if (isHashed && sha256Hex(bytes) !== payloadHash)
    throw new S3Error(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  requireMd5(head.headers.get('content-md5'), bytes);
  return { bytes, checksums: heldChecksums([...head.headers, ...trailers], bytes) };
}

function decoded(
  { headers }: RequestHead,
  raw: Uint8Array,
  authenticated: Authenticated | undefined,
  payloadHash: string,
): Chunked {
  const isSigned = SIGNED_CHUNKS.test(payloadHash);
  if (!isSigned && payloadHash !== UNSIGNED_CHUNKS) throw notImplemented(payloadHash);
  if (isSigned && authenticated === undefined) throw new S3Error(403, 'AccessDenied');
  const chunked =
    isSigned && authenticated !== undefined
      ? decodeChunks(raw, { key: authenticated.signingKey, claim: authenticated.claim })
      : decodeChunks(raw);
  const length = headers.get('x-amz-decoded-content-length');
  if (length === undefined)
    throw new S3Error(411, 'MissingContentLength', 'You must provide x-amz-decoded-content-length.');
  if (length !== String(chunked.content.length))
    throw new S3Error(400, 'IncompleteBody', 'The body has another length than it says');
  const promised = (headers.get('x-amz-trailer') ?? '').split(',').map((name) => name.trim().toLowerCase());
  if (promised.some((name) => name !== '' && !chunked.trailers.has(name)))
    throw new S3Error(400, 'MalformedTrailerError', 'The request contained trailing data that was not well-formed.');
  return chunked;
}

function requireMd5(header: string | undefined, bytes: Uint8Array): void {
  if (header === undefined) return;
  if (!/^[A-Za-z0-9+/]{22}==$/.test(header))
    throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (createHash('md5').update(bytes).digest('base64') !== header)
    throw new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
}

/** The checksums that came along and hold. */
function heldChecksums(
  sent: readonly (readonly [string, string])[],
  bytes: Uint8Array,
): Readonly<Record<string, string>> {
  const held: [string, string][] = [];
  for (const [name, value] of sent) {
    const due = CHECKSUMS.get(name)?.(bytes).toString('base64');
    if (due === undefined) continue;
    const isChecksum = Buffer.from(value, 'base64').length === Buffer.from(due, 'base64').length;
    if (!isChecksum) throw invalidArgument(`Value for ${name} header is invalid.`);
    if (due !== value)
      throw new S3Error(400, 'BadDigest', `The ${name} you specified did not match the calculated checksum.`);
    held.push([name, value]);
  }
  return Object.fromEntries(held);
}
