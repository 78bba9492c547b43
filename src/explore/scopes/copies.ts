import type { ExploreScope } from '../scope.ts';
import { by, copies as copiesTo, gets, happens, puts, resets, rules, switches, THROTTLING } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' } as const;

/**
 * Two buckets, an object from before S3 encrypted everything that is written anew, copied and replicated from one to
 * the other, a replication role, one strict cache.
 */
export const copies: ExploreScope = {
  name: 'copies',
  title:
    'Two buckets, an object copied and replicated between them, a replication role; one strict cache, nothing left ' +
    'open.',
  setup: settingUp({ requesters: ['ann', 'repl'], kmsKeys: ['k1'], buckets: { b: ['x'], d: [] } }),
  profile: strictProfile('copies'),
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { ...kms, BucketKeyEnabled: true }),
    rules('ann', 'b', kms),
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'k1' }),
    resets('ann', 'b'),
    rules('ann', 'd', { ...kms, BucketKeyEnabled: true }),
    resets('ann', 'd'),
    by('ann', { op: 'PutBucketReplication', bucket: 'b', destination: 'd', role: 'repl', replicaKmsKeyId: 'k1' }),
    puts('ann', 'b/x'),
    copiesTo('ann', 'b/x', 'd/x'),
    gets('ann', 'd/x'),
    happens({ op: 'ReplicateObject', bucket: 'b', key: 'x' }),
    ...switches('ann', 'k1'),
    ...THROTTLING,
  ],
  monitored: false,
};
