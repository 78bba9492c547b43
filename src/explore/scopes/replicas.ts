import type { ExploreScope } from '../scope.ts';
import { by, deletes, happens, puts, resets, rules, switches } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' } as const;
const withoutBucketKey = { sse: 'aws:kms', kmsKeyId: 'k1', bucketKeyEnabled: false } as const;

/** Two buckets that replicate to each other, so that replicas meet objects in every state. */
export const replicas: ExploreScope = {
  name: 'replicas',
  title:
    'Two buckets with an object each that replicate to each other; replicas into a bucket with bucket keys as open ' +
    'as AWS leaves them.',
  setup: settingUp({ requesters: ['ann', 'repl'], kmsKeys: ['k1'], buckets: { b: ['x'], d: ['x'] } }),
  profile: {
    ...strictProfile('replicas'),
    title: 'One strict cache; a replica in a bucket with bucket keys has one or not, and KMS sees whichever context.',
    mixedReplicaFlag: [false, true],
  },
  tickMs: TICK_MS,
  actions: [
    ...['b', 'd'].flatMap((bucket) => [
      puts('ann', `${bucket}/x`),
      puts('ann', `${bucket}/x`, withoutBucketKey),
      deletes('ann', `${bucket}/x`),
      happens({ op: 'ReplicateObject', bucket, key: 'x' }),
    ]),
    rules('ann', 'd', { ...kms, BucketKeyEnabled: true }),
    rules('ann', 'd', { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'k1' }),
    resets('ann', 'd'),
    by('ann', { op: 'PutBucketReplication', bucket: 'b', destination: 'd', role: 'repl', replicaKmsKeyId: 'k1' }),
    by('ann', { op: 'DeleteBucketReplication', bucket: 'b' }),
    by('ann', { op: 'PutBucketReplication', bucket: 'd', destination: 'b', role: 'repl', replicaKmsKeyId: 'k1' }),
    ...switches('ann', 'k1'),
  ],
  monitored: false,
};
