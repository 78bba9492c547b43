import { symmetricScope } from './symmetric.ts';

/** Two buckets, two objects in each, two requesters: what takes minutes, and what speed is measured on. */
export const medium = symmetricScope(
  {
    name: 'medium',
    title:
      'Two buckets with two objects each, two requesters, one KMS key; one strict cache, nothing left open. Takes minutes.',
    maxStates: 50_000_000,
  },
  {
    requesters: ['ann', 'bob'],
    buckets: ['b', 'd'],
    keys: ['x', 'y'],
    rules: [{ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true }],
  },
  [],
);
