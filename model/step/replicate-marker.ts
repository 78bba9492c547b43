import { NULL_VERSION, type ReplicationRule, type VersionEntry } from '../records/records.ts';
import type { ObjectName } from '../vocabulary/fields.ts';
import { findBucket } from './buckets.ts';
import { forgetVersions } from './delete-object.ts';
import { sideAllows } from './object-checks.ts';
import { deleted, versionAt } from './object-moves.ts';
import { raised } from './raised.ts';
import type { Request } from './request.ts';
import { storeVersion } from './store-version.ts';
import { choose, type Transaction } from './transaction.ts';
import { addVersion, alterNewest } from './versions.ts';

/** What the role needs to bring a delete marker to a bucket. */
const BRINGS_MARKER = { needs: ['s3:ReplicateDelete'] } as const;

/**
 * Replication takes up a key whose current version is a delete marker: where the rule is about markers as well, one of
 * the same id comes to the destination, without any KMS call (F-180). Nobody is told, and a marker shows no status.
 */
export function replicateMarker(request: Request, from: ObjectName, marker: VersionEntry): void {
  const { transaction, rule, operation } = request;
  if (rule?.coversMarkers !== true || marker.isReplicated === true) return;
  const source = findBucket(transaction, from.bucket);
  const destination = findBucket(transaction, rule.destination);
  // What is not there, or is known to keep no versions, gets none (F-163).
  if (source === undefined || destination === undefined || destination.versioning?.current === 'unversioned') return;
  if (!sideAllows(request, source, operation.reads) || !sideAllows(request, destination, BRINGS_MARKER)) return;
  const isElsewhere = source.account !== destination.account;
  if (isElsewhere && !choose(transaction, 'markerAcross', transaction.profile.markersAcrossAccounts)) return;
  const target = { bucket: rule.destination, key: from.key };
  if (destination.past === undefined) putMarker(transaction, target, marker, destination.versioning?.current);
  else forgetVersions(transaction, target, destination);
  alterNewest(transaction, transaction.scope.object(from.bucket, from.key), { isReplicated: true });
}

/** Hides what is under a key; where nobody says that the bucket keeps versions, as a DELETE does. */
function putMarker(
  transaction: Transaction,
  target: ObjectName,
  { id }: VersionEntry,
  versioning: 'enabled' | 'suspended' | undefined,
): void {
  const number = transaction.scope.object(target.bucket, target.key);
  raised?.({ to: 'object', number, event: { type: 'DeleteObject' } });
  if (versioning === undefined) {
    const after = deleted(versionAt(transaction, number));
    if (after !== undefined) storeVersion(transaction, target, number, after);
    return;
  }
  addVersion(transaction, target, number, undefined, versioning, id === NULL_VERSION ? undefined : id);
  alterNewest(transaction, number, { isReplicated: true });
}

/**
 * Replication finds nothing under a key. Of a bucket from before the trace nobody knows whether that is a delete
 * marker: where they are replicated, the destination may have one from now on.
 */
export function replicateNothing(transaction: Transaction, from: ObjectName, rule: ReplicationRule): void {
  if (!rule.coversMarkers || findBucket(transaction, from.bucket)?.past === undefined) return;
  const destination = findBucket(transaction, rule.destination);
  if (destination !== undefined) forgetVersions(transaction, { bucket: rule.destination, key: from.key }, destination);
}
