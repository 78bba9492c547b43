import type { Claim } from './requirement.ts';

/** Writing an object. */
export const put: readonly Claim[] = [
  {
    id: 'F-21',
    confidence: 'documented',
    source: 'UG:bucket-key; API:PutObject',
    text: 'The header `x-amz-server-side-encryption-bucket-key-enabled` may come with PutObject, CopyObject, CreateMultipartUpload and POST. It decides for the one object and leaves the bucket as it is.',
  },
  {
    id: 'F-22',
    confidence: 'documented',
    source: 'API:PutObject; API:CopyObject',
    text: 'The algorithm is the one the request names; a request that names none gets algorithm, key and flag of the bucket together.',
  },
  {
    id: 'F-23',
    confidence: 'documented',
    source: 'UG:specifying-kms-encryption; UG:configuring-bucket-key-object; LS:test_s3_sse_default_kms_key',
    text: 'The flag of an `aws:kms` object is the bucket-key header if there is one, true or false, else the setting of the destination bucket, even where the request names its own algorithm or key. Objects of other algorithms never have it.',
  },
  {
    id: 'F-24',
    confidence: 'documented',
    source: 'API:PutObject; UG:specifying-kms-encryption',
    text: 'A request for `aws:kms` without a key id gets the AWS managed key `aws/s3`, not the customer key of the bucket rule. The flag still comes from the bucket.',
  },
  {
    id: 'F-25',
    confidence: 'measured',
    source: 'LS:test_s3_sse_bucket_key_default',
    text: 'A request without encryption headers into a KMS bucket is silently encrypted as the bucket says, and the response shows the algorithm, the full key ARN and, with a bucket key, the flag.',
  },
  {
    id: 'F-26',
    confidence: 'documented',
    source: 'UG:bucket-key; LS:TestS3BucketEncryption',
    text: 'Responses about an object with a bucket key carry the header with the value `true`; about any other object the header is missing, never `false`. The key is always given as a full ARN.',
  },
  {
    id: 'F-27',
    confidence: 'documented',
    source: 'UG23:viewing-bucket-key-settings',
    text: 'The flag belongs to the object version. One bucket may hold objects with and without it, and under different KMS keys.',
  },
  {
    id: 'F-28',
    confidence: 'documented',
    source: 'UG:bucket-key',
    text: 'Each KMS key used in a bucket has bucket keys of its own. No bucket key serves two KMS keys, nor, by implication, two buckets.',
  },
  {
    id: 'F-29',
    confidence: 'documented',
    source: 'API:PutObject; GH:aws/aws-sdk-cpp#1771',
    text: 'The algorithm header takes `AES256`, `aws:kms` or `aws:kms:dsse`. An empty value is refused with 400 `InvalidArgument`, anything else with 400.',
  },
  {
    id: 'F-30',
    confidence: 'measured',
    source: 'GH:aws/aws-cli#1431; GH:aws/aws-cli#1660',
    text: 'A key id without a KMS algorithm beside it is refused with 400 `InvalidArgument`. This was only seen on buckets whose own default is not KMS.',
  },
  {
    id: 'F-31',
    confidence: 'implied',
    source: 'https://github.com/ceph/s3-tests',
    text: 'A request for `AES256` with a KMS key id is refused with 400 `InvalidArgument`, as a widely used S3 test suite expects.',
  },
  {
    id: 'F-32',
    confidence: 'unknown',
    source: 'absence',
    text: 'Nobody recorded what happens to a request that asks for `AES256` or DSSE together with a bucket key. Ignoring the flag is the likely answer.',
  },
  {
    id: 'F-33',
    confidence: 'documented',
    source: 'UG23:default-encryption-faq',
    text: 'Since 5 January 2023 every new object is encrypted, with SSE-S3 at least. Unencrypted objects can only be older than that.',
  },
  {
    id: 'F-34',
    confidence: 'documented',
    source: 'API:CopyObject; UG:specifying-kms-encryption',
    text: 'Reading and writing KMS-encrypted objects needs TLS and Signature Version 4; unsigned requests are refused.',
  },
  {
    id: 'F-35',
    confidence: 'documented',
    source: 'UG:UsingKMSEncryption',
    text: 'To write under a KMS key the caller needs `kms:GenerateDataKey` on it, and with a bucket key possibly `kms:Decrypt` too.',
  },
  {
    id: 'F-36',
    confidence: 'documented',
    source: 'API:PutObject',
    text: 'Conditional writes work on KMS objects like on any other: they compare the stored ETag, fail with 412 and answer a race with 409.',
  },
  {
    id: 'F-37',
    confidence: 'measured',
    source: 'GH:boto/s3transfer#355; GH:boto/s3transfer#228',
    text: 'The high-level upload helpers of the Python SDK do not accept the bucket-key flag, so their uploads get whatever the bucket says.',
  },
  {
    id: 'F-142',
    confidence: 'documented',
    source: 'UG:replication-config-for-kms-objects; UG:UsingKMSEncryption; GH:cloud-custodian/cloud-custodian#6536',
    text: 'A write with a bucket key may also make S3 decrypt the bucket key, to check it or to use one made earlier. Some AWS pages ask for `kms:Decrypt`, the page on SSE-KMS does not, so it stays an option.',
  },
];
