import { chacha20 } from '@noble/ciphers/chacha.js';
import { utf8ToBytes } from '@noble/ciphers/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** The only source of randomness of a reference. */
export interface Random {
  /** The next `length` bytes. */
  bytes(length: number): Uint8Array;
  /** A whole number of 0 to `bound - 1`. */
  below(bound: number): number;
}

const CHUNK_BYTES = 1024;

/**
 * A ChaCha20 keystream under a key made from the seed. Predictable on purpose: in a test kit equal seeds must give
 * equal bytes; anything that protects real data takes its keys from the operating system instead.
 */
export function createRandom(seed: number): Random {
  const key = sha256(utf8ToBytes(`bucketkey reference ${seed}`));
  const zeros = new Uint8Array(CHUNK_BYTES);
  const nonce = new Uint8Array(12);
  const counter = new DataView(nonce.buffer);
  let chunk = new Uint8Array(0);
  let used = 0;
  let chunks = 0;

  const bytes = (length: number): Uint8Array => {
    if (length > CHUNK_BYTES) throw new RangeError(`at most ${CHUNK_BYTES} random bytes at once`);
    if (used + length > chunk.length) {
      counter.setUint32(0, chunks++);
      chunk = new Uint8Array(chacha20(key, nonce, zeros));
      used = 0;
    }
    used += length;
    return chunk.slice(used - length, used);
  };

  return {
    bytes,
    below: (bound) => new DataView(bytes(4).buffer).getUint32(0) % bound,
  };
}
