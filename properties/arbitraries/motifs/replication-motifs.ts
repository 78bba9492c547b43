import { bucketKeyRule, drawHeaders, drawRule } from '../draw-encryption.ts';
import { drawReplication } from '../events/bucket-proposals.ts';
import {
  customerKeys,
  type ExistingBucket,
  existingBucket,
  existingBuckets,
  existingObjects,
  objectsToReplicate,
} from '../existing.ts';
import { anotherBucket, insider } from '../pick.ts';
import { perhapsWait } from '../waits.ts';
import type { Walk } from '../walk.ts';
import {
  accessOfOwner,
  manageKey,
  type ObjectAccess,
  repair,
  setBucketPolicy,
  setRule,
  wantGet,
  wantHead,
  wantPut,
  wantReplication,
} from './acts.ts';
import { setBlock, UNDER_KEY } from './customer-key-motifs.ts';
import type { Motif } from './motif.ts';
import { wantInParts } from './upload-motifs.ts';

/** A bucket that replicates, and where to. */
interface Pair {
  readonly source: ExistingBucket;
  readonly destination: ExistingBucket;
}

/** Finds a bucket that replicates, or makes one do so. */
function replicatingPair(walk: Walk): Pair | undefined {
  const replicating = existingBuckets(walk).filter(({ bucket }) => bucket.replication.current !== null);
  const known = walk.draw.chance(80) ? walk.draw.one(replicating) : undefined;
  const source = known ?? walk.draw.one(existingBuckets(walk));
  if (source === undefined) return undefined;
  const existing = source.bucket.replication.current?.destination;
  const there = existing === undefined ? undefined : existingBucket(walk, existing);
  if (existing !== undefined && there !== undefined) return { source, destination: { name: existing, bucket: there } };
  const destination = anotherBucket(walk, source.name);
  if (destination === undefined) return undefined;
  walk.want(insider(walk, source.bucket.account).name, drawReplication(walk, source, destination));
  if (walk.draw.chance(90)) allowRole(walk, { source, destination });
  return { source, destination };
}

/** What is played in a bucket that replicates, and where it replicates to. */
function inReplicatingPair(play: (walk: Walk, pair: Pair) => void): Motif['play'] {
  return (walk) => {
    const pair = replicatingPair(walk);
    if (pair !== undefined) play(walk, pair);
  };
}

/** The role needs both buckets; a bucket of its own account is open already. */
export function allowRole(walk: Walk, { source, destination }: Pair): void {
  const name = existingBucket(walk, source.name)?.replication.current?.role;
  const role = walk.setup.requesters.find((one) => one.name === name);
  for (const seen of [source, destination]) {
    if (role === undefined || seen.bucket.account === role.account) continue;
    setBucketPolicy(walk, seen, [
      { effect: 'Allow', principal: walk.arns.accountRoot(role.account), actions: ['s3:*'] },
    ]);
  }
}

/** How something is written: in one piece and with any headers, in parts, or with a customer key. */
const WRITES = ['whole', 'in parts', 'with customer key'] as const;

function drawWrite({ draw }: Walk): (typeof WRITES)[number] {
  const kind = draw.between(1, 100);
  return kind <= 75 ? 'whole' : kind <= 90 ? 'in parts' : 'with customer key';
}

/** Writes what is to be replicated: mostly in one piece. */
function writeSource(
  walk: Walk,
  { source, destination }: Pair,
  place: ObjectAccess,
  how: (typeof WRITES)[number] = drawWrite(walk),
): void {
  if (how === 'whole') wantPut(walk, place, drawHeaders(walk));
  else if (how === 'in parts') wantInParts(walk, place, drawHeaders(walk));
  else {
    setBlock(walk, source, 'NONE');
    // A replica is under the customer key as well, where the destination takes such keys (F-75).
    if (walk.draw.chance(75)) setBlock(walk, destination, 'NONE');
    wantPut(walk, place, UNDER_KEY);
  }
}

/** Write, replicate, look at both ends (F-64 to F-69). */
const replicateAfterWrite: Motif = {
  id: 'replicate-after-write',
  weight: 14,
  needs: ['PutObject', 'GetObject', 'PutBucketReplication', 'ReplicateObject'],
  play: inReplicatingPair((walk, pair) => {
    const { source, destination } = pair;
    if (walk.draw.chance(35)) setRule(walk, source, drawRule(walk, source.bucket.account));
    if (walk.draw.chance(25)) setRule(walk, destination, drawRule(walk, destination.bucket.account));
    const writes = walk.draw.between(1, 3);
    for (let write = 0; write < writes; write++) {
      const place = accessOfOwner(walk, source);
      writeSource(walk, pair, place);
      if (walk.draw.chance(30)) wantHead(walk, place);
      perhapsWait(walk, 10);
      replicateIfWaiting(walk, place);
      const by = insider(walk, destination.bucket.account).name;
      if (existingObjects(walk, destination.name).some(({ key }) => key === place.key))
        wantGet(walk, { ...place, by, bucket: destination.name });
    }
  }),
};

