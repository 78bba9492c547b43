import { bucketArn } from '../../model/index.ts';

/** What the ARN of every bucket starts with. */
const PREFIX = bucketArn('');

/** Whether an ARN is that of a bucket; it is not put together to find out. */
export function isBucketArn(arn: string, bucket: string): boolean {
  return arn.length === PREFIX.length + bucket.length && arn.startsWith(PREFIX) && arn.endsWith(bucket);
}

/** Whether an ARN is that of an object; it is not put together to find out. */
export function isObjectArn(arn: string, bucket: string, key: string): boolean {
  const slash = PREFIX.length + bucket.length;
  return (
    arn.length === slash + 1 + key.length &&
    arn[slash] === '/' &&
    arn.endsWith(key) &&
    arn.startsWith(PREFIX) &&
    arn.startsWith(bucket, PREFIX.length)
  );
}
