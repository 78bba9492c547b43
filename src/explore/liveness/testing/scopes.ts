import type { Action, ExploreScope } from '../../scope.ts';
import { by, gets, happens, puts, resets, rules, switches, THROTTLING } from '../../scopes/actions.ts';
import { settingUp, strictProfile, TICK_MS } from '../../scopes/common.ts';

const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;

/** Puts the rule by which everything in `b` is replicated to `d`. */
export const REPLICATE_ALL: Action = by('ann', {
  op: 'PutBucketReplication',
  bucket: 'b',
  destination: 'd',
  role: 'repl',
  replicaKmsKeyId: 'k1',
});

/**
 * One object that is replicated from a bucket under KMS to one under SSE-S3 or KMS, by one KMS key that throttles or is
 * disabled.
 */
export const replicas: ExploreScope = {
  name: 'replicas',
  title: 'One object that is replicated; KMS throttles, and its key is disabled.',
  setup: settingUp({ requesters: ['ann', 'repl'], kmsKeys: ['k1'], buckets: { b: [], d: [] } }),
  profile: strictProfile('replicas'),
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', kms),
    rules('ann', 'd', kms),
    resets('ann', 'd'),
    REPLICATE_ALL,
    puts('ann', 'b/x'),
    happens({ op: 'ReplicateObject', bucket: 'b', key: 'x' }),
    ...switches('ann', 'k1'),
    ...THROTTLING,
  ],
  monitored: false,
};

/** One KMS key whose deletion takes two ticks, and one object under it. */
export const deletion: ExploreScope = {
  ...replicas,
  name: 'deletion',
  title: 'One KMS key whose deletion is scheduled and cancelled, and one object under it.',
  setup: settingUp({ requesters: ['ann', 'repl'], kmsKeys: ['k1'], buckets: { b: [] } }),
  actions: [
    rules('ann', 'b', kms),
    puts('ann', 'b/x'),
    gets('ann', 'b/x'),
    by('ann', { op: 'ScheduleKeyDeletion', keyId: 'k1', pendingWindowInDays: 14 }),
    by('ann', { op: 'CancelKeyDeletion', keyId: 'k1' }),
  ],
};

/** Two KMS keys, an alias and a bucket, whose settings are seen everywhere two ticks after they changed. */
export const slow: ExploreScope = {
  ...replicas,
  name: 'slow',
  title: 'An encryption rule, a key state, a key policy and an alias, all of which take two ticks to be seen.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: ['k1', 'k2'], buckets: { b: [] }, aliases: { 'alias/a': 'k1' } }),
  profile: { ...strictProfile('slow'), ruleDelayMs: 2 * TICK_MS, kmsDelayMs: 2 * TICK_MS },
  actions: [],
};
