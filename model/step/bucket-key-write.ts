import { bucketKey } from '../charts/bucket-key.ts';
import { type ContextPairs, NO_BUCKET_KEY, SOME_BUCKET_KEY } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import {
  bucketKeyState,
  candidate,
  heldForWrites,
  moveBucketKey,
  obtain,
  servingCache,
  useAnyHeld,
} from './bucket-key-cache.ts';
import { alsoRefused, askKms, type KmsSubject } from './kms-use.ts';
import { partitionFor } from './partition.ts';
import { takeBeginning } from './past.ts';
import { inferCached, obtainUnseen, pastIsLive, pastServesWrite } from './past-caches.ts';
import { isUnseenKey } from './past-keys.ts';
import { serves, surelyIsServed } from './served.ts';
import { obtainSome, someIsLive, someServesWrite } from './some-bucket-key.ts';
import { type BucketKeyUsed, NO_BUCKET_KEY_USED, type ToEncrypt } from './to-encrypt.ts';
import { choose, type Transaction } from './transaction.ts';

/**
 * Encrypts an object by way of a bucket key: cached for this requester, new, or one that KMS decrypts (K-03 to K-05).
 */
export function encryptWithBucketKey(transaction: Transaction, toEncrypt: ToEncrypt): BucketKeyUsed | Refusal {
  const { key, operation } = toEncrypt;
  const pairs = partitionFor(transaction, toEncrypt.pairs);
  if (key.number < 0) return askKms(transaction, operation, subjectOf(toEncrypt, pairs)) ?? NO_BUCKET_KEY_USED;
  servingCache(transaction);
  const family = transaction.scope.family(toEncrypt.bucket.number, key.number, pairs);
  const { uncached } = toEncrypt;
  const warm = uncached ? NO_BUCKET_KEY : warmBucketKey(transaction, toEncrypt, family);
  if (warm !== NO_BUCKET_KEY) return makeDataKey(transaction, family, warm);
  const existing = uncached ? NO_BUCKET_KEY : bucketKeyToUnwrap(transaction, toEncrypt, family);
  const isNew = existing === NO_BUCKET_KEY;
  const subject = subjectOf(toEncrypt, pairs);
  const refusal = isNew
    ? generate(transaction, toEncrypt, subject)
    : (askKms(transaction, 'Decrypt', subject) ?? alsoRefused(transaction, 'GenerateDataKey', subject));
  if (refusal !== undefined) return refusal;
  return makeDataKey(
    transaction,
    family,
    isNew ? keepNew(transaction, toEncrypt, family) : keepUnwrapped(transaction, toEncrypt, family, existing),
  );
}

function subjectOf({ by, key, bucketName: bucket, objectKey }: ToEncrypt, pairs: ContextPairs): KmsSubject {
  return { by, key, bucket, objectKey, bucketKey: true, pairs };
}

/** Number of the cached bucket key that serves the write, or {@link NO_BUCKET_KEY}. */
function warmBucketKey(transaction: Transaction, toEncrypt: ToEncrypt, family: number): number {
  const { bucket, by } = toEncrypt;
  const held = heldForWrites(transaction, family, by.identity);
  // Some bucket key is any of those that are held, the listed ones included.
  if (someServesWrite(transaction, bucket, family, by.identity)) {
    const isSure = held.some((number) => {
      const one = candidate(transaction, bucket, number, by.identity, 'write');
      return one !== undefined && surelyIsServed(transaction, one);
    });
    if (choose(transaction, 'served', isSure ? SOME_ONLY_USE : SOME_OR_NOT) !== 'Use') return NO_BUCKET_KEY;
    useAnyHeld(transaction, bucket, family, by.identity, 'write');
    return SOME_BUCKET_KEY;
  }
  for (let at = held.length - 1; at >= 0; at--) {
    const one = candidate(transaction, bucket, held[at] ?? NO_BUCKET_KEY, by.identity, 'write');
    if (one !== undefined && serves(transaction, bucket, one)) return one.number;
  }
  return isWarmOfPast(transaction, toEncrypt) ? SOME_BUCKET_KEY : NO_BUCKET_KEY;
}

/** Whether a bucket key serves that was cached before the trace began. */
function isWarmOfPast(transaction: Transaction, { bucket, bucketName, key, by }: ToEncrypt): boolean {
  if (!pastServesWrite(transaction, bucket, key.number, by.identity)) return false;
  if (!takeBeginning(transaction, EITHER_WAY)) return false;
  inferCached(transaction, bucketName, by, key.number);
  return true;
}

const EITHER_WAY = [true, false] as const;

