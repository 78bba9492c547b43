import type { ExpireObject, Observation } from '../../model/index.ts';
import type { BucketRecord } from './bucket-record.ts';

/**
 * A lifecycle rule was about a version. What became of that nobody is told: it may have waited for its replication, or
 * been locked (F-196, F-197). Certain is only a delete marker that the access log shows.
 */
export function recordExpiry(bucket: BucketRecord, { key, versionId }: ExpireObject, seen: Observation): void {
  bucket.forgetNamed(key, versionId ?? 'null');
  if (versionId !== undefined) {
    bucket.mayKeepVersions = true;
    // What is current does not expire by its id, but that may be known by none.
    if (versionId.startsWith('#') || bucket.versionOf(key)?.versionId === undefined) bucket.blur(key);
  } else if (seen.deleteMarker === true) {
    bucket.mayKeepVersions = true;
    bucket.remove(key);
  } else if (bucket.presenceOf(key) !== 'absent') bucket.blur(key);
}
