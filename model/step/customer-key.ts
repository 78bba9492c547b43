import type { Bucket, BucketEncryption } from '../records/records.ts';
import { unsetBlocks } from '../rules/blocked-encryption.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';
import { takeBeginning } from './past.ts';
import { choose, type Transaction } from './transaction.ts';

const WITH_ALGORITHM: Refusal = { status: 400, code: 'InvalidArgument', because: ['E-19', 'P13'] };
/** The algorithm of a customer key is none (E-20). */
export const BAD_CUSTOMER_ALGORITHM: Refusal = {
  status: 400,
  code: 'InvalidEncryptionAlgorithmError',
  because: ['E-20'],
};
/** The bucket blocks SSE-C (E-24). */
export const BLOCKED: Refusal = { status: 403, code: 'AccessDenied', because: ['E-24', 'P12', 'F-17'] };

/** What is wrong with a customer key that comes with other headers, or with an algorithm that is none. */
export function customerHeaderRefusal(
  transaction: Transaction,
  { sse, customerKey, customerAlgorithm }: EncryptionHeaders,
): Refusal | undefined {
  const isTwofold = customerKey !== undefined && sse !== undefined;
  if (customerAlgorithm === undefined) return isTwofold ? WITH_ALGORITHM : undefined;
  if (!isTwofold) return BAD_CUSTOMER_ALGORITHM;
  return transaction.profile.anyS3Error
    ? choose(transaction, 's3Error', [WITH_ALGORITHM, BAD_CUSTOMER_ALGORITHM])
    : WITH_ALGORITHM;
}

/** Whether a bucket blocks SSE-C, by the rule that a request has seen (F-17, U-17). */
export function blocksCustomerKeys(transaction: Transaction, { past }: Bucket, { blocked }: BucketEncryption): boolean {
  if (blocked !== undefined) return blocked.includes('SSE-C');
  if (past !== undefined) return takeBeginning(transaction, EITHER);
  const { profile, scope } = transaction;
  return choose(transaction, 'unsetBlock', unsetBlocks(profile, scope.arns.region)) === 'SSE-C';
}

const EITHER = [true, false] as const;
