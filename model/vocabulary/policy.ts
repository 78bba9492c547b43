import type { PolicyCondition } from './policy-condition.ts';

/** KMS actions that control a key: each is `kms:` and the name of the event that needs it (F-164). */
export const KMS_CONTROL_ACTIONS = [
  'kms:CreateKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:ScheduleKeyDeletion',
  'kms:CancelKeyDeletion',
  'kms:EnableKeyRotation',
  'kms:DisableKeyRotation',
  'kms:GetKeyRotationStatus',
  'kms:RotateKeyOnDemand',
  'kms:ImportKeyMaterial',
  'kms:DeleteImportedKeyMaterial',
  'kms:PutKeyPolicy',
  'kms:CreateGrant',
  'kms:RevokeGrant',
  'kms:RetireGrant',
  'kms:CreateAlias',
  'kms:UpdateAlias',
  'kms:DeleteAlias',
] as const;

/** KMS actions a key policy statement can name. */
export const KMS_ACTIONS = [
  'kms:GenerateDataKey',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  ...KMS_CONTROL_ACTIONS,
  'kms:*',
] as const;

/** One of {@link KMS_ACTIONS}. */
export type KmsAction = (typeof KMS_ACTIONS)[number];

/** One statement of a KMS key policy. A principal is allowed when some Allow matches and no Deny does. */
export interface KeyPolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Role ARN, account root ARN (every principal of that account), the name of an AWS service, or `*`. */
  readonly principal: string;
  readonly actions: readonly KmsAction[];
  /**
   * Condition on `kms:EncryptionContext:aws:s3:arn`; `*` matches any run of characters and `?` any one, all else
   * itself. Omitted = no condition. `arn:…:bucket/*` does not match `arn:…:bucket` (F-94). Control of a key has no
   * context, and so no such condition matches it.
   */
  readonly contextArn?: string;
  /** What else must hold for the statement to apply. Omitted = no more. */
  readonly condition?: PolicyCondition;
}

/** S3 actions that configure a bucket (F-16, F-184); `Put…` is needed to delete a configuration as well. */
const S3_CONFIGURATION_ACTIONS = [
  's3:DeleteBucket',
  's3:PutEncryptionConfiguration',
  's3:GetEncryptionConfiguration',
  's3:PutBucketPolicy',
  's3:PutReplicationConfiguration',
  's3:PutBucketVersioning',
] as const;

/** An S3 action that configures a bucket (F-16, F-184). */
export type S3ConfigurationAction = (typeof S3_CONFIGURATION_ACTIONS)[number];

/**
 * S3 actions a bucket policy statement can name. Reading the headers alone needs `s3:GetObject`, too; `s3:ListBucket`
 * decides what is told of an object that is missing (F-161). Who names a version needs the actions on versions instead
 * (F-177, F-178). Replication reads and writes objects by the actions of everybody else, and brings delete markers by
 * one of its own.
 */
export const S3_ACTIONS = [
  's3:ListBucket',
  's3:GetObject',
  's3:GetObjectAttributes',
  's3:PutObject',
  's3:UpdateObjectEncryption',
  's3:DeleteObject',
  's3:GetObjectVersion',
  's3:GetObjectVersionAttributes',
  's3:DeleteObjectVersion',
  's3:ReplicateDelete',
  's3:InitiateReplication',
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
  ...S3_CONFIGURATION_ACTIONS,
  's3:*',
] as const;

/** One of {@link S3_ACTIONS}. */
export type S3Action = (typeof S3_ACTIONS)[number];

/**
 * One statement of a bucket policy. Principals of the owner's account are allowed unless denied, others only when
 * allowed. S3 evaluates it on every request, whether a bucket key is cached or not (F-46, F-119), and on requests that
 * configure the bucket (F-184).
 */
export interface BucketPolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Role ARN, account root ARN (every principal of that account), the name of an AWS service, or `*`. */
  readonly principal: string;
  readonly actions: readonly S3Action[];
  /** What else must hold for the statement to apply. Omitted = no more. */
  readonly condition?: PolicyCondition;
}

/** One statement of a policy of IAM, of a role or a scoping policy: it is about who has the policy. */
export interface IdentityStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly (S3Action | KmsAction)[];
  /** ARNs of buckets, objects and KMS keys; `*` matches any run of characters and `?` any one. Omitted = all. */
  readonly resources?: readonly string[];
  /** What else must hold for the statement to apply. Omitted = no more. */
  readonly condition?: PolicyCondition;
}
