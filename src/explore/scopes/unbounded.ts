import type { ExploreScope } from '../scope.ts';
import { deletes, gets, puts, resets, rules } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

/**
 * One bucket, one object, two requesters, as many caches as it takes: any request may be the first that a cache sees.
 */
export const unbounded: ExploreScope = {
  name: 'unbounded',
  title:
    'One bucket, one object, two requesters; as many caches as it takes, and bucket keys are decrypted for cold ' +
    'writes.',
  setup: settingUp({ requesters: ['ann', 'bob'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: {
    ...strictProfile('unbounded'),
    title:
      'As many caches as it takes; a bucket key is cached for one tick, and made where none is left to be ' +
      'decrypted; it serves reads, writes or both.',
    caches: 'any',
    coldWrite: ['unwrap'],
    writeWarmsRead: [false, true],
    readWarmsWrite: [false, true],
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
    resets('ann', 'b'),
    puts('ann', 'b/x'),
    puts('bob', 'b/x'),
    gets('ann', 'b/x'),
    gets('bob', 'b/x'),
    deletes('ann', 'b/x'),
  ],
  monitored: false,
};
