import type { KnownRequester } from '../records/known-requester.ts';
import { type Bucket, NO_KMS_KEY, UNNAMED_CUSTOMER_KEY } from '../records/records.ts';
import { ruleAlgorithm } from '../rules/encryption.ts';
import { callerPairs, NO_PAIRS } from '../rules/encryption-context.ts';
import { readKeyReference } from '../rules/key-reference.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { algorithmNamed, type EncryptionHeaders, type EncryptionRule } from '../vocabulary/encryption.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';
import { keyNumbered, NO_KEY } from './kms-use.ts';
import { checked, type Request } from './request.ts';
import { choose, see, type Transaction } from './transaction.ts';
import { INERT_HEADER, type WriteEncryption } from './write-encryption.ts';

/** Neither DSSE nor customer keys are known there; the code is not named. */
const UNSUPPORTED_ENCRYPTION: Refusal = { status: 400, code: ANY_CODE, because: ['F-20'] };
const WRONG_KEY: Refusal = { status: 400, code: ANY_CODE, because: ['E-36', 'F-20'] };

/** Whether a bucket is a directory bucket (F-20). */
export function isDirectory({ scope }: Transaction, { number }: Bucket): boolean {
  return scope.isDirectory(number);
}

/**
 * Whether it copies from or to a directory bucket: then no bucket key serves, and KMS is asked each time (F-53, K-31).
 */
export function copiesByDirectory({ transaction, operation, bucket, from }: Request): boolean {
  if (operation.reads?.from !== 'source') return false;
  return isDirectory(transaction, checked(bucket)) || isDirectory(transaction, checked(from));
}

/** Whether it copies from a directory bucket to another kind of bucket. */
export function leavesDirectory(request: Request): boolean {
  return copiesByDirectory(request) && !isDirectory(request.transaction, checked(request.bucket));
}

/**
 * The rule of a directory bucket names a key of a customer by its id or ARN, the same for life, which S3 looks up
 * (F-09, F-20, E-36). Bucket keys cannot be turned off; who says so is refused or not heard (U-14).
 */
export function directoryRuleRefusal(
  { transaction, by, bucket: of }: Request,
  { SSEAlgorithm, KMSMasterKeyID, BucketKeyEnabled }: EncryptionRule,
): Refusal | undefined {
  if (SSEAlgorithm === 'aws:kms:dsse') return UNSUPPORTED_ENCRYPTION;
  if (BucketKeyEnabled === false && isInertRefused(transaction)) return INERT_HEADER;
  if (SSEAlgorithm === 'AES256') return undefined;
  const { account, lifetimeKey } = checked(of);
  const key = customerKeyNamed(transaction, KMSMasterKeyID, by.account, account);
  return key === NO_KMS_KEY || (lifetimeKey !== NO_KMS_KEY && lifetimeKey !== key) ? WRONG_KEY : undefined;
}

/** Number of the KMS key that the rule of a directory bucket names. */
export function lifetimeKeyOf({ transaction, by, bucket }: Request, { KMSMasterKeyID }: EncryptionRule): number {
  return customerKeyNamed(transaction, KMSMasterKeyID, by.account, checked(bucket).account);
}

/** Number of the key of a customer that an id or an ARN names; {@link NO_KMS_KEY} where it names none. */
function customerKeyNamed(
  { scope, draft }: Transaction,
  reference: string | undefined,
  requesterAccount: string,
  bareIdAccount: string,
): number {
  if (reference === undefined) return NO_KMS_KEY;
  const read = readKeyReference(scope.arns, reference, requesterAccount, bareIdAccount);
  if (read === 'unknown' || 'alias' in read) return NO_KMS_KEY;
  const { kmsKey } = scope.keyNamed(reference, requesterAccount, bareIdAccount);
  return draft.kmsKeys.get(kmsKey)?.managed === false ? kmsKey : NO_KMS_KEY;
}

/**
 * The encryption of a write into a directory bucket: that of its rule, or AES256. KMS takes the one key of the bucket,
 * by way of a bucket key, and a rule that says so; the context is the bucket alone (F-20, E-36).
 */
export function encryptionInDirectory(
  transaction: Transaction,
  { account }: KnownRequester,
  bucket: Bucket,
  headers: EncryptionHeaders,
): WriteEncryption | Refusal {
  if (headers.customerKey !== undefined) return UNSUPPORTED_ENCRYPTION;
  const seen = see(transaction, 'ruleSeen', bucket.encryption);
  const byRule = ruleAlgorithm(seen.state);
  const algorithm = algorithmNamed(headers) ?? byRule;
  if (algorithm === 'aws:kms:dsse') return UNSUPPORTED_ENCRYPTION;
  const isKms = algorithm === 'aws:kms';
  const saysOtherwise = headers.bucketKeyEnabled === !isKms || callerPairs(headers).length > 0;
  if (saysOtherwise && isInertRefused(transaction)) return INERT_HEADER;
  const common = { pairs: NO_PAIRS, seen, customerKey: UNNAMED_CUSTOMER_KEY };
  if (!isKms) return { state: 'sseS3', key: NO_KEY, ...common };
  const { kmsKeyId } = headers;
  const isItsKey =
    kmsKeyId === undefined ||
    headers.sse === undefined ||
    customerKeyNamed(transaction, kmsKeyId, account, account) === bucket.lifetimeKey;
  if (byRule !== 'aws:kms' || !isItsKey) return WRONG_KEY;
  return { state: 'sseKmsBucketKey', key: keyNumbered(transaction, bucket.lifetimeKey), ...common };
}

/** What has nothing to act on is refused, or not heard (U-14). */
function isInertRefused(transaction: Transaction): boolean {
  return choose(transaction, 'inertHeader', transaction.profile.inertHeader) === 'refused';
}
