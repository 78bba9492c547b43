import { hash } from 'node:crypto';

/** The ETag of an object made of parts with these ETags: the MD5 of their bytes, a hyphen and their number (F-83). */
export function multipartEtagOf(parts: readonly string[]): string {
  return `${hash('md5', Buffer.from(parts.join(''), 'hex'), 'hex')}-${parts.length}`;
}
