import type { Bucket } from '../records/records.ts';
import type { Turn } from './turn.ts';

/** The bucket of a name, or undefined. */
export function findBucket(turn: Turn, name: string): Bucket | undefined {
  return turn.draft.buckets.get(turn.scope.bucket(name));
}

/** Puts a bucket, or its absence, in place. */
export function storeBucket(turn: Turn, name: string, bucket: Bucket | undefined): void {
  turn.draft.set('buckets', turn.scope.bucket(name), bucket);
}
