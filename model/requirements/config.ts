import { claims } from './claims.ts';

/** Buckets and their encryption rule. */
export const config = claims(`
F-01 | documented | API:PutBucketEncryption; API:ServerSideEncryptionRule; LS:TestS3BucketEncryption | A bucket has
  exactly one rule: algorithm, KMS key, bucket-key flag, blocked types. PUT replaces it whole (200), GET answers 200,
  DELETE 204.
F-02 | measured | LS:test_s3_default_bucket_encryption; GH:ceph/s3-tests#613 | A bucket nobody configured answers AES256
  with the flag false; before January 2023 it answered an error.
F-03 | documented | API:ServerSideEncryptionRule | A rule that leaves the flag out has bucket keys off.
F-04 | measured | LS:test_s3_default_bucket_encryption_exc | No rule or two: 400 MalformedXML; a missing bucket is
  noticed first, as 404 NoSuchBucket.
F-05 | measured | LS:test_s3_default_bucket_encryption_exc; API:ServerSideEncryptionByDefault | A rule for AES256 that
  names a KMS key: 400 InvalidArgument.
F-06 | measured | LS:test_s3_bucket_encryption_sse_s3; GH:aws/aws-cdk#30183; GH:hashicorp/terraform-provider-aws | A
  rule for AES256 with the flag on is accepted and changes no object. GetBucketEncryption shows the flag as it was put,
  and false where a KMS rule left it out.
F-07 | documented | UG:bucket-key; UG:UsingDSSEncryption | DSSE never uses a bucket key; whether a rule with both is
  accepted is not said.
F-08 | measured | LS:test_s3_bucket_encryption_sse_kms | GET returns the key of a rule in the form it was put, none if
  none was; object responses show the full key ARN.
F-09 | documented | API:PutBucketEncryption; GH:aws/aws-cli#4507 | The key of a rule is not looked at: a wrong one shows
  at the first write, as 400 KMS.NotFoundException. Only directory buckets check.
F-10 | documented | API:PutObject; API:ServerSideEncryptionByDefault; UG23:bucket-encryption | An alias is resolved in
  the account of the requester of each write, and so is a bare key id in a header. For a bare id in a rule AWS only says
  that other accounts need the ARN.
F-11 | documented | UG:bucket-key; UG:UsingKMSEncryption | Only symmetric keys of the bucket's region will do; a
  multi-Region key counts as one of a region, and the origin of its material does not matter.
F-12 | documented | API:ServerSideEncryptionByDefault; LS:test_s3_sse_default_kms_key; GH:aws/aws-cli#4507 | KMS without
  a key id means the managed key aws/s3 of the writer's account, made at first use; the words aws/s3 are no key id.
F-13 | documented | UG:bucket-key; LS:test_s3_sse_bucket_key_default | A change of the rule touches no stored object:
  algorithm, key, flag, ETag and KMS calls stay.
F-14 | documented | UG23:Welcome; LS:test_s3_sse_bucket_key_default; GH:getmoto/moto | Every bucket configuration is
  eventually in force: rule, policy, replication, Block Public Access, versioning (15 minutes are advised). Objects are
  strongly consistent.
F-15 | documented | API:DeleteBucketEncryption; LS:test_s3_default_bucket_encryption | Deleting the rule resets the
  bucket to AES256, flag off, with 204 each time; objects stay, and blocked types are not spoken of.
F-16 | documented | API:PutBucketEncryption; API:GetBucketEncryption | Writing a rule needs
  s3:PutEncryptionConfiguration, reading it s3:GetEncryptionConfiguration; KMS is not asked.
F-17 | documented | API:BlockedEncryptionTypes; UG:blocking-unblocking-s3-c-encryption-gpb;
  GH:hashicorp/terraform-provider-aws#47320 | A rule can block SSE-C, as new buckets do since April 2026; a PUT that
  leaves the element out does not lift the block.
F-18 | documented | UG23:enable-server-access-logging; GH:aquasecurity/trivy#8954 | A target of server access logs may
  only default to AES256.
F-19 | documented, background | UG:bucket-key | CloudFormation and a Systems Manager runbook set the same flag; without
  a key the runbook sets AES256.
F-20 | documented | API:PutObject; API:CopyObject; UG:s3-express-UsingKMSEncryption | Directory buckets always use
  bucket keys for GET and PUT and never for copies: one customer key for life, the bucket ARN as context,
  GenerateDataKey and Decrypt both needed.
F-201 | documented | UG:directory-bucket-naming-rules; UG:s3-express-differences; API:CreateBucket | Names of
  directory buckets, and no others, end with --ZONE--x-s3, the id of the zone they are in. They have endpoints of their
  own, signed for s3express, which do not know what general purpose buckets alone have.
F-202 | documented | API:CreateSession | A session signs requests on the objects of one directory bucket, but copies,
  for five minutes. What it says of encryption holds for all that is written in it, and a request overrides none; with
  aws:kms it names the key of the bucket.
F-189 | documented | API:PutObject | The ETag of an object in a directory bucket is not the MD5 of its content.
F-166 | documented | API:BlockedEncryptionTypes | Since April 2026 the rule of a new bucket is shown with
  BlockedEncryptionTypes, SSE-C or NONE.
F-185 | documented | KMSAPI:DescribeKey; KMSAPI:CreateAlias; GH:cloud-custodian/cloud-custodian#6829 | The managed key
  of S3 has the alias alias/aws/s3 in every account, which no rule or header is kept from naming: KMS makes the key
  where there is none yet. Nobody can point aliases of AWS to other keys.
`);
