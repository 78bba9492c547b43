import { type BucketPolicyStatement, roleArn } from '../../../model/index.ts';
import { get, head, put, replicate, replication } from '../../../model/testing/events.ts';
import { HOME_ACCOUNT, homeKey } from '../../../model/testing/scene.ts';
import { REFERENCE_PARTS } from '../../reference/index.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { BUCKET_KEY_RULE, does, PER_OBJECT_RULE, replicateBToC, rule, witness } from '../witness-steps.ts';

const { isEligible, replicaEncryption, statusAfter } = REFERENCE_PARTS.replication;

/** The role of replication may write. */
const LETS_ROLE_IN: BucketPolicyStatement = {
  effect: 'Allow',
  principal: roleArn(HOME_ACCOUNT, 'replication'),
  actions: ['s3:PutObject'],
};

/** Faults of replication. */
export const REPLICATION_MUTANTS: readonly Mutant[] = [
  {
    id: 'replica-takes-destination-default',
    title: "A replica gets the destination bucket's default encryption, whatever its source has.",
    requirements: ['F-65', 'F-66'],
    killedBy: ['replica-type', 'etag-class', 'explained'],
    parts: partsWith({
      replication: { replicaEncryption: (_source, _rule, destinationRule, resolve) => resolve({}, destinationRule) },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      replicateBToC(),
      does('ann', put('b/k')),
      does(null, replicate('b/k')),
      does('ann', head('c/k')),
      does('ann', get('c/k')),
    ),
  },
  {
    id: 'replica-loses-flag',
    title: 'A replica has a bucket key only where the destination bucket asks for one.',
    requirements: ['F-68'],
    killedBy: ['replica-type', 'context-names-the-bucket', 'explained'],
    parts: partsWith({
      replication: {
        replicaEncryption: (source, replicationRule, destinationRule, resolve) => {
          const resolved = replicaEncryption(source, replicationRule, destinationRule, resolve);
          return { ...resolved, bucketKey: resolved.bucketKey && destinationRule.BucketKeyEnabled === true };
        },
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      replicateBToC(),
      does('ann', put('b/k')),
      does(null, replicate('b/k')),
      does('ann', head('c/k')),
    ),
  },
  {
    id: 'replica-under-source-key',
    title: 'A replica stays under the KMS key of its source: the replica key is not used.',
    requirements: ['F-66'],
    killedBy: ['replica-type', 'audit-complete', 'explained'],
    parts: partsWith({
      replication: {
        replicaEncryption: (source, replicationRule, destinationRule, resolve) => {
          const resolved = replicaEncryption(source, replicationRule, destinationRule, resolve);
          return { ...resolved, keyReference: source.kmsKeyArn };
        },
      },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      replicateBToC(),
      does('ann', put('b/k')),
      does(null, replicate('b/k')),
      does('ann', head('c/k')),
    ),
  },
  {
    id: 'replica-has-new-etag',
    title: 'A replica gets an ETag of its own.',
    requirements: ['F-78'],
    killedBy: ['replica-type', 'explained'],
    parts: partsWith({ replication: { replicaEtag: (_source, fresh) => fresh() } }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      replicateBToC(),
      does('ann', put('b/k')),
      does(null, replicate('b/k')),
      does('ann', head('c/k')),
    ),
  },
  {
    id: 'replica-of-clear-text-stays-clear',
    title: 'The replica of an object from before 2023 is stored in the clear.',
    requirements: ['F-64', 'F-33'],
    killedBy: ['replica-type', 'explained'],
    parts: partsWith({
      replication: {
        replicaEncryption: (source, replicationRule, destinationRule, resolve) => {
          const resolved = replicaEncryption(source, replicationRule, destinationRule, resolve);
          return source.algorithm === 'PLAIN' ? { ...resolved, algorithm: 'PLAIN', bucketKey: false } : resolved;
        },
      },
    }),
    witness: witness(
      rule('c', PER_OBJECT_RULE),
      replicateBToC(),
      does(null, replicate('b/old')),
      does('ann', head('c/old')),
    ),
  },
  {
    id: 'kms-objects-replicated-unasked',
    title: 'KMS-encrypted objects are replicated although the rule names no replica key.',
    requirements: ['F-66'],
    killedBy: ['replica-type', 'explained'],
    parts: partsWith({ replication: { isEligible: () => true } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      replicateBToC(null),
      does('ann', put('b/k')),
      does(null, replicate('b/k')),
    ),
  },
  {
    id: 'dsse-objects-not-replicated',
    title: 'DSSE was left out of the list of what can be replicated.',
    requirements: ['F-65', 'F-66'],
    killedBy: ['replication-settles', 'explained'],
    parts: partsWith({
      replication: {
        isEligible: (algorithm, replicationRule) =>
          algorithm !== 'aws:kms:dsse' && isEligible(algorithm, replicationRule),
      },
    }),
    witness: witness(
      replicateBToC(),
      does('ann', put('b/k', { sse: 'aws:kms:dsse' })),
      does('ann', head('b/k')),
      does(null, replicate('b/k')),
    ),
  },
  {
    id: 'replication-fails-when-throttled',
    title: 'An object whose replication meets throttling is given up instead of tried again.',
    requirements: ['F-74', 'F-76'],
    killedBy: ['explained'],
    parts: partsWith({
      replication: { statusAfter: (outcome) => statusAfter(outcome === 'throttled' ? 'refused' : outcome) },
    }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      replicateBToC(),
      does('ann', put('b/k')),
      does(null, { op: 'ThrottleKms', on: true }),
      does(null, replicate('b/k')),
      does(null, { op: 'ThrottleKms', on: false }),
      does(null, replicate('b/k')),
    ),
  },
  {
    id: 'replication-stays-pending',
    title: 'The status of the source is not updated when its replica has arrived.',
    requirements: ['F-76'],
    killedBy: ['replication-settles', 'explained'],
    parts: partsWith({ replication: { statusAfter: (outcome) => (outcome === 'refused' ? 'FAILED' : 'PENDING') } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      replicateBToC(),
      does('ann', put('b/k')),
      does(null, replicate('b/k')),
      does('ann', head('b/k')),
    ),
  },
  {
    id: 'managed-key-across-accounts',
    title: 'Replicas in a bucket of another account may be under aws/s3.',
    requirements: ['F-77'],
    killedBy: ['explained'],
    parts: partsWith({ replication: { mayBeUnder: () => true } }),
    witness: witness(
      does('eve', { op: 'PutBucketPolicy', bucket: 'away', statements: [LETS_ROLE_IN] }),
      does('ann', replication('b', 'away', 'alias/aws/s3')),
      does('ann', put('b/k', { sse: 'aws:kms' })),
      does(null, replicate('b/k')),
    ),
  },
  {
    id: 'replicas-replicated-unasked',
    title: 'A replica is replicated on by the rule of its bucket, as if it had been written there.',
    requirements: ['F-76', 'F-190'],
    killedBy: ['explained'],
    parts: partsWith({ replication: { takesUp: (status) => status !== 'COMPLETED' } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      replicateBToC(),
      does('ann', replication('c', 'd', homeKey('KR'))),
      does('ann', put('b/k')),
      does(null, replicate('b/k')),
      does(null, replicate('c/k')),
    ),
  },
  {
    id: 'job-takes-no-replicas',
    title: 'A job of Batch Replication leaves replicas out, as replication by itself does.',
    requirements: ['F-190'],
    killedBy: ['explained'],
    parts: partsWith({ replication: { takesUp: (status) => status !== 'COMPLETED' && status !== 'REPLICA' } }),
    witness: witness(
      rule('b', PER_OBJECT_RULE),
      replicateBToC(),
      does('ann', replication('c', 'd', homeKey('KR'))),
      does('ann', put('b/k')),
      does(null, replicate('b/k')),
      does(null, { ...replicate('c/k'), job: 'ann' }),
    ),
  },
];
