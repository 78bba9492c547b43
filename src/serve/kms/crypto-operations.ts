import { randomBytes } from 'node:crypto';
import { SecretKey } from '../../reference/index.ts';
import type { CiphertextBlob } from '../../reference/kms/key.ts';
import { ciphertextBytes, ciphertextOf } from './ciphertext.ts';
import { bytesOf, contextOf, type Input, optionalNumber, optionalText, refuse, textOf } from './input.ts';
import type { KmsCall } from './kms-call.ts';
import { invalid, KmsException } from './kms-exception.ts';

const MAX_PLAINTEXT_BYTES = 4_096;
const MAX_CIPHERTEXT_BYTES = 6_144;
const MAX_DATA_KEY_BYTES = 1_024;
const ALGORITHM = 'SYMMETRIC_DEFAULT';
const UNSUPPORTED = ['DryRun', 'GrantTokens', 'Recipient'];

/** Makes a data key; with `plaintext` false its plaintext stays where it is. */
export async function generateDataKey(call: KmsCall, input: Input, plaintext: boolean): Promise<object> {
  refuse(input, ...UNSUPPORTED);
  const context = contextOf(input, 'EncryptionContext');
  const keyArn = call.keyFor(textOf(input, 'KeyId'), context);
  const bytes = dataKeyBytes(input);
  const given = bytes === 32 ? undefined : new SecretKey(randomBytes(bytes));
  const made = await call.world.reference.s3.kms.generateDataKey(call.scope(), keyArn, context, given);
  const answer = { CiphertextBlob: base64(ciphertextBytes(made.blob)), KeyId: keyArn };
  return plaintext ? { ...answer, Plaintext: base64(made.plaintext.bytes) } : answer;
}

/** Encrypts what the caller sends. */
export async function encrypt(call: KmsCall, input: Input): Promise<object> {
  refuse(input, ...UNSUPPORTED);
  requireAlgorithm(input, 'EncryptionAlgorithm');
  const context = contextOf(input, 'EncryptionContext');
  const keyArn = call.keyFor(textOf(input, 'KeyId'), context);
  const plaintext = new SecretKey(bytesOf(input, 'Plaintext', MAX_PLAINTEXT_BYTES));
  const blob = await call.world.reference.s3.kms.encrypt(call.scope(), keyArn, plaintext, context);
  return { CiphertextBlob: base64(ciphertextBytes(blob)), KeyId: keyArn, EncryptionAlgorithm: ALGORITHM };
}

/** Decrypts what KMS encrypted. */
export async function decrypt(call: KmsCall, input: Input): Promise<object> {
  refuse(input, ...UNSUPPORTED);
  requireAlgorithm(input, 'EncryptionAlgorithm');
  const { plaintext, blob } = await opened(call, input, 'EncryptionContext', 'KeyId');
  return { KeyId: blob.keyArn, Plaintext: base64(plaintext.bytes), EncryptionAlgorithm: ALGORITHM };
}

/** Decrypts and encrypts under another key or context; the plaintext stays where it is. */
export async function reEncrypt(call: KmsCall, input: Input): Promise<object> {
  refuse(input, ...UNSUPPORTED);
  requireAlgorithm(input, 'SourceEncryptionAlgorithm');
  requireAlgorithm(input, 'DestinationEncryptionAlgorithm');
  const from = await opened(call, input, 'SourceEncryptionContext', 'SourceKeyId');
  const context = contextOf(input, 'DestinationEncryptionContext');
  const keyArn = call.keyFor(textOf(input, 'DestinationKeyId'), context);
  const blob = await call.world.reference.s3.kms.encrypt(call.scope(), keyArn, from.plaintext, context);
  return {
    CiphertextBlob: base64(ciphertextBytes(blob)),
    SourceKeyId: from.blob.keyArn,
    KeyId: keyArn,
    SourceEncryptionAlgorithm: ALGORITHM,
    DestinationEncryptionAlgorithm: ALGORITHM,
  };
}

/** Opens the blob of a request. A key that is named has to be the one that made it. */
async function opened(
  call: KmsCall,
  input: Input,
  contextName: string,
  keyName: string,
): Promise<{ readonly plaintext: SecretKey; readonly blob: CiphertextBlob }> {
  const context = contextOf(input, contextName);
  const blob = ciphertextOf(bytesOf(input, 'CiphertextBlob', MAX_CIPHERTEXT_BYTES));
  if (blob === null) throw new KmsException('InvalidCiphertextException');
  const named = optionalText(input, keyName);
  if (named !== undefined && call.keyFor(named, context) !== blob.keyArn)
    throw new KmsException('IncorrectKeyException', 'The key is not the one that encrypted');
  const keyArn = call.keyFor(blob.keyArn, context);
  return { plaintext: await call.world.reference.s3.kms.decrypt(call.scope(), { ...blob, keyArn }, context), blob };
}

/** By name or by number of bytes: one of them. */
function dataKeyBytes(input: Input): number {
  const spec = optionalText(input, 'KeySpec');
  const bytes = optionalNumber(input, 'NumberOfBytes');
  if ((spec === undefined) === (bytes === undefined)) throw invalid('Please specify either KeySpec or NumberOfBytes');
  if (bytes !== undefined) {
    if (bytes >= 1 && bytes <= MAX_DATA_KEY_BYTES) return bytes;
    throw invalid(`NumberOfBytes must be 1 to ${MAX_DATA_KEY_BYTES}`);
  }
  if (spec === 'AES_256') return 32;
  if (spec === 'AES_128') return 16;
  throw invalid('KeySpec must be AES_256 or AES_128');
}

function requireAlgorithm(input: Input, name: string): void {
  const algorithm = optionalText(input, name) ?? ALGORITHM;
  if (algorithm !== ALGORITHM) throw new KmsException('InvalidKeyUsageException', `${algorithm} is not of this key`);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
