import { bytesToHex } from '@noble/ciphers/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';

const FINGERPRINT_BYTES = 8;

/** An AES-256 key in the clear. */
export class SecretKey {
  /** The 32 bytes of the key. */
  readonly bytes: Uint8Array;
  #fingerprint: string | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The first 16 hex digits of the key's SHA-256, computed once: equal fingerprints mean equal keys. */
  get fingerprint(): string {
    this.#fingerprint ??= bytesToHex(sha256(this.bytes).subarray(0, FINGERPRINT_BYTES));
    return this.#fingerprint;
  }

  /** Overwrites the key; whatever is sealed under it alone is lost. */
  erase(): void {
    this.bytes.fill(0);
  }
}
