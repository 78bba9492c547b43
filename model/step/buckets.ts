import type { Bucket } from '../records/records.ts';
import type { Transaction } from './transaction.ts';

/** The bucket of a name, or undefined. */
export function findBucket(transaction: Transaction, name: string): Bucket | undefined {
  return transaction.draft.buckets.get(transaction.scope.bucket(name));
}

/** Puts a bucket, or its absence, in place. */
export function storeBucket(transaction: Transaction, name: string, bucket: Bucket | undefined): void {
  transaction.draft.set('buckets', transaction.scope.bucket(name), bucket);
}
