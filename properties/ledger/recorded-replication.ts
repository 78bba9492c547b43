import type { ObservedStep } from '../observed-step.ts';
import type { BucketRecord } from './bucket-record.ts';
import type { LedgerView } from './ledger-view.ts';
import { learn } from './object-record.ts';
import { replicateMarker } from './replicated-markers.ts';
import type { Sides } from './sides.ts';

/**
 * Replication took up an object, or nothing: what its answer and its calls tell of the source and the replica.
 *
 * @param buckets - those that exist, by name, to any of which a rule that was there before the trace may replicate
 */
export function recordReplication(
  ledger: LedgerView,
  buckets: ReadonlyMap<string, BucketRecord>,
  seen: ObservedStep,
  { bucket, read, write }: Sides,
): void {
  const { event, atMs } = seen.step;
  if (event.op !== 'ReplicateObject') return;
  const { replicationStatus } = seen.observation;
  const source = read?.version ?? bucket?.versionOf(event.key);
  const id = source?.versionId;
  const takesPlace = write?.bucket.mayHaveVersion(event.key, id) === true;
  for (const name of ledger.unsettled.destinationsOf(event.bucket)) ledger.bucket(name)?.blurReplica(event.key, id);
  if (bucket?.replicatesUnknown === true) recordUnknownReplication(bucket, buckets, event.key);
  const rule = bucket?.replication;
  const destination = rule === undefined ? undefined : ledger.bucket(rule.destination);
  if (bucket !== undefined && destination !== undefined && bucket.presenceOf(event.key) !== 'present')
    replicateMarker(ledger, { bucket, destination }, seen);
  // A job may take up what was settled (F-190).
  if (event.job !== undefined) destination?.blurReplica(event.key, id);
  const settled = read?.version.replicationStatus === 'COMPLETED' || read?.version.replicationStatus === 'REPLICA';
  if (write !== undefined) {
    write.bucket.blurReplica(event.key, id);
    // What a replica owes to a default that is not known cannot be told either.
    if (!takesPlace && !ledger.unsettled.has(write.bucket.name)) write.bucket.put(event.key, write.version);
  } else if (replicationStatus === 'FAILED' || replicationStatus === 'PENDING') {
    destination?.writeFailed(event.key, { atMs, by: null, from: event });
  } else if (replicationStatus !== null && !settled && bucket?.presenceOf(event.key) !== 'absent') {
    destination?.blurReplica(event.key, id);
  }
  if (source === undefined) return;
  if (replicationStatus === undefined) {
    if (!settled) source.replicationStatus = undefined;
    source.maybeReplicated = true;
  } else {
    learn(source, { status: seen.observation.status, replicationStatus });
  }
}

/** A rule that was there before the trace may have brought a replica to any other bucket. */
function recordUnknownReplication(source: BucketRecord, buckets: ReadonlyMap<string, BucketRecord>, key: string): void {
  const version = source.versionOf(key);
  for (const bucket of buckets.values()) if (bucket !== source) bucket.blurReplica(key, version?.versionId);
  if (version === undefined) return;
  version.replicationStatus = undefined;
  version.maybeReplicated = true;
}
