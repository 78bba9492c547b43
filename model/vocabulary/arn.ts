/** The one region everything in a trace lives in: a KMS key of another region cannot be used (F-11). */
export const REGION = 'eu-west-1';

/** ARN of a bucket: the encryption context S3 sends for an object that has a bucket key (F-88). */
export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

/** ARN of an object: the encryption context S3 sends for an object without a bucket key (F-88). */
export function objectArn(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}

/** ARN of a KMS key in {@link REGION}. */
export function kmsKeyArn(account: string, keyId: string): string {
  return `arn:aws:kms:${REGION}:${account}:key/${keyId}`;
}

/** ARN of a KMS alias in {@link REGION}; `alias` starts with `alias/`. */
export function aliasArn(account: string, alias: string): string {
  return `arn:aws:kms:${REGION}:${account}:${alias}`;
}

/** ARN that stands for every principal of an account in a policy. */
export function accountRootArn(account: string): string {
  return `arn:aws:iam::${account}:root`;
}

/** ARN of an IAM role. */
export function roleArn(account: string, role: string): string {
  return `arn:aws:iam::${account}:role/${role}`;
}

/**
 * Key id of the AWS managed key `aws/s3` of an account (F-12); created at its first use, never configurable by that
 * name.
 */
export function managedKeyId(account: string): string {
  return `aws-s3-${account}`;
}
