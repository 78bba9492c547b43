import type { Action, ExploreScope } from '../../scope.ts';
import { BODY, HOME, strictProfile, TICK_MS } from '../../scopes/parts.ts';

const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;
const source = { bucket: 'b', key: 'x' } as const;

/** Puts the rule by which everything in `b` is replicated to `d`. */
export const REPLICATE_ALL: Action = {
  by: 'ann',
  event: { op: 'PutBucketReplication', bucket: 'b', destination: 'd', role: 'repl', replicaKmsKeyId: 'k1' },
};

/** One object that is replicated from a bucket under KMS to one under SSE-S3 or KMS, by one KMS key that throttles or is disabled. */
export const replicas: ExploreScope = {
  name: 'replicas',
  title: 'One object that is replicated; KMS throttles, and its key is disabled.',
  setup: {
    requesters: [
      { name: 'ann', account: HOME, principal: 'ann', session: 's1' },
      { name: 'repl', account: HOME, principal: 'repl', session: 's1' },
    ],
    kmsKeys: [{ id: 'k1', account: HOME }],
    aliases: [],
    buckets: [
      { name: 'b', account: HOME, plainObjects: [] },
      { name: 'd', account: HOME, plainObjects: [] },
    ],
  },
  profile: strictProfile('replicas'),
  tickMs: TICK_MS,
  actions: [
    { by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [kms] } },
    { by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'd', rules: [kms] } },
    { by: 'ann', event: { op: 'DeleteBucketEncryption', bucket: 'd' } },
    REPLICATE_ALL,
    { by: 'ann', event: { op: 'PutObject', ...source, body: BODY, headers: {} } },
    { by: null, event: { op: 'ReplicateObject', ...source } },
    { by: 'ann', event: { op: 'DisableKey', keyId: 'k1' } },
    { by: 'ann', event: { op: 'EnableKey', keyId: 'k1' } },
    { by: null, event: { op: 'ThrottleKms', on: true } },
    { by: null, event: { op: 'ThrottleKms', on: false } },
  ],
  monitored: false,
};

/** One KMS key whose deletion takes two ticks, and one object under it. */
export const deletion: ExploreScope = {
  ...replicas,
  name: 'deletion',
  title: 'One KMS key whose deletion is scheduled and cancelled, and one object under it.',
  setup: { ...replicas.setup, buckets: [{ name: 'b', account: HOME, plainObjects: [] }] },
  actions: [
    { by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [kms] } },
    { by: 'ann', event: { op: 'PutObject', ...source, body: BODY, headers: {} } },
    { by: 'ann', event: { op: 'GetObject', ...source } },
    { by: 'ann', event: { op: 'ScheduleKeyDeletion', keyId: 'k1', pendingWindowInDays: 14 } },
    { by: 'ann', event: { op: 'CancelKeyDeletion', keyId: 'k1' } },
  ],
};

/** Two KMS keys, an alias and a bucket, whose settings are seen everywhere two ticks after they changed. */
export const slow: ExploreScope = {
  ...replicas,
  name: 'slow',
  title: 'An encryption rule, a key state, a key policy and an alias, all of which take two ticks to be seen.',
  setup: {
    requesters: [{ name: 'ann', account: HOME, principal: 'ann', session: 's1' }],
    kmsKeys: [
      { id: 'k1', account: HOME },
      { id: 'k2', account: HOME },
    ],
    aliases: [{ account: HOME, alias: 'alias/a', keyId: 'k1' }],
    buckets: [{ name: 'b', account: HOME, plainObjects: [] }],
  },
  profile: { ...strictProfile('slow'), ruleDelayMs: 2 * TICK_MS, kmsDelayMs: 2 * TICK_MS },
  actions: [],
};
