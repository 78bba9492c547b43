import type { KeptEtag } from '../charts/object-version.ts';
import type { Profile } from '../openness/profile.ts';
import type { ObjectVersion } from '../records/records.ts';

/**
 * What the replica of an object keeps of its ETag: all of it (F-78), but for a PLAIN object, which is encrypted for the
 * first time (F-64).
 */
export function keptEtag({ state, etagClass }: Pick<ObjectVersion, 'state' | 'etagClass'>): KeptEtag {
  return state === 'plain' || etagClass === 'none' ? 'nothing' : etagClass;
}

/**
 * What the ETag of an object can be, by the class that AWS documents (F-80, F-81, F-83, F-84), where the profile does
 * not have it otherwise. What is opaque or the MD5 is not known before it is seen.
 */
export function etagsOf(
  { state, etagClass }: Pick<ObjectVersion, 'state' | 'etagClass'>,
  { aes256Etag, kmsEtag, dsseEtag }: Profile,
): Profile['kmsEtag'] {
  if (etagClass === 'multipart') return OPAQUE_ONLY;
  if (etagClass === 'md5') {
    if (state === 'plain') return MD5_ONLY;
    // Under KMS by an update, which keeps what the object had before: under AES256, or in the clear (F-85).
    return state === 'sseS3' || aes256Etag.includes('md5') ? aes256Etag : EITHER_ETAG;
  }
  // Nobody was seen to show the MD5 under a customer key (F-81).
  if (state === 'sseC') return OPAQUE_ONLY;
  return state === 'dsseKms' ? dsseEtag : kmsEtag;
}

/** Whether an ETag is the MD5 for sure. */
export function isMd5Etag(version: Pick<ObjectVersion, 'state' | 'etagClass'>, profile: Profile): boolean {
  return !etagsOf(version, profile).includes('opaque');
}

const MD5_ONLY = ['md5'] as const;
const EITHER_ETAG = ['md5', 'opaque'] as const;
const OPAQUE_ONLY = ['opaque'] as const;

const HEX_32 = /^[0-9a-f]{32}$/;

/** Whether an ETag is that of an object made of parts, seen or unseen, and so many where that is asked (F-83). */
export function isMultipartEtag(etag: string, parts?: number): boolean {
  const count = MULTIPART.exec(etag)?.[1];
  return count !== undefined && (parts === undefined || Number(count) === parts);
}

const MULTIPART = /^(?:[0-9a-f]{32}|\*)-([1-9][0-9]{0,4})$/;

/**
 * Whether a value can be the opaque ETag of an object with content `md5`: 32 hex digits that are not the MD5 (F-81,
 * F-84).
 */
export function isOpaqueEtag(etag: string, md5: string): boolean {
  return etag !== md5 && HEX_32.test(etag);
}
