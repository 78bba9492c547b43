import type { CiphertextBlob } from '../../reference/kms/key.ts';

/** Form of the bytes: so that another form is told from this one. */
const FORM = 1;
const NONCE_BYTES = 12;

/** What KMS encrypted, as bytes: form, key, version of its material, nonce, and what was sealed. */
export function ciphertextBytes({ keyArn, version, sealed }: CiphertextBlob): Buffer {
  const arn = Buffer.from(keyArn);
  const head = Buffer.alloc(7);
  head.writeUInt8(FORM, 0);
  head.writeUInt16BE(arn.length, 1);
  head.writeUInt32BE(version, 3);
  return Buffer.concat([head, arn, sealed.nonce, sealed.bytes]);
}

/** The way back; null where the bytes are not of KMS. Whether they open is another question. */
export function ciphertextOf(bytes: Uint8Array): CiphertextBlob | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 7 || buffer.readUInt8(0) !== FORM) return null;
  const nonceAt = 7 + buffer.readUInt16BE(1);
  const sealedAt = nonceAt + NONCE_BYTES;
  if (buffer.length <= sealedAt) return null;
  return {
    keyArn: buffer.toString('utf8', 7, nonceAt),
    version: buffer.readUInt32BE(3),
    sealed: { nonce: buffer.subarray(nonceAt, sealedAt), bytes: buffer.subarray(sealedAt) },
  };
}
