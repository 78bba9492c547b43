import { needsKms } from '../rules/encryption.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { openWithBucketKey } from './bucket-key-read.ts';
import { lockWithBucketKey } from './bucket-key-write.ts';
import { askKms, keyNumbered } from './kms-use.ts';
import { type Lock, type Locking, NO_LOCK, type Opening } from './sides.ts';
import type { Turn } from './turn.ts';

/**
 * Opens an object: no key, one Decrypt, or a bucket key that is cached or decrypted (K-06 to K-08). Answers why it
 * stays shut.
 */
export function openObject(turn: Turn, opening: Opening): Refusal | undefined {
  const { version } = opening;
  if (!needsKms(version.state)) return undefined;
  if (version.state === 'sseKmsBucketKey') return openWithBucketKey(turn, opening);
  const { by, bucketName: bucket, objectKey, underBucketArn: bucketKey } = opening;
  const key = keyNumbered(turn, version.kmsKey);
  return askKms(turn, 'Decrypt', { by, key, bucket, objectKey, bucketKey, pairs: version.context });
}

/**
 * Locks an object: no key, one call for a key of its own, or a bucket key (K-01 to K-05). Answers the bucket key, or
 * why it cannot be.
 */
export function lockObject(turn: Turn, locking: Locking): Lock | Refusal {
  if (!needsKms(locking.state)) return NO_LOCK;
  if (locking.state === 'sseKmsBucketKey') return lockWithBucketKey(turn, locking);
  const { by, key, bucketName: bucket, objectKey, pairs, underBucketArn: bucketKey } = locking;
  return askKms(turn, locking.operation, { by, key, bucket, objectKey, bucketKey, pairs }) ?? NO_LOCK;
}
