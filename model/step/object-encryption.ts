import { needsKms } from '../rules/encryption.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { decryptWithBucketKey } from './bucket-key-read.ts';
import { encryptWithBucketKey } from './bucket-key-write.ts';
import { askKms, keyNumbered } from './kms-use.ts';
import { type BucketKeyUsed, NO_BUCKET_KEY_USED, type ToDecrypt, type ToEncrypt } from './to-encrypt.ts';
import type { Transaction } from './transaction.ts';

/**
 * Decrypts an object: no key, one Decrypt, or a bucket key that is cached or decrypted (K-06 to K-08). Answers why it
 * is refused.
 */
export function decryptObject(transaction: Transaction, toDecrypt: ToDecrypt): Refusal | undefined {
  const { version } = toDecrypt;
  if (!needsKms(version.state)) return undefined;
  if (version.state === 'sseKmsBucketKey') return decryptWithBucketKey(transaction, toDecrypt);
  const { by, bucketName: bucket, objectKey, underBucketArn: bucketKey } = toDecrypt;
  const key = keyNumbered(transaction, version.kmsKey);
  return askKms(transaction, 'Decrypt', { by, key, bucket, objectKey, bucketKey, pairs: version.context });
}

/**
 * Encrypts an object: no key, one call for a key of its own, or a bucket key (K-01 to K-05). Answers the bucket key, or
 * why it cannot be.
 */
export function encryptObject(transaction: Transaction, toEncrypt: ToEncrypt): BucketKeyUsed | Refusal {
  if (!needsKms(toEncrypt.state)) return NO_BUCKET_KEY_USED;
  if (toEncrypt.state === 'sseKmsBucketKey') return encryptWithBucketKey(transaction, toEncrypt);
  const { by, key, bucketName: bucket, objectKey, pairs, underBucketArn: bucketKey } = toEncrypt;
  return (
    askKms(transaction, toEncrypt.operation, { by, key, bucket, objectKey, bucketKey, pairs }) ?? NO_BUCKET_KEY_USED
  );
}
