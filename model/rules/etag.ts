import type { ObjectVersionState } from '../charts/object-version.ts';

/**
 * Whether an object written in this state has the MD5 of its content as ETag (F-80); bucket keys make no difference
 * (F-82).
 */
export function etagIsMd5(state: ObjectVersionState): boolean {
  return state === 'plain' || state === 'sseS3';
}

const HEX_32 = /^[0-9a-f]{32}$/;

/**
 * Whether a value can be the opaque ETag of an object with content `md5`: 32 hex digits that are not the MD5 (F-81,
 * F-84).
 */
export function isOpaqueEtag(etag: string, md5: string): boolean {
  return etag !== md5 && HEX_32.test(etag);
}
