import { claims } from './claims.ts';

/** Writing an object. The buckets B0 to B4 of the rows P are told in P1. */
export const put = claims(`
F-21 | documented | UG:bucket-key; API:PutObject | The bucket-key header may come with PutObject, CopyObject,
  CreateMultipartUpload and POST, and decides for that object alone.
F-22 | documented | API:PutObject; API:CopyObject | A request without algorithm takes algorithm, key and flag from the
  bucket together.
F-23 | documented | UG:specifying-kms-encryption; UG:configuring-bucket-key-object; LS:test_s3_sse_default_kms_key | The
  flag of an aws:kms object is that of the request, true or false, else the bucket's, even where the request names its
  own algorithm or key. Other algorithms never have it.
F-24 | documented | API:PutObject; UG:specifying-kms-encryption | aws:kms or aws:kms:dsse without key id means aws/s3,
  not the key of the bucket's rule.
F-25 | measured | LS:test_s3_sse_bucket_key_default | A write without headers into a KMS bucket silently takes its key
  and flag, and the answer shows them.
F-26 | documented | UG:bucket-key; LS:TestS3BucketEncryption | Answers about an object with a bucket key have the flag
  true, all others no flag at all; the key is always a full ARN.
F-27 | documented | UG23:viewing-bucket-key-settings | The flag belongs to the object version: a bucket may hold both
  kinds, under different KMS keys.
F-28 | documented | UG:bucket-key | Each KMS key in a bucket has bucket keys of its own; none serves two KMS keys nor,
  by implication, two buckets.
F-29 | documented | API:PutObject; GH:aws/aws-sdk-cpp#1771 | The algorithm is AES256, aws:kms or aws:kms:dsse; empty:
  400 InvalidArgument; anything else: 400.
F-30 | measured | GH:aws/aws-cli#1431; GH:aws/aws-cli#1660 | A key id without algorithm: 400 InvalidArgument; only
  recorded where the bucket's default is not KMS.
F-31 | implied | https://github.com/ceph/s3-tests | AES256 with a key id: 400 InvalidArgument.
F-32 | unknown | absence | The answer to AES256 or DSSE with the flag on was never recorded; ignoring it is likely.
F-33 | documented | UG23:default-encryption-faq | Since 5 January 2023 every new object is encrypted; an unencrypted
  (PLAIN) one is older.
F-34 | documented | API:CopyObject; UG:specifying-kms-encryption | KMS objects are written and read over TLS with
  Signature Version 4 only.
F-35 | documented | UG:UsingKMSEncryption | A write needs kms:GenerateDataKey, with a bucket key perhaps kms:Decrypt.
F-36 | documented | API:PutObject; API:CompleteMultipartUpload; UG:conditional-writes; GH:aws/aws-sdk-ruby#3144 |
  Conditional writes compare the stored ETag, for who may read: not met 412 PreconditionFailed, a race 409, an object
  that is gone perhaps 404. If-None-Match takes * alone: 501 NotImplemented.
F-37 | measured, background | GH:boto/s3transfer#355; GH:boto/s3transfer#228 | The upload helpers of the Python SDK
  refuse the flag; the bucket decides.
F-142 | documented | UG:replication-config-for-kms-objects; UG:UsingKMSEncryption;
  GH:cloud-custodian/cloud-custodian#6536 | A write with a bucket key may also decrypt it: pages on replication,
  CloudTrail and directory buckets say so, the page on SSE-KMS does not.
F-160 | documented | UG:ErrorBestPractices | Any request may be answered 500 or 503. A PUT answered InternalError may
  have happened, and a retry is a second write.
P1 | documented | API:PutObject; LS:test_s3_sse_bucket_key_default | No header: as the bucket says. B0 says AES256, B1
  aws:kms with key K1, B2 the same with the flag, B3 aws:kms without key and with the flag (so aws/s3), B4 aws:kms:dsse
  with K1.
P2 | documented | API:PutObject | AES256: SSE-S3 on every bucket.
P3 | documented | API:PutObject; LS:test_s3_sse_default_kms_key | aws:kms alone: key aws/s3 on every bucket, with the
  flag on B2 and B3; on B4 without is expected (D-04).
P4 | documented | UG:specifying-kms-encryption | aws:kms with key K2: under K2, with the flag on B2 and B3 alone.
P5 | documented | UG:configuring-bucket-key-object; LS:TestS3BucketEncryption | aws:kms with the flag on: a bucket key
  on every bucket.
P6 | documented | UG:configuring-bucket-key-object | aws:kms with the flag off: no bucket key on any bucket.
P7 | implied | UG:bucket-key | The flag on alone: a bucket key on B1 to B3; on B0 and B4 ignored or 400 (U-14).
P8 | implied | UG:bucket-key | The flag off alone: as the bucket says, without bucket key.
P9 | measured | GH:aws/aws-cli#1431 | A key id alone: 400 InvalidArgument; on B1 to B4 expected (U-14).
P10 | measured | API:PutObject; GH:awslabs/mountpoint-s3 | aws:kms:dsse: DSSE under the key named, without one under
  aws/s3, and the answer shows the key.
P11 | implied | https://github.com/ceph/s3-tests | AES256 with a key id: 400 InvalidArgument.
P12 | documented | UG:blocking-unblocking-s3-c-encryption-gpb | The SSE-C headers: SSE-C, or 403 AccessDenied where the
  bucket blocks it.
P13 | measured | LS | The SSE-C headers with an algorithm: 400 InvalidArgument.
P14 | documented | API:PutObject | Extra context under KMS: as without, the pairs are stored, and a bucket key stays.
P15 | unknown | absence | AES256 or DSSE with the flag on: ignored or 400 (U-14).
`);
