import type { Action, ExploreScope } from '../scope.ts';
import { BODY, HOME, openProfile, TICK_MS } from './parts.ts';

const object = { bucket: 'b', key: 'x' } as const;
const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' } as const;

const actions: readonly Action[] = [
  { by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [{ ...kms, BucketKeyEnabled: true }] } },
  { by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [kms] } },
  { by: 'ann', event: { op: 'PutObject', ...object, body: BODY, headers: {} } },
  { by: 'bob', event: { op: 'PutObject', ...object, body: BODY, headers: {} } },
  { by: 'ann', event: { op: 'GetObject', ...object } },
  { by: 'bob', event: { op: 'GetObject', ...object } },
  { by: 'ann', event: { op: 'DeleteObject', ...object } },
  { by: 'ann', event: { op: 'DisableKey', keyId: 'k1' } },
  { by: 'ann', event: { op: 'EnableKey', keyId: 'k1' } },
  { by: null, event: { op: 'EvictBucketKeys', bucket: 'b' } },
];

/** One bucket, one object, one KMS key, two requesters, everything open that AWS leaves open of their bucket keys. */
export const caches: ExploreScope = {
  name: 'caches',
  title: 'One bucket, one object, one KMS key, two requesters; bucket keys as open as AWS leaves them.',
  setup: {
    requesters: [
      { name: 'ann', account: HOME, principal: 'ann', session: 's1' },
      { name: 'bob', account: HOME, principal: 'bob', session: 's1' },
    ],
    kmsKeys: [{ id: 'k1', account: HOME }],
    aliases: [],
    buckets: [{ name: 'b', account: HOME, plainObjects: [] }],
  },
  profile: openProfile('caches'),
  tickMs: TICK_MS,
  actions,
  monitored: false,
};
