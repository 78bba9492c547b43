import type { Invariant } from '../invariant.ts';
import { isMadeFor } from '../remembered-bucket-keys.ts';

/**
 * A bucket key serves one bucket and one KMS key (F-28, F-114): the one it was made for. Each object that is written is
 * looked at, so by induction all that share a bucket key are in one bucket and under one KMS key.
 */
export const keyScopeInvariant: Invariant = ({ before, after, written }) => {
  for (const number of written.objects) {
    const version = after.objects.get(number);
    if (version === undefined || version.bucketKey < 0) continue;
    const { bucket, key } = after.scope.objectName(number);
    const of = before.buckets.get(before.scope.bucket(bucket));
    if (of === undefined || !isMadeFor(after, version, of.number))
      return `the bucket key of ${bucket}/${key} was made for another bucket or another KMS key`;
  }
  return undefined;
};
