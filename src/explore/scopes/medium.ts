import type { ExploreScope } from '../scope.ts';
import { deletes, deletion, gets, happens, puts, resets, rules, switches, THROTTLING } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

/** Whoever configures buckets and KMS keys, deletes objects, and never reads or writes one. */
const OPERATOR = 'ops';
const REQUESTERS = ['ann', 'bob'] as const;
const BUCKETS = ['b', 'd'] as const;
const KEYS = ['x', 'y'] as const;

/**
 * Two buckets, two objects in each, two requesters who all do the same to all objects, so that they can take each
 * other's place: what takes minutes, and what speed is measured on.
 */
export const medium: ExploreScope = {
  name: 'medium',
  title:
    'Two buckets with two objects each, two requesters, one KMS key; one strict cache, nothing left open. Takes ' +
    'minutes.',
  setup: settingUp({ requesters: [...REQUESTERS, OPERATOR], kmsKeys: ['k1'], buckets: { b: [], d: [] } }),
  profile: strictProfile('medium'),
  tickMs: TICK_MS,
  actions: [
    ...BUCKETS.flatMap((bucket) => [
      rules(OPERATOR, bucket, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
      resets(OPERATOR, bucket),
      ...KEYS.map((key) => `${bucket}/${key}` as const).flatMap((place) => [
        ...REQUESTERS.flatMap((name) => [puts(name, place), gets(name, place)]),
        deletes(OPERATOR, place),
      ]),
      happens({ op: 'EvictBucketKeys', bucket }),
    ]),
    ...switches(OPERATOR, 'k1'),
    ...deletion(OPERATOR, 'k1'),
    ...THROTTLING,
  ],
  monitored: false,
  maxStates: 50_000_000,
};
