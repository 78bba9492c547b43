import { claims } from './claims.ts';

/** Quotas, throttling, prices. */
export const quota = claims(`
F-127 | documented | KMS23:requests-per-second | Symmetric cryptographic requests share a quota per second, account and
  region; S3's count, those under AWS owned keys do not.
F-128 | documented | KMS23:requests-per-second | The quota is 10,000, 20,000 or 100,000 a second by region; older texts
  say 5,500, 10,000 or 50,000.
F-129 | documented | KMS23:requests-per-second | Use across accounts counts for the caller's account.
F-130 | documented | KMS23:requests-per-second | A custom key store has 1,800 requests a second, shared by all users.
F-131 | measured | GH:aws-samples/cql-replicator#92; UG:replication-config-for-kms-objects | Where KMS answers
  ThrottlingException, S3 answers 503 SlowDown and names KMS.
F-132 | documented | UG:bucket-key | A warm request uses no quota; what is left grows with requesters and bucket keys,
  not with the request rate.
F-133 | documented | PRICING | 10,000 symmetric KMS requests cost 0.03 USD in most regions, 20,000 a month are free; a
  customer key costs 1 USD a month.
F-134 | documented, background | UG:bucket-key; https://xebia.com/blog/reduce-costs-with-s3-bucket-keys/ | Bucket keys
  are free; what is saved are KMS requests and their CloudTrail events.
F-135 | measured | arithmetic; GH:METR/hawk#1392 | A million PUTs a day cost 3 USD a day without bucket keys, 49 million
  a month 147 USD; 288 calls a day 0.000864 USD.
F-136 | documented | UG:update-sse-encryption; UG23:batch-ops-copy-example-bucket-key | A bucket key for an old object
  costs one copy or one UpdateObjectEncryption, billed like a PUT.
`);
