import { claims } from './claims.ts';

/** Errors, as S3 answers them. */
export const errors = claims(`
E-01 | measured | GH:slashdevops/idp-scim-sync#540; GH:ministryofjustice/modernisation-platform#13396 | A cold write or
  copy target whose caller may not call GenerateDataKey: 403 AccessDenied.
E-02 | measured | GH:slashdevops/idp-scim-sync#540; GH:ministryofjustice/modernisation-platform#13396 | A cold read,
  copy source or part whose caller may not call Decrypt: 403 AccessDenied.
E-03 | documented | UG:bucket-key | As E-01 or E-02, but warm: it succeeds, KMS is not asked.
E-04 | measured | GH:slashdevops/idp-scim-sync#540; GH:fdmsantos/terraform-aws-kinesis-firehose#26 | A condition on the
  object ARN or bucket/* and an object with a bucket key: 403 AccessDenied.
E-05 | measured | LS:test_s3_sse_validate_kms_key_state; ERR | The KMS key is disabled: 400 KMS.DisabledException.
E-06 | measured | LS:test_s3_sse_validate_kms_key_state; ERR | The KMS key is pending deletion or else unusable: 400
  KMS.KMSInvalidStateException.
E-07 | measured | LS:test_s3_sse_validate_kms_key | The key id is malformed, unknown or of a deleted key: 400
  KMS.NotFoundException.
E-08 | measured | LS:test_s3_sse_validate_kms_key | The key ARN is of another region: 400 KMS.NotFoundException.
E-09 | measured | GH:aws/aws-cli#4507 | The rule names the words aws/s3: 400 KMS.NotFoundException at the first write.
E-10 | documented | ERR | The key is asymmetric or for HMAC: 400 KMS.InvalidKeyUsageException.
E-11 | measured | GH:aws-samples/cql-replicator#92; UG:replication-config-for-kms-objects | KMS throttles: 503 SlowDown.
E-12 | measured | GH:aws/aws-cli#1431 | A key id without a KMS algorithm: 400 InvalidArgument.
E-13 | implied | https://github.com/ceph/s3-tests | A key id with AES256: 400 InvalidArgument.
E-14 | measured | GH:aws/aws-sdk-cpp#1771 | An algorithm that is empty or unknown: 400 InvalidArgument.
E-15 | documented | API:GetObject; API:HeadObject | A read with encryption headers: 400 InvalidArgument, HEAD bare.
E-16 | measured | GH:ryanto/next-s3-upload#115 | A KMS object, the request unsigned or signed by version 2: 400
  InvalidArgument.
E-17 | measured | GH:aws/aws-sdk-js#2335 | A KMS object over plain HTTP: 400 InvalidArgument.
E-18 | measured | https://www.mail-archive.com/common-issues@hadoop.apache.org/msg299928.html | A malformed context:
  400, its code unrecorded.
E-19 | measured | LS | SSE-C headers with an algorithm: 400 InvalidArgument.
E-20 | measured | LS | SSE-C of another algorithm than AES256: 400 InvalidEncryptionAlgorithmError.
E-21 | measured | LS | An SSE-C object read without its key: 400 InvalidRequest.
E-22 | measured | LS | An SSE-C object read with a wrong key: 403 AccessDenied.
E-23 | measured | LS | SSE-C headers on an object that is not SSE-C: 400 InvalidRequest.
E-24 | documented | UG:blocking-unblocking-s3-c-encryption-gpb | An SSE-C write where it is blocked: 403 AccessDenied.
E-25 | measured | LS:test_multipart_upload_sse_c_validation | A part whose headers differ from its upload's: 400
  InvalidRequest.
E-26 | measured | LS:test_s3_copy_object_in_place | A copy onto itself that changes nothing: 400 InvalidRequest.
E-27 | measured | LS:test_s3_default_bucket_encryption_exc | A configuration of no rule or several: 400 MalformedXML.
E-28 | measured | LS:test_s3_default_bucket_encryption_exc | A rule for AES256 with a KMS key: 400 InvalidArgument.
E-29 | measured | LS:test_s3_default_bucket_encryption_exc | The bucket does not exist: 404 NoSuchBucket.
E-30 | documented | API:GetObject; API:HeadObject; API:UpdateObjectEncryption | The object is missing, the caller has
  s3:ListBucket: 404 NoSuchKey; else E-41.
E-31 | documented | API:UpdateObjectEncryption | UpdateObjectEncryption of an unfit source, target, key or flag: 400
  InvalidRequest.
E-32 | documented | API:UpdateObjectEncryption | UpdateObjectEncryption with another account's key, or of a locked
  object: 403 AccessDenied.
E-33 | documented | UG23:UsingKMSEncryption | The policy denies a missing or other encryption header: 403 AccessDenied.
E-34 | documented | API:PutObject | A write, its condition not met: 412 PreconditionFailed; a race: 409
  ConditionalRequestConflict.
E-35 | documented | API:CompleteMultipartUpload | Upload unknown: 404 NoSuchUpload; parts wrong, out of order, too
  small: 400 InvalidPart, InvalidPartOrder, EntityTooSmall.
E-36 | documented | API:PutObject | Another key than the directory bucket's: 400, its code unnamed.
E-37 | documented | API:PutObject | Another encryption for an object of a directory bucket: 400 EncryptionTypeMismatch.
E-38 | documented | UG23:replication-failure-codes | Replication lacks a permission or a good key: no answer, but status
  FAILED and an event with the reason.
E-39 | documented | UG23:bucket-encryption | An object under aws/s3 read from another account: 403 AccessDenied.
E-40 | measured | GH:ceph/s3-tests#613 | Before 2023, the rule of a bucket never configured: 404
  ServerSideEncryptionConfigurationNotFoundError.
E-41 | documented | API:GetObject; API:HeadObject | The object is missing, the caller lacks s3:ListBucket: 403
  AccessDenied.
E-42 | documented | API:CreateBucket | The bucket name is taken: by another account 409 BucketAlreadyExists, by one's
  own 409 BucketAlreadyOwnedByYou (200 in us-east-1).
E-43 | measured | LS | DeleteBucket of a bucket with objects, versions or delete markers: 409 BucketNotEmpty.
E-44 | documented | API:CreateBucket | CreateBucket soon after the name's DeleteBucket: 409 OperationAborted.
E-45 | documented | UG:ErrorBestPractices | Any request at any time: 500 InternalError, 503 SlowDown or
  ServiceUnavailable; a write answered 500 may have happened.
E-46 | documented | API:GetObject | IAM or the bucket policy denies the request: 403 AccessDenied.
E-47 | documented | UG:access-control-block-public-access; LS | A public policy where it is blocked: 403 AccessDenied.
E-48 | measured | LS:TestS3BucketReplication | PutBucketReplication, a bucket not versioned: 400 InvalidRequest.
E-49 | documented | KMSAPI:PutKeyPolicy | A key policy that would lock its caller out, check not bypassed: 400
  MalformedPolicyDocumentException.
E-50 | documented | KMSAPI:RotateKeyOnDemand | RotateKeyOnDemand within 20 minutes of an automatic rotation: 400
  ConflictException.
E-51 | documented | API:GetObject; UG:DeleteMarker | A read of a delete marker by version id: 405 MethodNotAllowed; of a
  current one: 404 NoSuchKey.
E-52 | documented | API:GetObject | Version id unknown: 404 NoSuchVersion; malformed: 400 InvalidArgument.
E-53 | documented | API:GetObject; API:HeadObject | The condition of a read not met: 304 or 412 PreconditionFailed.
E-54 | documented | API:PutBucketPolicy | PutBucketPolicy by who is allowed it, but is of another account than the
  bucket: 405 MethodNotAllowed.
E-55 | measured | UG:object-lock; third-party | DELETE of a locked version by its id: 403 AccessDenied.
E-56 | measured | UG:object-lock; third-party | A legal hold in a bucket without Object Lock: 400 InvalidRequest.
E-57 | documented | UG:object-lock-managing; ERR | Versioning suspended in a bucket with Object Lock: 409
  InvalidBucketState.
E-58 | documented | KMSAPI:CreateAlias | CreateAlias of a name that is taken: 400 AlreadyExistsException.
E-59 | documented | API:DeleteObjects; GH:versity/versitygw#1040 | DeleteObjects without Content-MD5 and without a
  checksum: 400 InvalidRequest.
`);
