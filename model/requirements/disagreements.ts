import { claims } from './claims.ts';

/** Where sources disagree, and how we read them. */
export const disagreements = claims(`
D-01 | measured | LS:test_s3_bucket_encryption_sse_s3; GH:aws/aws-cdk#30183; GH:ColeMurray/background-agents#1797 |
  Tools call the flag on an AES256 rule an error; S3 accepts it without effect, and so do we.
D-02 | documented | API:PutObject; UG:specifying-kms-encryption | One guide page names the bucket-key header otherwise;
  only x-amz-server-side-encryption-bucket-key-enabled exists.
D-03 | documented | UG:bucket-key; API:PutObject | The guide lets the header switch bucket keys off, the API page speaks
  of true alone; we let false override.
D-04 | documented | API:PutObject; UG:specifying-kms-encryption; UG23:bucket-encryption | aws:kms without key id is
  documented as aws/s3; an older text can be read as the bucket's key, which a profile may admit.
D-05 | documented | API:CopyObject; UG23:UsingKMSEncryption | An older page admits Signature Version 2 for KMS objects;
  all others and all recordings refuse it.
D-06 | unknown | UG:UsingKMSEncryption; UG:replication-config-for-kms-objects | Pages differ on whether a write with a
  bucket key needs kms:Decrypt; it is left open, and granting both is safe.
D-07 | measured | API:CopyObject; LS:test_s3_copy_object_in_place_with_encryption; UG23:configuring-bucket-key | Console
  pages let a copy keep its source's bucket key; through the API nothing is inherited.
D-08 | unknown | UG:bucket-key; UG:replication-config-for-kms-objects | Whether a replica gets a bucket key only its
  bucket asks for can be read either way (F-69); both are admitted.
D-09 | documented | UG:replication-config-for-kms-objects; GH:awslabs/landing-zone-accelerator-on-aws#1144 | Pages
  differ on the replication role: we ask for Decrypt at the source, Encrypt at the destination, there Decrypt with
  bucket keys, GenerateDataKey for PLAIN objects.
D-10 | measured | LS:test_s3_default_bucket_encryption; GH:ceph/s3-tests#613; ERR | A bucket never configured once
  answered an error, 404 or 400; now AES256, and so does the model.
D-11 | documented | API:PutObject; UG:UsingKMSEncryption | Bucket keys are said to rule out a context for each object;
  only the default pair changes.
D-12 | documented | UG:bucket-key; UG23:bucket-key; BLOG-RH | Until 2023 a requester was a session, now a role or
  account with its scoping policy; a profile says which.
D-13 | measured | UG:UsingKMSEncryption; third-party | S3 is said to call KMS in its own name; logs show the caller.
D-14 | unknown | UG:bucket-key; third-party | Five minutes, five hours, three minutes elsewhere, no figure from AWS: the
  lifetime is a bounded parameter.
D-15 | unknown | UG:bucket-key; KMS23:services-s3; REPOST | Texts differ on how a data key comes from the bucket key; we
  ask for a unique one and nothing more.
D-16 | documented | KMS23:requests-per-second | KMS quotas are quoted from hundreds to 100,000 a second; in the model
  throttling is an event, not a number.
D-17 | implied | REPOST; POC | One Decrypt opens as many objects as share a bucket key, a requester and a window, so we
  count those pairs.
D-18 | documented | API:UpdateObjectEncryption | One text names AES256 as a target of UpdateObjectEncryption, the
  operation excludes it, and so do we.
D-19 | documented | UG:bucket-key; POC; https://dev.to/aws-builders/reducing-kms-costs-with-s3-bucket-encryption-2hi8 |
  Savings of 99, 97 and 80 % are reported; the figure is an output of the model, never an input.
D-20 | documented | UG:replication-what-is-isnot-replicated; UG:delete-marker-replication | One page has no
  delete marker replicated into a bucket of another account; the page about them, and the policies for such buckets,
  know no such rule.
D-21 | documented | KMSAPI:ImportKeyMaterial; KMS23:key-state | The state of a key into which material is imported must
  be PendingImport, and is Enabled then; the table of states takes an import of an enabled or a disabled one as well.
D-22 | documented | KMSAPI:GetKeyRotationStatus; KMS23:key-state | Whether imported material rotates is always false by
  the API, and UnsupportedOperationException by the table of states.
`);
