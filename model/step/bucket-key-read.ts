import { bucketKey } from '../charts/bucket-key.ts';
import { storedStateAt } from '../rules/kms-answer.ts';
import { type Refusal, refusalOf } from '../rules/kms-errors.ts';
import { candidate, moveBucketKey, obtain, servingCache, useAnyHeld } from './bucket-key-cache.ts';
import { alsoRefused, askKms, keyNumbered } from './kms-use.ts';
import { takeBeginning } from './past.ts';
import { inferCached, obtainUnseen, pastServesRead } from './past-caches.ts';
import { isUnseenKey } from './past-keys.ts';
import { serves } from './served.ts';
import { obtainSome, otherFamily, someServesRead } from './some-bucket-key.ts';
import type { ToDecrypt } from './to-encrypt.ts';
import { choose, type Transaction } from './transaction.ts';

/**
 * Decrypts an object by way of its bucket key: cached for this requester, or decrypted by KMS (K-07). Answers why it is
 * refused.
 */
export function decryptWithBucketKey(transaction: Transaction, toDecrypt: ToDecrypt): Refusal | undefined {
  const { version, bucket, by, bucketName, objectKey, uncached } = toDecrypt;
  servingCache(transaction);
  const family = familyOf(transaction, toDecrypt);
  if (!uncached && isWarm(transaction, toDecrypt, family)) return undefined;
  const pairs = transaction.scope.pairsOf(family);
  const subject = {
    by,
    key: keyNumbered(transaction, version.kmsKey),
    bucket: bucketName,
    objectKey,
    bucketKey: true,
    pairs,
  };
  const key = transaction.draft.bucketKeys.get(version.bucketKey);
  const { nowMs, profile } = transaction;
  const stored = key && storedStateAt(key, transaction.draft.kmsKeys.get(version.kmsKey), nowMs, profile);
  const refusal = askKms(transaction, 'Decrypt', subject) ?? alsoRefused(transaction, 'GenerateDataKey', subject);
  if (refusal !== undefined) return refusal;
  if (uncached) return undefined;
  if (stored === undefined) {
    if (isUnseenKey(transaction, version.kmsKey)) obtainUnseen(transaction, bucket);
    else obtainSome(transaction, bucket, family, by.identity, 'read');
    return undefined;
  }
  if (bucketKey.on.Unwrap.refuses(stored)) return refusalOf('NotFoundException', 'Decrypt');
  moveBucketKey(transaction, version.bucketKey, 'Unwrap');
  obtain(transaction, { bucket, identity: by.identity, number: version.bucketKey, by: 'read', how: 'Unwrap' });
  return undefined;
}

/** The family of the object's bucket key, or one of the two it may belong to where nobody knows (U-12). */
function familyOf(transaction: Transaction, { bucket, version }: ToDecrypt): number {
  const other = otherFamily(transaction, bucket, version);
  if (other < 0) return version.family;
  return choose(transaction, 'extraContext', transaction.profile.extraContext) === 'partitions'
    ? other
    : version.family;
}

function isWarm(transaction: Transaction, { bucket, bucketName, version, by }: ToDecrypt, family: number): boolean {
  const one = candidate(transaction, bucket, version.bucketKey, by.identity, 'read');
  if (one !== undefined) return serves(transaction, bucket, one);
  const key = transaction.draft.bucketKeys.get(version.bucketKey);
  if (!someServesRead(transaction, bucket, family, by.identity, key)) {
    if (!pastServesRead(transaction, bucket, version, by.identity) || !takeBeginning(transaction, EITHER)) return false;
    inferCached(transaction, bucketName, by, version.kmsKey);
    return true;
  }
  const isUsed = choose(transaction, 'served', SOME_OR_NOT) === 'Use';
  if (isUsed) useAnyHeld(transaction, bucket, family, by.identity, 'read');
  return isUsed;
}

const EITHER = [true, false] as const;
const SOME_OR_NOT = ['Use', 'OtherCache'] as const;
