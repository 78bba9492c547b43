import type { Claim } from './requirement.ts';

/** Limits, and the limits of the evidence. */
export const limits: readonly Claim[] = [
  {
    id: 'F-157',
    confidence: 'implied',
    source: 'UG:bucket-key',
    text: 'Bucket keys bring no limits of their own on the number, size or rate of objects. The limits of S3 stay.',
  },
  {
    id: 'F-158',
    confidence: 'implied',
    source: 'UG:bucket-key',
    text: 'A bucket key lives in S3, in the region of its bucket. It is no KMS resource: no ARN, no alias, no tags, no listing, no deletion.',
  },
  {
    id: 'F-159',
    confidence: 'measured',
    source: 'GH:localstack/localstack#7782; GH:localstack/localstack#8422',
    text: 'Emulators are no evidence for what S3 does. One of them falls back to the key of the bucket, cannot switch a bucket key off by header and ignores the state of keys; others do not model caching at all.',
  },
];
