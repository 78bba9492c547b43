import type { Claim } from './requirement.ts';

/** Where sources disagree, and how we read them. The confidence is that of our reading. */
export const disagreements: readonly Claim[] = [
  {
    id: 'D-01',
    confidence: 'measured',
    source: 'LS:test_s3_bucket_encryption_sse_s3; GH:aws/aws-cdk#30183; GH:ColeMurray/background-agents#1797',
    text: 'Some tools claim that the flag on an `AES256` rule is an error. S3 accepts it and ignores it, so we do; a tool may refuse it earlier.',
  },
  {
    id: 'D-02',
    confidence: 'documented',
    source: 'API:PutObject; UG:specifying-kms-encryption',
    text: 'One user guide page gives the bucket-key header another name. Every API page and SDK uses `x-amz-server-side-encryption-bucket-key-enabled`, and that is the only one we know.',
  },
  {
    id: 'D-03',
    confidence: 'documented',
    source: 'UG:bucket-key; API:PutObject',
    text: 'The user guide lets the header switch a bucket key off, the API page speaks of `true` alone, and one emulator cannot do it. We let `false` override the bucket.',
  },
  {
    id: 'D-04',
    confidence: 'documented',
    source: 'API:PutObject; UG:specifying-kms-encryption; UG23:bucket-encryption',
    text: 'Does `aws:kms` without a key id take the customer key of the bucket or `aws/s3`? Today AWS documents `aws/s3`; an older text can be read the other way, so a profile may admit it.',
  },
  {
    id: 'D-05',
    confidence: 'documented',
    source: 'API:CopyObject; UG23:UsingKMSEncryption',
    text: 'One older page admits Signature Version 2 for KMS objects. All others, and all recorded answers, refuse it.',
  },
  {
    id: 'D-06',
    confidence: 'unknown',
    source: 'UG:UsingKMSEncryption; UG:replication-config-for-kms-objects',
    text: 'Does a write with a bucket key need `kms:Decrypt`? The SSE-KMS page says no, pages on replication, CloudTrail and directory buckets say yes. The model leaves it open; granting both is safe.',
  },
  {
    id: 'D-07',
    confidence: 'measured',
    source: 'API:CopyObject; LS:test_s3_copy_object_in_place_with_encryption; UG23:configuring-bucket-key',
    text: 'Console pages say that a copy keeps the bucket key of its source. Through the API nothing is inherited, as was recorded; the console is a client that sends headers.',
  },
  {
    id: 'D-08',
    confidence: 'unknown',
    source: 'UG:bucket-key; UG:replication-config-for-kms-objects',
    text: 'Whether a replica gets a bucket key when its source has none and its bucket has them on can be read either way, so both are admitted (F-69).',
  },
  {
    id: 'D-09',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects; GH:awslabs/landing-zone-accelerator-on-aws#1144',
    text: 'AWS pages differ on the permissions of the replication role. We require Decrypt at the source and Encrypt at the destination, there also Decrypt with bucket keys, and GenerateDataKey for unencrypted objects under a KMS default.',
  },
  {
    id: 'D-10',
    confidence: 'measured',
    source: 'LS:test_s3_default_bucket_encryption; GH:ceph/s3-tests#613; ERR',
    text: 'A bucket without configuration once answered an error, 404 or 400 depending on the page. Now it answers AES256 without bucket key, and so does the model.',
  },
  {
    id: 'D-11',
    confidence: 'documented',
    source: 'API:PutObject; UG:UsingKMSEncryption',
    text: 'It is said that bucket keys rule out a context for each object. Only the default pair changes to the bucket; extra pairs are still allowed.',
  },
  {
    id: 'D-12',
    confidence: 'documented',
    source: 'UG:bucket-key; UG23:bucket-key; BLOG-RH',
    text: 'Until 2023 a requester was a session, now it is a role or account with its scoping policy; the date of the change is not published. A profile says which holds, the current rule by default.',
  },
  {
    id: 'D-13',
    confidence: 'measured',
    source: 'UG:UsingKMSEncryption; third-party',
    text: 'Third parties say that the S3 service calls KMS in its own name. The logs show the caller, whose call S3 forwards.',
  },
  {
    id: 'D-14',
    confidence: 'unknown',
    source: 'UG:bucket-key; third-party',
    text: 'Five minutes, five hours, three minutes for another provider: there is a figure for every taste and none from AWS. In the model the lifetime is a bounded parameter.',
  },
  {
    id: 'D-15',
    confidence: 'unknown',
    source: 'UG:bucket-key; KMS23:services-s3; REPOST',
    text: 'Data keys are created by, wrapped by or derived from the bucket key, depending on the text; that it encrypts objects directly is wrong. We ask for one unique data key an object and nothing more.',
  },
  {
    id: 'D-16',
    confidence: 'documented',
    source: 'KMS23:requests-per-second',
    text: 'KMS quotas are quoted from hundreds to a hundred thousand per second. Older texts are out of date; in the model throttling is an event of the environment, not a number.',
  },
  {
    id: 'D-17',
    confidence: 'implied',
    source: 'REPOST; POC',
    text: 'How many objects does one Decrypt open? As many as share a bucket key, for one requester, in one window. So we count distinct pairs of requester and bucket key for each window.',
  },
  {
    id: 'D-18',
    confidence: 'documented',
    source: 'API:UpdateObjectEncryption',
    text: 'The API text of UpdateObjectEncryption once mentions SSE-S3 as a target, the operation itself excludes it. We exclude it.',
  },
  {
    id: 'D-19',
    confidence: 'documented',
    source: 'UG:bucket-key; POC; https://dev.to/aws-builders/reducing-kms-costs-with-s3-bucket-encryption-2hi8',
    text: 'Savings of 99 %, 97 % and 80 % have been reported. The percentage is an output of the model and never an input.',
  },
];
