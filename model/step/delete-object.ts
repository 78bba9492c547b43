import type { Operation } from '../operations/operation.ts';
import { ANY_OBJECT } from '../records/past.ts';
import type { Bucket } from '../records/records.ts';
import { alteredBucket } from '../store/alter.ts';
import type { ObjectName } from '../vocabulary/fields.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { storeBucket } from './buckets.ts';
import { missingVersion } from './named-version.ts';
import { NO_SUCH_KEY_REFUSAL } from './object-checks.ts';
import { LOCKED } from './object-lock.ts';
import { deleted, versionAt } from './object-moves.ts';
import { takeBeginning } from './past.ts';
import { raised } from './raised.ts';
import { checked, type Request } from './request.ts';
import { storeVersion } from './store-version.ts';
import { choose, refuse, showingMore, succeed, type Transaction } from './transaction.ts';
import { addVersion, removeVersion, versioningOf, versionNamedBy } from './versions.ts';

/** What is not there is deleted as well (K-12). */
export function deleteObject({ transaction, operation, target, bucket }: Request): Outcome {
  return removeCurrent(transaction, checked(target), checked(bucket), operation);
}

/** Takes the current version away; where a bucket keeps versions it is only hidden by a marker (F-177). */
export function removeCurrent(
  transaction: Transaction,
  target: ObjectName,
  bucket: Bucket,
  { status, because }: Pick<Operation, 'status' | 'because'>,
): Outcome {
  const number = transaction.scope.object(target.bucket, target.key);
  const versioning = versioningOf(transaction, target.bucket, bucket, number);
  raised?.({ to: 'object', number, event: { type: 'DeleteObject' } });
  if (versioning !== 'unversioned') {
    const versionId = addVersion(transaction, target, number, undefined, versioning);
    return showingMore(succeed(transaction, status, [...because, 'F-177']), { versionId, deleteMarker: true });
  }
  const after = deleted(versionAt(transaction, number));
  if (after === undefined) return refuse(transaction, NO_SUCH_KEY_REFUSAL);
  storeVersion(transaction, target, number, after);
  const done = succeed(transaction, status, because);
  return bucket.versioning === undefined ? done : showingMore(done, { deleteMarker: null });
}

/** What a version of a bucket from before the trace may turn out to be. */
const FOUND_OF_PAST = ['there', 'missing', 'locked'] as const;

/** Removes one version, or one delete marker, for good (F-177). */
export function deleteVersion({ transaction, operation, target: of, bucket }: Request, id: string): Outcome {
  const target = checked(of);
  const number = transaction.scope.object(target.bucket, target.key);
  const done = succeed(transaction, operation.status, [...operation.because, 'F-177']);
  if (checked(bucket).past !== undefined) {
    const found = takeBeginning(transaction, FOUND_OF_PAST);
    if (found === 'locked') return refuse(transaction, LOCKED);
    const refused = found === 'missing' ? deleteMissing(transaction) : undefined;
    if (refused !== undefined) return refused;
    forgetVersions(transaction, target, checked(bucket));
    return done;
  }
  const named = versionNamedBy(transaction, number, id);
  if (named === undefined) return deleteMissing(transaction) ?? done;
  if (named.isLocked === true) return refuse(transaction, LOCKED);
  removeVersion(transaction, target, number, named);
  return showingMore(done, { versionId: named.id, deleteMarker: named.isMarker ? true : null });
}

/** Whether a DELETE of a version that is not there is refused is said nowhere (E-52 speaks of reads). */
function deleteMissing(transaction: Transaction): Outcome | undefined {
  if (transaction.profile.unknownVersion.length === 1) return undefined;
  const isRefused = choose(transaction, 'unknownVersion', ['ignored', 'refused']) === 'refused';
  return isRefused ? refuse(transaction, missingVersion(transaction)) : undefined;
}

/** Forgets what is under a key: in a bucket from before the trace it may have been any version, the current one too. */
export function forgetVersions(transaction: Transaction, target: ObjectName, bucket: Bucket): void {
  const { draft, scope } = transaction;
  const number = scope.object(target.bucket, target.key);
  if (draft.objects.get(number) !== undefined)
    storeBucket(transaction, target.bucket, alteredBucket(bucket, { objectCount: bucket.objectCount - 1 }));
  draft.set('objects', number, undefined);
  draft.set('possibleVersions', number, ANY_OBJECT);
}
