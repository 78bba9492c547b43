import type { ExploreScope } from '../scope.ts';
import { deletes, deletion, gets, happens, puts, resets, rules, switches } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

/** One bucket, one object, one KMS key, two requesters, one strict cache: small enough for every test run. */
export const tiny: ExploreScope = {
  name: 'tiny',
  title: 'One bucket, one object, one KMS key, two requesters; one strict cache, nothing left open.',
  setup: settingUp({ requesters: ['ann', 'bob'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: strictProfile('tiny'),
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
    resets('ann', 'b'),
    puts('ann', 'b/x'),
    puts('bob', 'b/x'),
    gets('ann', 'b/x'),
    gets('bob', 'b/x'),
    deletes('ann', 'b/x'),
    ...switches('ann', 'k1'),
    ...deletion('ann', 'k1'),
    happens({ op: 'EvictBucketKeys', bucket: 'b' }),
  ],
  monitored: true,
};
