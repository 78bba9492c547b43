import type { ContextPairs } from '../records/records.ts';
import type { Arns } from '../vocabulary/arns.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';

/** Name of the pair that S3 itself adds to every context (F-88). */
export const ARN_PAIR = 'aws:s3:arn';

/** No extra pairs. */
export const NO_PAIRS: ContextPairs = [];

/**
 * Value of {@link ARN_PAIR}: the bucket where a bucket key is used, else the object (F-88); DSSE always the object
 * (F-93).
 */
export function contextArn(arns: Arns, bucket: string, key: string, bucketKey: boolean): string {
  return bucketKey ? arns.bucket(bucket) : arns.object(bucket, key);
}

/** The pairs a caller adds, in order of name, without the one that is S3's own (F-89). */
export function callerPairs({ context }: EncryptionHeaders): ContextPairs {
  if (typeof context !== 'object') return NO_PAIRS;
  return Object.entries(context)
    .filter(([name]) => name !== ARN_PAIR)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The caller names S3's own pair; what S3 answers is not recorded. */
export function namesArnPair({ context }: EncryptionHeaders): boolean {
  return typeof context === 'object' && Object.hasOwn(context, ARN_PAIR);
}

/** The whole context of a KMS call. */
export function encryptionContext(arn: string, pairs: ContextPairs): Readonly<Record<string, string>> {
  // The name is written out: a computed one is slow, and this is done for each call.
  if (pairs.length === 0) return { 'aws:s3:arn': arn } satisfies Record<typeof ARN_PAIR, string>;
  return Object.fromEntries([[ARN_PAIR, arn], ...pairs]);
}

/** Name of the partition of bucket keys that these pairs make; '' for none (U-12). */
export function partitionOf(pairs: ContextPairs): string {
  return pairs.length === 0 ? '' : JSON.stringify(pairs);
}
