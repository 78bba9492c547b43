import type { Action, ExploreScope } from '../scope.ts';
import { BODY, HOME, strictProfile, TICK_MS } from './parts.ts';

const source = { bucket: 'b', key: 'x' } as const;
const target = { bucket: 'd', key: 'x' } as const;
const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' } as const;

const actions: readonly Action[] = [
  { by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [{ ...kms, BucketKeyEnabled: true }] } },
  { by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [kms] } },
  { by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [{ SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'k1' }] } },
  { by: 'ann', event: { op: 'DeleteBucketEncryption', bucket: 'b' } },
  { by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'd', rules: [{ ...kms, BucketKeyEnabled: true }] } },
  { by: 'ann', event: { op: 'DeleteBucketEncryption', bucket: 'd' } },
  { by: 'ann', event: { op: 'PutBucketReplication', bucket: 'b', destination: 'd', role: 'repl', replicaKmsKeyId: 'k1' } },
  { by: 'ann', event: { op: 'PutObject', ...source, body: BODY, headers: {} } },
  { by: 'ann', event: { op: 'CopyObject', source, ...target, headers: {} } },
  { by: 'ann', event: { op: 'GetObject', ...target } },
  { by: null, event: { op: 'ReplicateObject', ...source } },
  { by: 'ann', event: { op: 'DisableKey', keyId: 'k1' } },
  { by: 'ann', event: { op: 'EnableKey', keyId: 'k1' } },
  { by: null, event: { op: 'ThrottleKms', on: true } },
  { by: null, event: { op: 'ThrottleKms', on: false } },
];

/** Two buckets, an object from before S3 encrypted everything that is written anew, copied and replicated from one to the other, a replication role, one strict cache. */
export const copies: ExploreScope = {
  name: 'copies',
  title: 'Two buckets, an object copied and replicated between them, a replication role; one strict cache, nothing left open.',
  setup: {
    requesters: [
      { name: 'ann', account: HOME, principal: 'ann', session: 's1' },
      { name: 'repl', account: HOME, principal: 'repl', session: 's1' },
    ],
    kmsKeys: [{ id: 'k1', account: HOME }],
    aliases: [],
    buckets: [
      { name: 'b', account: HOME, plainObjects: [{ key: 'x', body: BODY }] },
      { name: 'd', account: HOME, plainObjects: [] },
    ],
  },
  profile: strictProfile('copies'),
  tickMs: TICK_MS,
  actions,
  monitored: false,
};
