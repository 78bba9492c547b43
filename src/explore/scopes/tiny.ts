import type { Action, ExploreScope } from '../scope.ts';
import { BODY, HOME, strictProfile, TICK_MS } from './parts.ts';

const object = { bucket: 'b', key: 'x' } as const;

const actions: readonly Action[] = [
  {
    by: 'ann',
    event: {
      op: 'PutBucketEncryption',
      bucket: 'b',
      rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }],
    },
  },
  { by: 'ann', event: { op: 'DeleteBucketEncryption', bucket: 'b' } },
  { by: 'ann', event: { op: 'PutObject', ...object, body: BODY, headers: {} } },
  { by: 'bob', event: { op: 'PutObject', ...object, body: BODY, headers: {} } },
  { by: 'ann', event: { op: 'GetObject', ...object } },
  { by: 'bob', event: { op: 'GetObject', ...object } },
  { by: 'ann', event: { op: 'DeleteObject', ...object } },
  { by: 'ann', event: { op: 'DisableKey', keyId: 'k1' } },
  { by: 'ann', event: { op: 'EnableKey', keyId: 'k1' } },
  { by: 'ann', event: { op: 'ScheduleKeyDeletion', keyId: 'k1', pendingWindowInDays: 7 } },
  { by: 'ann', event: { op: 'CancelKeyDeletion', keyId: 'k1' } },
  { by: null, event: { op: 'EvictBucketKeys', bucket: 'b' } },
];

/** One bucket, one object, one KMS key, two requesters, one strict cache: small enough for every test run. */
export const tiny: ExploreScope = {
  name: 'tiny',
  title: 'One bucket, one object, one KMS key, two requesters; one strict cache, nothing left open.',
  setup: {
    requesters: [
      { name: 'ann', account: HOME, principal: 'ann', session: 's1' },
      { name: 'bob', account: HOME, principal: 'bob', session: 's1' },
    ],
    kmsKeys: [{ id: 'k1', account: HOME }],
    aliases: [],
    buckets: [{ name: 'b', account: HOME, plainObjects: [] }],
  },
  profile: strictProfile('tiny'),
  tickMs: TICK_MS,
  actions,
  monitored: true,
};
