import { Arns, DEFAULT_REGION } from './arns.ts';

// ARNs of the region of a setup that names none. Whoever is given a setup has its ARNs from `Arns`.
const DEFAULT_ARNS = new Arns({ region: DEFAULT_REGION });

/** ARN of a bucket: the encryption context S3 sends for an object that has a bucket key (F-88). */
export function bucketArn(bucket: string): string {
  return DEFAULT_ARNS.bucket(bucket);
}

/** ARN of an object: the encryption context S3 sends for an object without a bucket key (F-88). */
export function objectArn(bucket: string, key: string): string {
  return DEFAULT_ARNS.object(bucket, key);
}

/** ARN of a KMS key in the {@link DEFAULT_REGION}. */
export function kmsKeyArn(account: string, keyId: string): string {
  return DEFAULT_ARNS.kmsKey(account, keyId);
}

/** ARN of a KMS alias in the {@link DEFAULT_REGION}; `alias` starts with `alias/`. */
export function aliasArn(account: string, alias: string): string {
  return DEFAULT_ARNS.alias(account, alias);
}

/** ARN that stands for every principal of an account in a policy. */
export function accountRootArn(account: string): string {
  return DEFAULT_ARNS.accountRoot(account);
}

/** ARN of an IAM role. */
export function roleArn(account: string, role: string): string {
  return DEFAULT_ARNS.role(account, role);
}

/** Key id of the AWS managed key `aws/s3` of an account whose real id no setup tells. */
export function managedKeyId(account: string): string {
  return DEFAULT_ARNS.managedKeyId(account);
}
