import type { ExploreScope } from '../scope.ts';
import { gets, happens, puts, rules } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

/** Requests that AWS has no recorded answer to, or one of several. */
export const answers: ExploreScope = {
  name: 'answers',
  title: 'One bucket with bucket keys and a KMS that cannot always be reached; S3 answers as AWS leaves it open.',
  setup: settingUp({ requesters: ['ann'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: {
    ...strictProfile('answers'),
    title: 'Outages are answered by 503 or 500.',
    kmsOutage: ['unreachable', 'KMSInternalException'],
    outageAnswer: ['503', '500'],
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }),
    puts('ann', 'b/x'),
    gets('ann', 'b/x'),
    happens({ op: 'InterruptKms', on: true }),
    happens({ op: 'InterruptKms', on: false }),
  ],
  monitored: false,
};