/** Replicas come, one after the other, over what is at their destination, be it of whichever kind (F-64 to F-69). */
const replicateOver: Motif = {
  id: 'replicate-over',
  weight: 8,
  needs: ['PutObject', 'GetObject', 'PutBucketReplication', 'ReplicateObject'],
  play: inReplicatingPair((walk, pair) => {
    const { source, destination } = pair;
    const plain = existingObjects(walk, destination.name).filter(({ version }) => version.state === 'plain');
    const key = walk.draw.chance(60) ? walk.draw.one(plain)?.key : undefined;
    const place = { ...accessOfOwner(walk, source), ...(key !== undefined && { key }) };
    const there = { ...place, by: insider(walk, destination.bucket.account).name, bucket: destination.name };
    for (let count = walk.draw.between(2, 4); count > 0; count--) {
      writeSource(walk, pair, place, walk.draw.one(WRITES));
      replicateIfWaiting(walk, place);
      wantGet(walk, there);
      if (walk.draw.chance(60)) writeSource(walk, { source: destination, destination }, there, walk.draw.one(WRITES));
    }
  }),
};

/**
 * Replication meets a fault: throttling leaves it PENDING, anything else FAILED; healed, it is tried again (F-74, F-76,
 * SC-07).
 */
const replicateUnderFault: Motif = {
  id: 'replicate-under-fault',
  weight: 14,
  needs: ['PutObject', 'GetObject', 'PutBucketReplication', 'ReplicateObject'],
  play: inReplicatingPair((walk, pair) => {
    const { source, destination } = pair;
    const place = accessOfOwner(walk, source);
    // What needs no KMS key meets no fault of KMS.
    if (walk.draw.chance(65)) setRule(walk, source, bucketKeyRule(walk, source.bucket.account));
    wantPut(walk, place, walk.draw.chance(70) ? {} : drawHeaders(walk));
    const key = walk.draw.one(customerKeys(walk).filter(({ state }) => state === 'enabled'));
    const kind = walk.draw.between(1, 100);
    if (kind <= 50 || key === undefined) walk.want(null, { op: 'ThrottleKms', on: true });
    else if (kind <= 75) manageKey(walk, key, 'DisableKey');
    else setBucketPolicy(walk, destination, [{ effect: 'Deny', principal: '*', actions: ['s3:PutObject'] }]);
    replicateIfWaiting(walk, place);
    wantHead(walk, place);
    repairAll(walk);
    allowRole(walk, pair);
    replicateIfWaiting(walk, place);
  }),
};

/** Batch Replication takes up objects from before the rule, unencrypted ones among them (F-64, F-76, SC-38). */
const batchReplication: Motif = {
  id: 'batch-replication',
  weight: 6,
  needs: ['PutBucketReplication', 'ReplicateObject', 'GetObject'],
  play(walk) {
    const old =
      walk.draw.one(existingObjects(walk).filter(({ version }) => version.state === 'plain')) ??
      walk.draw.one(existingObjects(walk));
    const bucket = old === undefined ? undefined : existingBucket(walk, old.bucket);
    if (old === undefined || bucket === undefined) return;
    const source = { name: old.bucket, bucket };
    const destination = anotherBucket(walk, source.name);
    if (destination === undefined) return;
    if (walk.draw.chance(60)) setRule(walk, destination, drawRule(walk, destination.bucket.account));
    walk.want(insider(walk, bucket.account).name, drawReplication(walk, source, destination));
    allowRole(walk, { source, destination });
    for (const { key } of existingObjects(walk, source.name)) replicateIfWaiting(walk, { bucket: source.name, key });
    wantGet(walk, { by: insider(walk, destination.bucket.account).name, bucket: destination.name, key: old.key });
    if (walk.draw.chance(50)) replicateOn(walk, destination.name, old.key);
  },
};

/** A job takes up a replica, which goes to yet another bucket, or back (F-190). */
function replicateOn(walk: Walk, name: string, key: string): void {
  const bucket = existingBucket(walk, name);
  const next = anotherBucket(walk, name);
  if (bucket === undefined || next === undefined) return;
  const source = { name, bucket };
  walk.want(insider(walk, bucket.account).name, drawReplication(walk, source, next));
  allowRole(walk, { source, destination: next });
  walk.want(null, { op: 'ReplicateObject', bucket: name, key, job: insider(walk, bucket.account).name });
  wantGet(walk, { by: insider(walk, next.bucket.account).name, bucket: next.name, key });
}

/** Replicates an object where that does something; now and then where it does nothing. */
function replicateIfWaiting(walk: Walk, { bucket, key }: { readonly bucket: string; readonly key: string }): void {
  const waits = objectsToReplicate(walk).some((one) => one.bucket === bucket && one.key === key);
  if (waits || walk.draw.chance(10)) wantReplication(walk, { bucket, key });
}

/** Replication: F-64 to F-69. */
export const replicationMotifs: readonly Motif[] = [
  replicateAfterWrite,
  replicateOver,
  replicateUnderFault,
  batchReplication,
];

/** Puts right every fault that is not for ever: throttling, key states and policies, bucket policies. */
function repairAll(walk: Walk): void {
  for (const key of customerKeys(walk)) repair(walk, key);
  for (const seen of existingBuckets(walk)) {
    if (seen.bucket.policy.current.length > 0) setBucketPolicy(walk, seen, []);
  }
}

/** Ends a trace: all faults healed, everything that waits for replication taken up (liveness, F-76). */
export function settleReplication(walk: Walk): void {
  if (objectsToReplicate(walk).length === 0) return;
  repairAll(walk);
  for (const source of existingBuckets(walk)) {
    const to = source.bucket.replication.current?.destination;
    const bucket = to === undefined ? undefined : existingBucket(walk, to);
    if (to !== undefined && bucket !== undefined) allowRole(walk, { source, destination: { name: to, bucket } });
  }
  for (const { bucket, key } of objectsToReplicate(walk)) wantReplication(walk, { bucket, key });
}
