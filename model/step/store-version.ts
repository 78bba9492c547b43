import { NO_OBJECT } from '../records/past.ts';
import type { ObjectVersion } from '../records/records.ts';
import { alteredBucket } from '../store/alter.ts';
import type { ObjectName } from '../vocabulary/fields.ts';
import { findBucket, storeBucket } from './buckets.ts';
import { isNothing } from './object-moves.ts';
import type { Transaction } from './transaction.ts';

/** Stores what is under a key now, keeping the count of the bucket's objects. */
export function storeVersion(
  transaction: Transaction,
  { bucket: name }: ObjectName,
  number: number,
  version: ObjectVersion,
): void {
  const wasThere = transaction.draft.objects.get(number) !== undefined;
  const isThere = !isNothing(version);
  transaction.draft.set('objects', number, isThere ? version : undefined);
  if (transaction.scope.past !== undefined)
    transaction.draft.set('possibleVersions', number, isThere ? undefined : NO_OBJECT);
  const change = (isThere ? 1 : 0) - (wasThere ? 1 : 0);
  const bucket = change === 0 ? undefined : findBucket(transaction, name);
  if (bucket !== undefined) {
    storeBucket(transaction, name, alteredBucket(bucket, { objectCount: bucket.objectCount + change }));
  }
}
