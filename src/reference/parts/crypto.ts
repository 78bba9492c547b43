import type { Random } from '../crypto/random.ts';

/** Where key material and nonces come from. */
export interface CryptoParts {
  /**
   * The 32 bytes of a data key S3 makes itself: below a bucket key, or for SSE-S3. Unique for every object version
   * (F-111).
   */
  newDataKey(random: Random): Uint8Array;
  /** The 32 bytes of any other key: key material, a bucket key, a data key KMS makes. */
  newKey(random: Random): Uint8Array;
  /** The 96-bit nonce of one AES-GCM encryption; the same key never takes the same nonce twice (F-111). */
  newNonce(random: Random): Uint8Array;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** The correct {@link CryptoParts}: all fresh. */
export const CRYPTO_PARTS: CryptoParts = {
  newDataKey: (random) => random.bytes(KEY_BYTES),
  newKey: (random) => random.bytes(KEY_BYTES),
  newNonce: (random) => random.bytes(NONCE_BYTES),
};
