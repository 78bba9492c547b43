import { NO_BUCKET } from '../records/past.ts';
import type { Bucket } from '../records/records.ts';
import { unlistedBucket } from './past-buckets.ts';
import type { Transaction } from './transaction.ts';

/** The bucket of a name, or undefined. */
export function findBucket(transaction: Transaction, name: string): Bucket | undefined {
  const bucket = transaction.draft.buckets.get(transaction.scope.bucket(name));
  if (bucket === undefined) return unlistedBucket(transaction, name);
  return bucket === NO_BUCKET ? undefined : bucket;
}

/** Puts a bucket, or its absence, in place. */
export function storeBucket(transaction: Transaction, name: string, bucket: Bucket | undefined): void {
  const { draft, scope } = transaction;
  draft.set('buckets', scope.bucket(name), bucket ?? (scope.past?.isEverything === true ? NO_BUCKET : undefined));
}
