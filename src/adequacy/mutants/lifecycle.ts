import { expire, get, head, ofVersion, put, replicate, transition, versioning } from '../../../model/testing/events.ts';
import { OTHER_BODY, SCENE } from '../../../model/testing/scene.ts';
import { type Mutant, partsWith } from '../mutant.ts';
import { BUCKET_KEY_RULE, does, PER_OBJECT_RULE, replicateBToC, rule, witness } from '../witness-steps.ts';

const LOCKS = SCENE.buckets.map((bucket) => ({ ...bucket, versioning: 'Enabled', objectLock: true }) as const);

/** Faults of what S3 does by lifecycle rules. */
export const LIFECYCLE_MUTANTS: readonly Mutant[] = [
  {
    id: 'transition-takes-default',
    title: 'What moves to another storage class is encrypted anew as the bucket rule says by now.',
    requirements: ['F-198'],
    killedBy: ['config-is-not-retroactive', 'explained'],
    parts: partsWith({
      lifecycle: {
        inOtherClass: (object, { SSEAlgorithm, BucketKeyEnabled }) => ({
          ...object,
          encryption: { ...object.encryption, algorithm: SSEAlgorithm, bucketKey: BucketKeyEnabled === true },
        }),
      },
    }),
    witness: witness(
      does('ann', put('b/k')),
      rule('b', BUCKET_KEY_RULE),
      does(null, transition('b/k')),
      does('ann', head('b/k')),
    ),
  },
  {
    id: 'transition-drops-flag',
    title: 'What moves to another storage class loses its bucket-key flag.',
    requirements: ['F-198'],
    killedBy: ['config-is-not-retroactive', 'explained'],
    parts: partsWith({
      lifecycle: {
        inOtherClass: (object) => ({ ...object, encryption: { ...object.encryption, bucketKey: false } }),
      },
    }),
    witness: witness(
      rule('b', BUCKET_KEY_RULE),
      does('ann', put('b/k')),
      does(null, transition('b/k')),
      does('ann', head('b/k')),
    ),
  },
  {
    id: 'expiry-asks-kms',
    title: 'What expires is opened first, for which KMS is asked.',
    requirements: ['K-27'],
    killedBy: ['calls-per-side', 'explained'],
    profile: 'strict',
    parts: partsWith({ lifecycle: { opens: () => true } }),
    witness: witness(rule('b', PER_OBJECT_RULE), does('ann', put('b/k')), does(null, expire('b/k'))),
  },
  {
    id: 'expiry-before-replication',
    title: 'What waits for its replication expires.',
    requirements: ['F-197'],
    killedBy: ['explained'],
    parts: partsWith({ lifecycle: { waits: () => false } }),
    witness: witness(replicateBToC(), does('ann', put('b/k')), does(null, expire('b/k')), does('ann', get('b/k'))),
  },
  {
    id: 'expiry-removes-locked',
    title: 'A version that is not current expires although it is locked.',
    requirements: ['F-188', 'F-196'],
    killedBy: ['explained'],
    parts: partsWith({ lifecycle: { mayRemove: () => true } }),
    witness: {
      setup: { ...SCENE, buckets: LOCKS },
      steps: [
        does('ann', { ...put('b/k'), legalHold: true }),
        does('ann', put('b/k', {}, OTHER_BODY)),
        does(null, expire('b/k', '#1')),
        does('ann', ofVersion(get('b/k'), '#1')),
      ],
    },
  },
  {
    id: 'expiry-marker-replicated',
    title: 'The delete marker of an expiry is replicated like that of a DELETE.',
    requirements: ['F-197'],
    killedBy: ['explained'],
    parts: partsWith({ lifecycle: { markersReplicate: () => true } }),
    witness: witness(
      ...['b', 'c'].map((name) => does('ann', versioning(name, 'Enabled'))),
      does('ann', {
        op: 'PutBucketReplication',
        bucket: 'b',
        destination: 'c',
        role: 'repl',
        deleteMarkerReplication: true,
      }),
      does('ann', put('b/k')),
      does(null, replicate('b/k')),
      does(null, expire('b/k')),
      does(null, replicate('b/k')),
      does('ann', get('c/k')),
    ),
  },
];
