import { type EncryptionHeaders, UNCONFIGURED_RULE } from '../../../model/vocabulary/encryption.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { CustomerKeyNamed } from '../parts/directories.ts';
import type { Resolution } from '../parts/encryption.ts';
import { S3Refusal } from '../refusal.ts';
import type { RequestScope } from '../request-scope.ts';
import type { ReferenceS3 } from './s3.ts';
import type { StoredBucket } from './stored-bucket.ts';

/**
 * Finds the keys that a directory bucket takes, named by somebody by ARN or by the id of a key of an account: those of
 * customers.
 */
export function customerKeyNamed(s3: ReferenceS3, account: string, by: Requester): CustomerKeyNamed {
  const { keys } = s3.kms;
  return (reference) => {
    if (reference === undefined || /(^|:)alias\//.test(reference)) return null;
    const arn = s3.parts.kms.resolveKeyReference(reference, account, by.account, keys);
    const key = keys.all().find((one) => one.arn === arn);
    return key === undefined || key.managed ? null : arn;
  };
}

/**
 * The encryption of a write into a bucket of either kind; `usual` = in a general purpose one. Throws {@link S3Refusal}.
 */
export function encryptionIn(
  s3: ReferenceS3,
  bucket: StoredBucket,
  headers: EncryptionHeaders,
  requester: Requester,
  usual: () => Resolution,
): Resolution {
  if (!bucket.isDirectory) return usual();
  const named = customerKeyNamed(s3, requester.account, requester);
  const { rule, keyForLife } = bucket;
  const resolution = s3.parts.directories.resolution(headers, rule ?? UNCONFIGURED_RULE, keyForLife, named);
  if ('status' in resolution) throw new S3Refusal(resolution);
  return resolution;
}

/** A copy from or to a directory bucket, which no cached bucket key serves (F-53). */
export function copying(s3: ReferenceS3, scope: RequestScope, ...buckets: readonly StoredBucket[]): RequestScope {
  const isServed = s3.parts.directories.cacheServesCopies || !buckets.some(({ isDirectory }) => isDirectory);
  return isServed ? scope : { ...scope, uncached: true };
}

/** Refuses what directory buckets do not know. */
export function requireGeneralPurpose(s3: ReferenceS3, ...buckets: readonly (StoredBucket | undefined)[]): void {
  const { unknownOperation } = s3.parts.directories;
  if (unknownOperation !== null && buckets.some((bucket) => bucket?.isDirectory === true))
    throw new S3Refusal(unknownOperation);
}
