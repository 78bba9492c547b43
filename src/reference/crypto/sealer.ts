import { gcm } from '@noble/ciphers/aes.js';
import { bytesToHex } from '@noble/ciphers/utils.js';
import type { CryptoParts } from '../parts/crypto.ts';
import type { Trail } from '../trail.ts';
import type { Random } from './random.ts';
import type { SecretKey } from './secret-key.ts';

/** The result of one AES-256-GCM encryption: ciphertext and tag, with the nonce it took. */
export interface Sealed {
  readonly nonce: Uint8Array;
  readonly bytes: Uint8Array;
}

/** AES-256-GCM with fresh nonces, leaving a trail of every (key, nonce) pair used (F-111). */
export class Sealer {
  readonly #random: Random;
  readonly #parts: CryptoParts;

  constructor(random: Random, parts: CryptoParts) {
    this.#random = random;
    this.#parts = parts;
  }

  /** Encrypts; `associated` is authenticated with it and has to be supplied again to open. */
  seal(trail: Trail, key: SecretKey, plaintext: Uint8Array, associated?: Uint8Array): Sealed {
    const nonce = this.#parts.newNonce(this.#random);
    trail.seals.push({ key: key.fingerprint, nonce: bytesToHex(nonce) });
    return { nonce, bytes: gcm(key.bytes, nonce, associated).encrypt(plaintext) };
  }
}

/**
 * Decrypts what a {@link Sealer} sealed. Throws where key, associated data or ciphertext is not the one of the sealing.
 */
export function open(key: SecretKey, sealed: Sealed, associated?: Uint8Array): Uint8Array {
  return gcm(key.bytes, sealed.nonce, associated).decrypt(sealed.bytes);
}
