import type { ExploreScope } from '../scope.ts';
import { gets, happens, puts, rules } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

const bucketKeyOn = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;

/** Two buckets whose requests are served by either of two caches, each strict. */
export const hosts: ExploreScope = {
  name: 'hosts',
  title:
    'Two buckets with an object each, two requesters; either of two strict caches serves a request, and loses all ' +
    'when hosts restart.',
  setup: settingUp({ requesters: ['ann', 'bob'], kmsKeys: ['k1'], buckets: { b: [], d: [] } }),
  profile: {
    ...strictProfile('hosts'),
    title: 'Two caches, either of which serves a request; each keeps a bucket key for one tick.',
    caches: 2,
  },
  tickMs: TICK_MS,
  actions: [
    ...['b', 'd'].flatMap((bucket) => [
      rules('ann', bucket, bucketKeyOn),
      puts('ann', `${bucket}/x`),
      gets('ann', `${bucket}/x`),
      gets('bob', `${bucket}/x`),
      happens({ op: 'EvictBucketKeys', bucket }),
    ]),
    happens({ op: 'RestartHosts' }),
  ],
  monitored: false,
};
