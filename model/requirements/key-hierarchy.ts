import type { Claim } from './requirement.ts';

/** KMS key, bucket key, data key. */
export const keyHierarchy: readonly Claim[] = [
  {
    id: 'F-111',
    confidence: 'documented',
    source: 'UG:bucket-key; KMS23:services-s3',
    text: 'There are three levels: the KMS key protects the bucket key, the bucket key is used for a limited time, and from it every object gets a data key of its own. No two objects are encrypted under the same data key.',
  },
  {
    id: 'F-112',
    confidence: 'documented',
    source: 'UG:bucket-key; KMS23:services-s3; REPOST',
    text: 'AWS texts call the bucket key the creator of data keys, a key-encryption key, or a source of derivation. Whichever it is, an object key comes from the bucket key and something unique, without a KMS call.',
  },
  {
    id: 'F-113',
    confidence: 'implied',
    source: 'REPOST',
    text: 'An object has to remember which bucket key it belongs to. Several may be in use for the same bucket and KMS key.',
  },
  {
    id: 'F-114',
    confidence: 'documented',
    source: 'UG:bucket-key; REPOST',
    text: 'A bucket key serves one bucket and one KMS key. Its encrypted form can serve readers that come later; its plaintext is never shared between requesters.',
  },
];
