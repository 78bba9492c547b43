import type { BucketEvent, BucketPolicyStatement, Requester } from '../../../model/index.ts';
import { drawKeyReference, drawRule } from '../draw-encryption.ts';
import { drawBucketPolicy } from '../draw-policies.ts';
import { type ExistingBucket, existingBucket, existingBuckets, possibleBucketNames } from '../existing.ts';
import { anotherBucket, anyone, insider, someBucket, usableKey } from '../pick.ts';
import type { Walk } from '../walk.ts';
import type { Proposal, Proposals } from './proposal.ts';

const PUBLIC: readonly BucketPolicyStatement[] = [{ effect: 'Allow', principal: '*', actions: ['s3:GetObject'] }];

/** Bucket events, by the owner's account. */
export const bucketProposals: Proposals<BucketEvent['op']> = {
  CreateBucket: (walk) => {
    const bucket = walk.draw.one(possibleBucketNames(walk).filter((name) => existingBucket(walk, name) === undefined));
    return bucket === undefined ? undefined : { by: anyone(walk).name, event: { op: 'CreateBucket', bucket } };
  },
  DeleteBucket: (walk) => {
    const empty = walk.draw.one(existingBuckets(walk).filter(({ bucket }) => bucket.objectCount === 0));
    return empty === undefined ? undefined : byOwner(walk, empty, { op: 'DeleteBucket', bucket: empty.name });
  },
  PutBucketEncryption: (walk) =>
    onBucket(walk, (seen) => ({
      op: 'PutBucketEncryption',
      bucket: seen.name,
      rules: [drawRule(walk, seen.bucket.account)],
    })),
  GetBucketEncryption: (walk) => onBucket(walk, ({ name }) => ({ op: 'GetBucketEncryption', bucket: name })),
  DeleteBucketEncryption: (walk) => onBucket(walk, ({ name }) => ({ op: 'DeleteBucketEncryption', bucket: name })),
  PutBucketPolicy: (walk) =>
    onBucket(walk, (seen) => ({
      op: 'PutBucketPolicy',
      bucket: seen.name,
      // Public access is blocked on new buckets (F-162), of which there are few.
      statements:
        seen.bucket.blocksPublicPolicies && walk.draw.chance(30) ? PUBLIC : drawBucketPolicy(walk, seen.bucket.account),
    })),
  PutBucketVersioning: (walk) =>
    onBucket(walk, ({ name }) => ({
      op: 'PutBucketVersioning',
      bucket: name,
      status: walk.draw.chance(75) ? 'Enabled' : 'Suspended',
    })),
  PutBucketReplication: (walk) => {
    const source = someBucket(walk);
    const destination = source === undefined ? undefined : anotherBucket(walk, source.name);
    return source === undefined || destination === undefined
      ? undefined
      : byOwner(walk, source, drawReplication(walk, source, destination));
  },
  DeleteBucketReplication: (walk) => {
    const replicating = walk.draw.one(
      existingBuckets(walk).filter(({ bucket }) => bucket.replication.current !== null),
    );
    return replicating === undefined
      ? undefined
      : byOwner(walk, replicating, { op: 'DeleteBucketReplication', bucket: replicating.name });
  },
};

/** A replication rule; most name a replica key, without which KMS-encrypted objects stay (F-66). */
export function drawReplication(
  walk: Walk,
  source: ExistingBucket,
  destination: ExistingBucket,
): Extract<BucketEvent, { op: 'PutBucketReplication' }> {
  const { draw } = walk;
  const role = draw.chance(85) ? replicationRole(walk, source.bucket.account) : anyone(walk);
  // A key of the role's own account, by its ARN, most often: others need a key policy, and a bare id belongs to the
  // destination's account.
  const replicaKmsKeyId = draw.chance(65) ? usableKey(walk, role.account)?.arn : drawKeyReference(walk);
  return {
    op: 'PutBucketReplication',
    bucket: source.name,
    destination: destination.name,
    role: role.name,
    ...(replicaKmsKeyId !== undefined && draw.chance(85) ? { replicaKmsKeyId } : {}),
  };
}

/** The role made for it where the source is of its account; others would need the source's key policy to read. */
function replicationRole(walk: Walk, account: string): Requester {
  return (
    walk.setup.requesters.find((one) => one.principal === 'replicator' && one.account === account) ??
    insider(walk, account)
  );
}

function onBucket(walk: Walk, event: (seen: ExistingBucket) => BucketEvent): Proposal | undefined {
  const seen = someBucket(walk);
  return seen === undefined ? undefined : byOwner(walk, seen, event(seen));
}

function byOwner(walk: Walk, { bucket }: ExistingBucket, event: BucketEvent): Proposal {
  return { by: insider(walk, bucket.account).name, event };
}
