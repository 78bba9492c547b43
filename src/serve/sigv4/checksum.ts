import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Checksums that S3 takes along with a content, by the header that carries them. */
export const CHECKSUMS: ReadonlyMap<string, (content: Uint8Array) => Buffer> = new Map([
  ['x-amz-checksum-crc32', (content: Uint8Array) => bigEndian(crc32(content))],
  ['x-amz-checksum-crc32c', (content: Uint8Array) => bigEndian(crc32c(content))],
  ['x-amz-checksum-crc64nvme', crc64nvme],
  ['x-amz-checksum-sha1', (content: Uint8Array) => createHash('sha1').update(content).digest()],
  ['x-amz-checksum-sha256', (content: Uint8Array) => createHash('sha256').update(content).digest()],
]);

function bigEndian(...words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * words.length);
  for (const [i, word] of words.entries()) bytes.writeUInt32BE(word >>> 0, 4 * i);
  return bytes;
}

/** A table of a reflected polynomial, each entry in two words of 32 bits. */
function tableOf(high: number, low: number): { readonly high: Int32Array; readonly low: Int32Array } {
  const table = { high: new Int32Array(256), low: new Int32Array(256) };
  for (let i = 0; i < 256; i += 1) {
    let h = 0;
    let l = i;
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = (l & 1) === 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (isOdd) {
        l ^= low;
        h ^= high;
      }
    }
    table.high[i] = h;
    table.low[i] = l;
  }
  return table;
}

const CASTAGNOLI = tableOf(0, 0x82f63b78);
const NVME = tableOf(0x9a6c9329, 0xac4bc9b5);

function crc32c(content: Uint8Array): number {
  let crc = -1;
  for (const byte of content) crc = (crc >>> 8) ^ CASTAGNOLI.low[(crc ^ byte) & 0xff]!;
  return ~crc;
}

function crc64nvme(content: Uint8Array): Buffer {
  let high = -1;
  let low = -1;
  for (const byte of content) {
    const at = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ NVME.low[at]!;
    high = (high >>> 8) ^ NVME.high[at]!;
  }
  return bigEndian(~high, ~low);
}
