import { claims } from './claims.ts';

/** The KMS calls of an operation. */
export const calls = claims(`
K-01 | documented | UG:UsingKMSEncryption | A write of AES256 or SSE-C makes no KMS call.
K-02 | documented | UG:bucket-key; POC | A write under KMS without bucket key: one GenerateDataKey, ARN of the object.
K-03 | documented | UG:bucket-key | A cold write with a bucket key, none in use: one GenerateDataKey, ARN of the bucket,
  perhaps a verifying Decrypt.
K-04 | unknown | UG:bucket-key; UG23:bucket-key | A cold write where another requester has one in use: a GenerateDataKey
  of its own or a Decrypt of that one.
K-05 | documented | UG:bucket-key | A warm write with a bucket key makes no KMS call.
K-06 | documented | UG:bucket-key; POC | A read under KMS without bucket key: one Decrypt, ARN of the object.
K-07 | documented | UG:bucket-key | A read with a bucket key: cold one Decrypt with the ARN of the bucket, warm none.
K-08 | documented | UG:UsingDSSEncryption | A read of a DSSE object: one Decrypt each time, ARN of the object.
K-09 | measured | POC | HeadObject makes no KMS call.
K-10 | documented | API:HeadObject | HEAD or GET that asks for the checksum of a KMS object: what a read costs.
K-11 | implied | UG:bucket-key | A ranged or part read: what a whole read costs, each time.
K-12 | implied | inference | Listing, attributes without checksum, tags, ACLs and deletion make no KMS call.
K-13 | documented | API:CopyObject | A copy: a read of its source and a write of its target, each cold or warm by
  itself.
K-14 | documented | API:CreateMultipartUpload | Creating a KMS upload without bucket key: one GenerateDataKey.
K-15 | implied | API:CreateMultipartUpload | Creating an upload with a bucket key: what a write with one costs.
K-16 | documented | API:UploadPart | A part without bucket key: one Decrypt, as whoever sends it.
K-17 | implied | API:UploadPart | A part with a bucket key: one Decrypt if its sender is cold.
K-18 | documented | API:UploadPartCopy | A copied part: the read of its source and the part, independently.
K-19 | documented | API:CompleteMultipartUpload | Completing a KMS upload: at most one Decrypt, one with checksums.
K-20 | implied | inference | Aborting an upload and listing its parts make no KMS call.
K-21 | documented | UG:replication-config-for-kms-objects; GH:awslabs/landing-zone-accelerator-on-aws#1144 | Replication
  without bucket keys: Decrypt at the source and Encrypt at the destination, each with the ARN of its object, as the
  role.
K-22 | documented | UG:replication-config-for-kms-objects | Replication with bucket keys: the same with bucket ARNs, and
  a Decrypt at the destination to check the bucket key; how few when warm is not said.
K-23 | documented | UG:replication-config-for-kms-objects | Replication of a PLAIN object into a KMS bucket: a
  GenerateDataKey under its key, none where a bucket key is warm.
K-24 | implied | inference | Replication of AES256 or SSE-C objects makes no KMS call.
K-25 | unknown | API:UpdateObjectEncryption | UpdateObjectEncryption: some of Encrypt, Decrypt, GenerateDataKey and
  ReEncrypt; which is not stated.
K-26 | documented | UG23:batch-ops-copy-example-bucket-key | Batch Copy: what copies cost, the role being one requester.
K-27 | unknown | absence | For lifecycle, restore, expiry and inventory lists no KMS call is documented.
K-28 | documented | https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
  | Delivery of logs or reports by AWS: GenerateDataKey as the service, with bucket keys CloudTrail also Decrypt.
K-29 | implied | API:PutBucketEncryption | Reading or writing a bucket's rule makes no KMS call; only directory buckets
  check the key.
K-30 | measured | GH:ryanto/next-s3-upload#115 | An anonymous request for a KMS object makes no KMS call: it is refused.
K-31 | documented | API:CopyObject | A copy from or to a directory bucket: one each time, never by a bucket key.
`);
