import type { Claim } from './requirement.ts';

/** How long a bucket key lives, and what that saves. */
export const ttl: readonly Claim[] = [
  {
    id: 'F-103',
    confidence: 'documented',
    source: 'UG:bucket-key',
    text: 'AWS says that a bucket key is short-lived and kept in S3 for a limited time, and gives no figure.',
  },
  {
    id: 'F-104',
    confidence: 'folklore',
    source: 'third-party',
    text: 'Five minutes, and so 288 calls a day, is a figure that circulates without evidence; five hours is another.',
  },
  {
    id: 'F-105',
    confidence: 'implied',
    source: 'absence',
    text: 'Nothing in the API or the console sets, shows, extends or ends the lifetime of a bucket key, or empties the cache.',
  },
  {
    id: 'F-106',
    confidence: 'implied',
    source: 'UG:bucket-key; REPOST',
    text: 'Two windows must be told apart: (a) for how long a bucket key makes new data keys, (b) for how long its plaintext stays usable for one requester. AWS names neither.',
  },
  {
    id: 'F-107',
    confidence: 'implied',
    source: 'REPOST; KMS23:services-s3',
    text: 'Expiry never endangers data. The bucket key is kept, encrypted by KMS, and one Decrypt of it makes an object readable years later.',
  },
  {
    id: 'F-108',
    confidence: 'documented',
    source: 'UG:bucket-key; REPOST',
    text: 'The saving depends on the number of requesters, on the request pattern and on the age of the objects: each generation window has its own bucket key, and a reader pays one Decrypt for each bucket key it meets in a cache window.',
  },
  {
    id: 'F-109',
    confidence: 'measured',
    source: 'POC',
    text: 'In one published run 50 writes and 100 reads by a single role cost 4 KMS calls instead of 150. Neither one nor two: even a single requester is cold more than once.',
  },
  {
    id: 'F-110',
    confidence: 'documented',
    source: 'UG:bucket-key; https://dev.to/aws-builders/reducing-kms-costs-with-s3-bucket-encryption-2hi8',
    text: 'AWS speaks of up to 99 % fewer KMS requests. A large user measured 80 %.',
  },
];
