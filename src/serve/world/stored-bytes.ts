import type { StoredBucket } from '../../reference/s3/stored-bucket.ts';
import { contentLength } from './object-metadata.ts';

/** What an object, a version or a delete marker takes beside its content, in bytes, roughly. */
export const OBJECT_BYTES = 1_024;

/** What all takes that is stored in a bucket, roughly: objects, versions that are not current, parts of uploads. */
export function bytesIn({ objects, currentIds, older, uploads }: StoredBucket): number {
  let bytes = currentIds.size * OBJECT_BYTES;
  for (const object of objects.values()) bytes += contentLength(object) + OBJECT_BYTES;
  for (const versions of older.values())
    for (const { object } of versions) bytes += (object === null ? 0 : contentLength(object)) + OBJECT_BYTES;
  for (const { parts } of uploads.values()) {
    bytes += OBJECT_BYTES;
    for (const { sealed } of parts.values()) bytes += sealed.bytes.length + OBJECT_BYTES;
  }
  return bytes;
}
