import type { Arns } from '../../model/index.ts';

/** Whether an ARN is that of a bucket; it is not put together to find out. */
export function isBucketArn({ s3Prefix }: Arns, arn: string, bucket: string): boolean {
  return arn.length === s3Prefix.length + bucket.length && arn.startsWith(s3Prefix) && arn.endsWith(bucket);
}

/** Whether an ARN is that of an object; it is not put together to find out. */
export function isObjectArn({ s3Prefix }: Arns, arn: string, bucket: string, key: string): boolean {
  const slash = s3Prefix.length + bucket.length;
  return (
    arn.length === slash + 1 + key.length &&
    arn[slash] === '/' &&
    arn.endsWith(key) &&
    arn.startsWith(s3Prefix) &&
    arn.startsWith(bucket, s3Prefix.length)
  );
}
