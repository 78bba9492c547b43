import type { Claim } from './requirement.ts';

/** The encryption configuration of a bucket. */
export const config: readonly Claim[] = [
  {
    id: 'F-01',
    confidence: 'documented',
    source: 'API:PutBucketEncryption; API:ServerSideEncryptionRule; LS:TestS3BucketEncryption',
    text: 'A bucket has exactly one encryption rule: algorithm (`AES256`, `aws:kms` or `aws:kms:dsse`), optional KMS key, optional `BucketKeyEnabled`, optional blocked types. A PUT replaces the rule whole; PUT and GET answer 200, DELETE answers 204.',
  },
  {
    id: 'F-02',
    confidence: 'measured',
    source: 'LS:test_s3_default_bucket_encryption; GH:ceph/s3-tests#613',
    text: 'A bucket nobody configured reports `AES256` without bucket key, with status 200. Until January 2023 it answered the error `ServerSideEncryptionConfigurationNotFoundError`.',
  },
  {
    id: 'F-03',
    confidence: 'documented',
    source: 'API:ServerSideEncryptionRule',
    text: 'A rule that does not mention `BucketKeyEnabled` has bucket keys off: through the API one always opts in.',
  },
  {
    id: 'F-04',
    confidence: 'measured',
    source: 'LS:test_s3_default_bucket_encryption_exc',
    text: 'A configuration with no rule or with two is refused as `MalformedXML` (400), unless the bucket does not exist: that is noticed first, as `NoSuchBucket` (404).',
  },
  {
    id: 'F-05',
    confidence: 'measured',
    source: 'LS:test_s3_default_bucket_encryption_exc; API:ServerSideEncryptionByDefault',
    text: 'A rule for `AES256` that names a KMS key is refused with 400 `InvalidArgument`.',
  },
  {
    id: 'F-06',
    confidence: 'measured',
    source: 'LS:test_s3_bucket_encryption_sse_s3; GH:aws/aws-cdk#30183',
    text: 'A rule for `AES256` with the bucket-key flag on is accepted and the flag does nothing: objects are AES256, no bucket-key header comes back, the ETag stays the MD5.',
  },
  {
    id: 'F-07',
    confidence: 'documented',
    source: 'UG:bucket-key; UG:UsingDSSEncryption',
    text: 'Dual-layer encryption (DSSE-KMS) never uses a bucket key. Whether a rule that combines the two is accepted or refused is not said.',
  },
  {
    id: 'F-08',
    confidence: 'measured',
    source: 'LS:test_s3_bucket_encryption_sse_kms',
    text: 'Reading a rule returns the key reference in the very form in which it was given, and none if none was given. Object responses show the full key ARN instead.',
  },
  {
    id: 'F-09',
    confidence: 'documented',
    source: 'API:PutBucketEncryption; GH:aws/aws-cli#4507',
    text: 'S3 does not look at the KMS key when a rule is configured: a wrong id is accepted and shows at the first write that uses it, as 400 `KMS.NotFoundException`. Only directory buckets check.',
  },
  {
    id: 'F-10',
    confidence: 'documented',
    source: 'API:ServerSideEncryptionByDefault; UG23:bucket-encryption; LS:test_s3_sse_validate_kms_key',
    text: 'An alias means the key of that alias in the account of whoever writes, so two accounts can store under different keys through one rule. A bare key id belongs to the account and region of the bucket.',
  },
  {
    id: 'F-11',
    confidence: 'documented',
    source: 'UG:bucket-key; UG:UsingKMSEncryption',
    text: 'Only symmetric encryption keys of the region of the bucket will do; a multi-Region key counts as a key of one region. Where the key material comes from makes no difference to bucket keys.',
  },
  {
    id: 'F-12',
    confidence: 'documented',
    source: 'API:ServerSideEncryptionByDefault; LS:test_s3_sse_default_kms_key; GH:aws/aws-cli#4507',
    text: 'KMS encryption without a key id means the AWS managed key `aws/s3` of the writing account, made at its first use and shared by all buckets. The words `aws/s3` themselves are not a valid key id.',
  },
  {
    id: 'F-13',
    confidence: 'documented',
    source: 'UG:bucket-key; LS:test_s3_sse_bucket_key_default',
    text: 'A change of the rule touches no stored object: each keeps its algorithm, key, flag and ETag, and goes on calling KMS the way it did.',
  },
  {
    id: 'F-14',
    confidence: 'documented',
    source: 'UG23:Welcome; LS:test_s3_sse_bucket_key_default',
    text: 'Bucket configuration is eventually consistent: after the PUT has answered, writes may see the former rule for a time AWS does not state. Objects themselves are strongly consistent.',
  },
  {
    id: 'F-15',
    confidence: 'documented',
    source: 'API:DeleteBucketEncryption; LS:test_s3_default_bucket_encryption',
    text: 'Deleting the rule brings the bucket back to SSE-S3 without bucket key and answers 204 however often it is done. Objects are untouched; the fate of blocked encryption types is not stated.',
  },
  {
    id: 'F-16',
    confidence: 'documented',
    source: 'API:PutBucketEncryption; API:GetBucketEncryption',
    text: 'Writing or deleting a rule needs `s3:PutEncryptionConfiguration`, reading it `s3:GetEncryptionConfiguration`. KMS plays no part in it, neither as a permission nor as a call.',
  },
  {
    id: 'F-17',
    confidence: 'documented',
    source:
      'API:BlockedEncryptionTypes; UG:blocking-unblocking-s3-c-encryption-gpb; UG:default-s3-c-encryption-setting-faq; GH:hashicorp/terraform-provider-aws#47320',
    text: 'A rule can block SSE-C or block nothing; since April 2026 new buckets block it by default. Leaving the element out of a PUT does not lift the block.',
  },
  {
    id: 'F-18',
    confidence: 'documented',
    source: 'UG23:enable-server-access-logging; GH:aquasecurity/trivy#8954',
    text: 'A bucket that receives server access logs must have SSE-S3 as its default; KMS encryption, with or without bucket key, is not supported there.',
  },
  {
    id: 'F-19',
    confidence: 'documented',
    source:
      'UG:bucket-key; https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-enableS3bucketkeys.html',
    text: 'The same flag can be set by CloudFormation and by a Systems Manager runbook. The runbook without a key id configures SSE-S3, where the flag has nothing to do.',
  },
  {
    id: 'F-20',
    confidence: 'documented',
    source: 'API:PutObject; API:CopyObject; UG:s3-express-UsingKMSEncryption',
    text: 'Directory buckets always use bucket keys for reads and writes and never for copies. They take one customer managed key for life, always send the bucket ARN as context, and demand both `kms:GenerateDataKey` and `kms:Decrypt`.',
  },
];
