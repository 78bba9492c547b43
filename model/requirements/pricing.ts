import type { Claim } from './requirement.ts';

/** What KMS charges. */
export const pricing: readonly Claim[] = [
  {
    id: 'F-133',
    confidence: 'documented',
    source: 'PRICING',
    text: 'KMS charges 0.03 USD per 10,000 symmetric requests after 20,000 free ones a month, and 1 USD a month for a customer managed key, plus 1 USD for each of its first two rotations. An AWS managed key has no monthly fee, but its requests are charged.',
  },
  {
    id: 'F-134',
    confidence: 'documented',
    source: 'UG:bucket-key; https://xebia.com/blog/reduce-costs-with-s3-bucket-keys/',
    text: 'Bucket keys cost nothing themselves. The saving is fewer KMS requests, and fewer CloudTrail events.',
  },
  {
    id: 'F-135',
    confidence: 'measured',
    source: 'GH:METR/hawk#1392; arithmetic',
    text: 'A million writes a day without bucket keys cost 3.00 USD a day, 49 million a month about 147 USD a month; 288 calls a day cost 0.000864 USD.',
  },
  {
    id: 'F-136',
    confidence: 'documented',
    source: 'UG:update-sse-encryption; UG23:batch-ops-copy-example-bucket-key',
    text: 'Giving old objects a bucket key costs a copy or an UpdateObjectEncryption for each, priced like a write.',
  },
];
