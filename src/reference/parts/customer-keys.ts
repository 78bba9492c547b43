import { utf8ToBytes } from '@noble/ciphers/utils.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { BlockedEncryptionType, EncryptionHeaders } from '../../../model/vocabulary/encryption.ts';
import type { Random } from '../crypto/random.ts';
import type { S3Error } from '../refusal.ts';

/** What is kept of a customer key, so that it is known again: the key itself never is. */
export interface KeyCheck {
  readonly salt: Uint8Array;
  /** The HMAC of the salt under the key. */
  readonly hmac: Uint8Array;
}

/** Keys that requesters bring themselves (SSE-C). */
export interface CustomerKeyParts {
  /** The 32 bytes of the key that a request names. */
  bytesOf(name: string): Uint8Array;
  /** What is kept of a key. */
  checkOf(key: Uint8Array, random: Random): KeyCheck;
  /** Whether a key is the one of which a check was kept. */
  isKnown(key: Uint8Array, check: KeyCheck): boolean;
  /** What is wrong with headers that bring a key (E-19, E-20). */
  headersError(headers: EncryptionHeaders): S3Error | null;
  /** Why what is stored cannot be read with the key that is sent; null = none is sent, or none was (E-21 to E-23). */
  readError(sent: Uint8Array | null, check: KeyCheck | null): S3Error | null;
  /** Why a part cannot come with the key that is sent (E-25). */
  partError(sent: Uint8Array | null, check: KeyCheck | null): S3Error | null;
  /** What a bucket blocks from the start, in a region, where new ones block this elsewhere (F-17). */
  blockedFromStart(newBucketsBlock: BlockedEncryptionType, region: string): BlockedEncryptionType;
  /** Why an object may not be written with a customer key where a bucket blocks these (E-24). */
  blockError(blocked: readonly BlockedEncryptionType[]): S3Error | null;
}

const SALT_BYTES = 16;
const INVALID: S3Error = { status: 400, code: 'InvalidRequest' };
const DENIED: S3Error = { status: 403, code: 'AccessDenied' };

function headersError({ sse, customerKey, customerAlgorithm }: EncryptionHeaders): S3Error | null {
  if (customerKey !== undefined && sse !== undefined) return { status: 400, code: 'InvalidArgument' };
  return customerAlgorithm === undefined ? null : { status: 400, code: 'InvalidEncryptionAlgorithmError' };
}

function isKnown(key: Uint8Array, check: KeyCheck): boolean {
  return hmac(sha256, key, check.salt).every((byte, at) => byte === check.hmac[at]);
}

function readError(sent: Uint8Array | null, check: KeyCheck | null): S3Error | null {
  if (check === null || sent === null) return check === sent ? null : INVALID;
  return isKnown(sent, check) ? null : DENIED;
}

/** The correct {@link CustomerKeyParts}. */
export const CUSTOMER_KEY_PARTS: CustomerKeyParts = {
  bytesOf: (name) => sha256(utf8ToBytes(`bucketkey customer key ${name}`)),
  checkOf: (key, random) => {
    const salt = random.bytes(SALT_BYTES);
    return { salt, hmac: hmac(sha256, key, salt) };
  },
  isKnown,
  headersError,
  readError,
  partError: (sent, check) => (readError(sent, check) === null ? null : INVALID),
  blockedFromStart: (newBucketsBlock, region) =>
    region === 'me-south-1' || region === 'me-central-1' ? 'NONE' : newBucketsBlock,
  blockError: (blocked) => (blocked.includes('SSE-C') ? DENIED : null),
};
