import { claims } from './claims.ts';

/** Copying an object. */
export const copy = claims(`
F-47 | documented | API:CopyObject; LS:test_s3_copy_object_in_place_with_encryption | A copy without headers is
  encrypted as its destination bucket says; algorithm, key, flag and context of the source are not inherited.
F-48 | documented | API:CopyObject; LS:test_copy_object_kms | A copy with headers is resolved at the destination as a
  PUT would be, and changes no bucket setting.
F-49 | measured | LS:test_s3_copy_object_in_place_with_encryption | In an AES256 bucket, copying an object with a bucket
  key onto itself with aws:kms alone gives aws/s3 without bucket key; again without headers, AES256 and an MD5 ETag.
F-50 | documented | API:CopyObject | Extra context has to be sent again with a copy.
F-51 | measured | LS:test_s3_copy_object_in_place; LS:test_copy_in_place_with_bucket_encryption;
  LS:test_s3_copy_object_in_place_storage_class | A copy onto itself that changes nothing: 400 InvalidRequest. Any
  algorithm header, a rule put on the bucket, or another resulting encryption make it legal; so do replaced metadata, a
  redirect, and a storage class, even the one it has.
F-52 | implied | GH:apache/hadoop#1823; inference | A copy needs kms:Decrypt on the source's key and kms:GenerateDataKey
  on the destination's, as the copying caller.
F-53 | documented | API:CopyObject | A copy from or to a directory bucket uses no bucket key: a KMS call each time.
F-54 | documented, background | API:CopyObject | CopyObject takes up to 5 GB; larger ones are copied in parts.
F-55 | documented, background | UG23:configuring-bucket-key | The console keeps the bucket key of what it copies, and
  gives the others the destination's setting.
F-56 | documented | API:CopyObject | CopyObject and CompleteMultipartUpload may answer 200 with an error in the body.
F-167 | measured | GH:hashicorp/terraform-provider-aws | A copy without headers into a KMS bucket with the flag on gets
  the flag; a DSSE rule without key id is accepted.
F-182 | documented | API:CopyObject | Conditions on the source of a copy: not met 412, If-None-Match too; If-Match met
  outweighs If-Unmodified-Since not met.
`);
