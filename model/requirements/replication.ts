import { claims } from './claims.ts';

/** Replication. */
export const replication = claims(`
F-64 | documented | UG:replication-config-for-kms-objects; UG:bucket-key | The replica of a PLAIN object takes
  algorithm, key and flag of its bucket, and its ETag may differ.
F-65 | documented | UG:replication-config-for-kms-objects | The replica of an encrypted object has the type of its
  source, whatever its bucket says.
F-66 | documented | UG:replication-config-for-kms-objects | KMS and DSSE objects replicate only where the rule includes
  them and names a replica key, which then encrypts the replica.
F-67 | documented | UG:replication-config-for-kms-objects | The replica key is not checked when replication is
  configured; a bad one ends as FAILED.
F-68 | documented | UG:bucket-key | The replica of an object with a bucket key has one, whatever its bucket says.
F-69 | unknown | UG:bucket-key; UG:replication-config-for-kms-objects | KMS without a bucket key into a bucket with the
  flag on: one sentence keeps the source's setting, another suggests a bucket key. Both are admitted.
F-70 | documented | UG:replication-config-for-kms-objects; GH:awslabs/landing-zone-accelerator-on-aws#1144 | The role
  needs Decrypt on the source key and Encrypt on the replica key; GenerateDataKey only for PLAIN objects into a KMS
  default.
F-71 | documented | UG:replication-config-for-kms-objects | With bucket keys the replica key's policy must also allow
  Decrypt: S3 checks the bucket key before using it.
F-72 | documented | UG:replication-config-for-kms-objects; GH:awsdocs/amazon-s3-userguide#116 | With bucket keys at
  source or destination each side presents the bare ARN of its own bucket, else that of the object.
F-73 | documented | UG:replication-config-for-kms-objects | The replication role makes the KMS calls, through S3 in the
  region of each side.
F-74 | documented | UG:replication-config-for-kms-objects | Much replication can exceed the KMS quota: 503.
F-75 | documented | UG:replication-config-for-kms-objects; UG:blocking-unblocking-s3-c-encryption-gpb | SSE-C objects
  replicate without their key; a bucket that blocks SSE-C refuses them with 403.
F-76 | documented | UG23:replication-status; UG23:replication-failure-codes | A source is PENDING, then COMPLETED or
  FAILED; the copy is REPLICA. Failure events name the reason, such as an unusable key.
F-77 | documented | UG:replication-config-for-kms-objects | Into another account replication needs a customer key there;
  aws/s3 cannot be shared.
F-78 | implied | UG:replication-config-for-kms-objects | The replica of an encrypted object keeps its ETag: AWS
  announces a change for PLAIN sources alone, and Encrypt suggests that the data key is wrapped anew.
F-79 | documented | UG:update-sse-encryption; UG:replication-config-for-kms-objects | UpdateObjectEncryption triggers no
  live replication; Batch Replication of such an object needs more KMS permissions.
F-163 | measured | UG:replication; LS:TestS3BucketReplication | Replication needs versioning on both buckets (E-48), so
  such a bucket keeps versions and delete markers and cannot be deleted before they are gone (E-43).
`);
