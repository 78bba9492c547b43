import { symmetricScope } from './symmetric.ts';

/** As medium, but that objects under KMS without bucket key stand beside those with one: what is explored on purpose, given the memory. */
export const large = symmetricScope(
  {
    name: 'large',
    title: 'As medium, and rules without bucket key; one strict cache, nothing left open. Takes hours, and gigabytes of memory.',
    maxStates: 1_000_000_000,
  },
  {
    requesters: ['ann', 'bob'],
    buckets: ['b', 'd'],
    keys: ['x', 'y'],
    rules: [
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true },
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' },
      { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'k1' },
    ],
  },
);