const SOME_ONLY_USE = ['Use'] as const;
const SOME_OR_NOT = ['Use', 'OtherCache'] as const;

/**
 * Number of the bucket key that a cold write has decrypted, one that still makes data keys (U-07, K-04);
 * {@link NO_BUCKET_KEY} where it asks for a new one.
 */
function bucketKeyToUnwrap(transaction: Transaction, { bucket, operation }: ToEncrypt, family: number): number {
  const { coldWrite, generationLifetime } = transaction.profile;
  if (!coldWrite.includes('unwrap')) return NO_BUCKET_KEY;
  const listed = listedLive(transaction, family);
  const live = someIsLive(transaction, family) || pastIsLive(transaction, bucket) ? SOME_ONLY : listed;
  if (live.length === 0) return NO_BUCKET_KEY;
  const isYoung = listed.some((number) => {
    const key = transaction.draft.bucketKeys.get(number);
    return key !== undefined && transaction.nowMs < key.createdAtMs + generationLifetime.minMs;
  });
  // U-07 speaks of writes; how often replication makes a bucket key is open of itself (U-13).
  const mustUnwrap = operation === 'GenerateDataKey' && !coldWrite.includes('generate') && isYoung;
  const how = choose(transaction, 'coldWrite', mustUnwrap ? UNWRAP_ONLY : EITHER);
  return how === 'generate' ? NO_BUCKET_KEY : choose(transaction, 'unwrapped', live);
}

const SOME_ONLY: readonly number[] = [SOME_BUCKET_KEY];
const UNWRAP_ONLY = ['unwrap'] as const;
const EITHER = ['generate', 'unwrap'] as const;

/** The bucket keys of a family that still make data keys, the newest first. */
function listedLive(transaction: Transaction, family: number): readonly number[] {
  const { live } = transaction.draft.families.get(family) ?? NO_FAMILY;
  return live.filter((number) => canMakeDataKey(transaction, number)).reverse();
}

const NO_FAMILY = { live: [] };

function canMakeDataKey(transaction: Transaction, number: number): boolean {
  const key = transaction.draft.bucketKeys.get(number);
  return key !== undefined && !bucketKey.on.MakeDataKey.refuses(bucketKeyState(transaction, key));
}

function generate(transaction: Transaction, toEncrypt: ToEncrypt, subject: KmsSubject): Refusal | undefined {
  const refusal = askKms(transaction, toEncrypt.operation, subject);
  if (refusal !== undefined) return refusal;
  return choose(transaction, 'verified', toEncrypt.verifies)
    ? askKms(transaction, 'Decrypt', subject)
    : alsoRefused(transaction, 'Decrypt', subject);
}

/** Keeps the bucket key that KMS has just made, and answers its number. */
function keepNew(transaction: Transaction, { bucket, by, key, uncached }: ToEncrypt, family: number): number {
  const { draft } = transaction;
  if (isUnseenKey(transaction, key.number)) {
    obtainUnseen(transaction, bucket);
    return SOME_BUCKET_KEY;
  }
  const number = draft.steps;
  draft.set('bucketKeys', number, { state: bucketKey.initial, family, createdAtMs: draft.nowMs, uses: 0, entries: [] });
  if (uncached) return number;
  // Only a write that may have a bucket key decrypted asks for those that are there (U-07).
  if (transaction.profile.coldWrite.includes('unwrap')) {
    draft.set('families', family, { live: [...listedLive(transaction, family)].reverse().concat(number) });
  }
  obtain(transaction, { bucket, identity: by.identity, number, by: 'write', how: 'Generate' });
  return number;
}

/** Keeps the bucket key that KMS has just decrypted, and answers its number. */
function keepUnwrapped(
  transaction: Transaction,
  { bucket, by, key }: ToEncrypt,
  family: number,
  number: number,
): number {
  if (number === SOME_BUCKET_KEY) {
    if (isUnseenKey(transaction, key.number)) obtainUnseen(transaction, bucket);
    else obtainSome(transaction, bucket, family, by.identity, 'write');
    return number;
  }
  moveBucketKey(transaction, number, 'Unwrap');
  obtain(transaction, { bucket, identity: by.identity, number, by: 'write', how: 'Unwrap' });
  return number;
}

/** The bucket key makes a data key of its own for the object (F-111, D-15). */
function makeDataKey(transaction: Transaction, family: number, number: number): BucketKeyUsed {
  if (number !== SOME_BUCKET_KEY) moveBucketKey(transaction, number, 'MakeDataKey');
  return { family, bucketKey: number };
}
