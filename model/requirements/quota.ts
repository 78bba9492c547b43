import type { Claim } from './requirement.ts';

/** KMS request quotas and throttling. */
export const quota: readonly Claim[] = [
  {
    id: 'F-127',
    confidence: 'documented',
    source: 'KMS23:requests-per-second',
    text: 'Symmetric cryptographic requests share one quota per second, account and region, and those S3 makes count. Keys that AWS owns are exempt, AWS managed keys are not.',
  },
  {
    id: 'F-128',
    confidence: 'documented',
    source: 'KMS23:requests-per-second',
    text: 'The quota is 10,000, 20,000 or 100,000 requests per second by region, on request more; older texts say 5,500, 10,000 or 50,000.',
  },
  {
    id: 'F-129',
    confidence: 'documented',
    source: 'KMS23:requests-per-second',
    text: 'A call from another account counts for the account of the caller, not for that of the key.',
  },
  {
    id: 'F-130',
    confidence: 'documented',
    source: 'KMS23:requests-per-second',
    text: 'A custom key store has a quota of its own, 1,800 requests per second, shared by all who use it.',
  },
  {
    id: 'F-131',
    confidence: 'measured',
    source: 'GH:aws-samples/cql-replicator#92; UG:replication-config-for-kms-objects',
    text: 'Where KMS answers `ThrottlingException`, S3 answers 503 `SlowDown` with a message that names KMS. This was recorded; AWS documents 503 for replication only.',
  },
  {
    id: 'F-132',
    confidence: 'documented',
    source: 'UG:bucket-key',
    text: 'A request served by a cached bucket key uses no quota. What remains grows with requesters and bucket keys and not with the request rate.',
  },
];
