import type { ExploreScope } from '../scope.ts';
import { by, deletes, gets, puts, rules } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

/**
 * One bucket that comes and goes, one object, two requesters; a cold write makes a bucket key, or has one decrypted.
 */
export const unwraps: ExploreScope = {
  name: 'unwraps',
  title:
    'One bucket that comes and goes, one object, two requesters; cold writes make bucket keys or have one decrypted.',
  setup: settingUp({ requesters: ['ann', 'bob'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: {
    ...strictProfile('unwraps'),
    title: 'One strict cache; a cold write makes a bucket key, or has any decrypted that still makes data keys.',
    coldWrite: ['generate', 'unwrap'],
  },
  tickMs: TICK_MS,
  actions: [
    by('ann', { op: 'CreateBucket', bucket: 'b' }),
    by('ann', { op: 'DeleteBucket', bucket: 'b' }),
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
    puts('ann', 'b/x'),
    puts('bob', 'b/x'),
    gets('ann', 'b/x'),
    deletes('ann', 'b/x'),
  ],
  monitored: false,
};
