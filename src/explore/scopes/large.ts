import { MOST_EXPLORED } from '../search/budget.ts';
import { copiesBetween, type Symmetric, symmetricScope } from './symmetric.ts';

const NAMES: Symmetric = {
  requesters: ['ann', 'bob'],
  buckets: ['b', 'd'],
  keys: ['x', 'y'],
  rules: [
    { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true },
    { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1' },
    { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'k1' },
  ],
};

/**
 * As medium, but that objects are copied between the buckets, and that objects under KMS without bucket key stand
 * beside those with one: what is explored on purpose, given the memory.
 */
export const large = symmetricScope(
  {
    name: 'large',
    title:
      'As medium, and copies between the buckets, and rules without bucket key; one strict cache, nothing left open. Takes hours, and gigabytes of memory.',
    maxStates: MOST_EXPLORED,
  },
  NAMES,
  copiesBetween(NAMES),
);
