import type { ExploreScope } from '../scope.ts';
import { by, deletes, gets, happens, puts, rules, switches } from './actions.ts';
import { openProfile, settingUp, TICK_MS } from './common.ts';

const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' } as const;

/** One bucket, one object, one KMS key, two requesters, all open that AWS leaves open of what a cache holds. */
export const caches: ExploreScope = {
  name: 'caches',
  title: 'One bucket, one object, one KMS key, two requesters; what a cache holds as open as AWS leaves it.',
  setup: settingUp({ requesters: ['ann', 'bob'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: { ...openProfile('caches'), checksumOpens: [false, true] },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { ...kms, BucketKeyEnabled: true }),
    rules('ann', 'b', kms),
    puts('ann', 'b/x'),
    puts('bob', 'b/x'),
    gets('ann', 'b/x'),
    gets('bob', 'b/x'),
    ...['ann', 'bob'].map((name) => by(name, { op: 'GetObjectAttributes', bucket: 'b', key: 'x', checksum: true })),
    deletes('ann', 'b/x'),
    ...switches('ann', 'k1'),
    happens({ op: 'EvictBucketKeys', bucket: 'b' }),
  ],
  monitored: false,
};
