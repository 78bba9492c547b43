import type { ReplicateObject } from '../../model/index.ts';
import type { ObservedStep } from '../observed-step.ts';
import type { BucketRecord } from './bucket-record.ts';
import type { LedgerView } from './ledger-view.ts';

/** An object was deleted where that leaves a delete marker. */
export function recordMarker(bucket: BucketRecord, key: string): void {
  if (bucket.replication?.deleteMarkerReplication === true) bucket.hideByMarker(key);
}

/**
 * Replication took up a key under which no object is known to be. Where the rule is about delete markers the
 * destination has one then: certainly, if nothing is open, or perhaps (F-180). No answer shows whether it has.
 */
export function replicateMarker(
  ledger: LedgerView,
  { bucket, destination }: { readonly bucket: BucketRecord; readonly destination: BucketRecord },
  { step }: ObservedStep,
): void {
  const { key, job } = step.event as ReplicateObject;
  const rule = bucket.replication;
  if (rule?.deleteMarkerReplication !== true) return;
  const role = ledger.requester(rule.role);
  const isSame = bucket.account === destination.account;
  const isCertain =
    role !== undefined &&
    job === undefined &&
    bucket.takeMarker(key) &&
    destination.versioning === 'Enabled' &&
    !(ledger.unsettled.has(bucket.name) || ledger.unsettled.has(destination.name)) &&
    (isSame || !ledger.profile.markersAcrossAccounts.includes(false)) &&
    bucket.permits(role, 's3:GetObject', step.atMs) === 'yes' &&
    destination.permits(role, 's3:ReplicateDelete', step.atMs) === 'yes';
  if (isCertain) destination.remove(key);
  else destination.blur(key);
}
