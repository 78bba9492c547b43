import { customerKeyForRead, type Observation, rewraps, versionNamed } from '../../model/index.ts';
import type { ObservedStep } from '../observed-step.ts';
import type { BucketRecord } from './bucket-record.ts';
import type { LedgerView } from './ledger-view.ts';
import { learn, unseenVersion, type Version } from './object-record.ts';
import { recordMarker } from './replicated-markers.ts';
import { shownOf } from './shown-of.ts';
import type { Sides } from './sides.ts';

/** A version was written, and is the current one. */
export function recordVersion(bucket: BucketRecord, key: string, version: Version, { versionId }: Observation): void {
  bucket.put(key, version);
  // What is written without an id of its own is in the place of what had none either (F-176).
  if (typeof versionId !== 'string') bucket.forgetNamed(key, 'null');
  else bucket.nameVersion(key, versionId, version);
}

/** Whoever was shown a version has sent the customer key that it is under, or none where it is under none (E-21). */
function learnCustomerKey(version: Version, { step }: ObservedStep): void {
  if (version.customerKey === undefined) version.customerKey = customerKeyForRead(step.event) ?? null;
}

/** The encryption of a version was updated: of the current one, or of the one that is named. */
function recordUpdate(bucket: BucketRecord, key: string, version: Version, named: string | undefined): void {
  const id = named ?? version.versionId;
  if (id !== undefined) bucket.nameVersion(key, id, version);
  // Nobody has seen its id, so that it may be any.
  else bucket.forgetVersions(key);
  const current = bucket.versionOf(key)?.versionId;
  if (named === undefined || current === named) bucket.put(key, version);
  else if (current === undefined) bucket.blur(key);
}

/** A request on objects left a version or nothing where it writes; else it showed the version it reads. */
export function recordObject(
  ledger: LedgerView,
  seen: ObservedStep,
  key: string,
  { operation, bucket, object, read, write }: Sides,
): void {
  if (write !== undefined && bucket !== undefined && rewraps(operation)) {
    bucket.isThere = true;
    recordUpdate(bucket, key, write.version, versionNamed(seen.step.event, operation));
    return;
  }
  if (write !== undefined) {
    recordVersion(write.bucket, write.key, write.version, seen.observation);
  }
  if (bucket === undefined) return;
  bucket.isThere = true;
  const { writes } = operation;
  const named = writes?.leaves === 'version' ? undefined : versionNamed(seen.step.event, operation);
  if (named !== undefined) {
    recordNamed(ledger, seen, bucket, { key, id: named }, { operation, object, read });
    return;
  }
  if (writes?.leaves === 'nothing') {
    if (seen.observation.deleteMarker === true) bucket.mayKeepVersions = true;
    bucket.forgetNamed(key, 'null');
    if (object !== undefined && object.presence !== 'absent')
      ledger.deletions.objectDeleted({ bucket: bucket.name, key }, ledger.steps);
    bucket.remove(key);
    if (seen.observation.deleteMarker === true) recordMarker(bucket, key);
  }
  if (writes !== undefined) return;
  const known = object?.version;
  const version = known ?? read?.version ?? unseenVersion(ledger.steps, seen.step.atMs, bucket.mayHold(key));
  learn(version, shownOf(operation, seen.observation));
  learnCustomerKey(version, seen);
  if (known === undefined) bucket.put(key, version);
}

/** A version was shown, or deleted for good, by its id: what is current hangs on that only where it had that id. */
function recordNamed(
  ledger: LedgerView,
  seen: ObservedStep,
  bucket: BucketRecord,
  { key, id }: { readonly key: string; readonly id: string },
  { operation, object, read }: Pick<Sides, 'operation' | 'object' | 'read'>,
): void {
  bucket.mayKeepVersions = true;
  if (operation.writes !== undefined) {
    bucket.forgetNamed(key, id);
    const current = bucket.versionOf(key)?.versionId;
    if (current === undefined || current === id || id.startsWith('#')) bucket.blur(key);
    return;
  }
  const known = object?.version;
  const version = known ?? read?.version ?? unseenVersion(ledger.steps, seen.step.atMs, true);
  learn(version, shownOf(operation, seen.observation));
  learnCustomerKey(version, seen);
  if (known === undefined && !id.startsWith('#')) bucket.nameVersion(key, id, version);
}
