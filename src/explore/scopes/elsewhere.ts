import type { ExploreScope } from '../scope.ts';
import { by, deletes, puts, rules, switches } from './actions.ts';
import { settingUp, strictProfile, TICK_MS } from './common.ts';

const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' } as const;

/**
 * What AWS does not do and others may: whoever looks at the headers of an object has it decrypted, a bucket key is over
 * by the number of its uses, or by none, and a refusal of KMS is remembered.
 */
export const elsewhere: ExploreScope = {
  name: 'elsewhere',
  title: 'One bucket, one object, one KMS key; what others than AWS may do.',
  setup: settingUp({ requesters: ['ann', 'bob'], kmsKeys: ['k1'], buckets: { b: [] } }),
  profile: {
    ...strictProfile('elsewhere'),
    title:
      'HeadObject decrypts the object or does not; a bucket key makes two data keys, and is not cached for idlers.',
    headDecrypts: [false, true],
    remembersRefusal: [false, true],
    cacheLifetime: { minMs: 2 * TICK_MS, maxMs: 2 * TICK_MS },
    idleTime: { minMs: TICK_MS, maxMs: TICK_MS },
    usesPerBucketKey: 2,
  },
  tickMs: TICK_MS,
  actions: [
    rules('ann', 'b', { ...kms, BucketKeyEnabled: true }),
    rules('ann', 'b', kms),
    puts('ann', 'b/x'),
    ...['ann', 'bob'].map((name) => by(name, { op: 'HeadObject', bucket: 'b', key: 'x' })),
    deletes('ann', 'b/x'),
    ...switches('ann', 'k1'),
  ],
  monitored: true,
};
