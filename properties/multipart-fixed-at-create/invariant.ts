import { type ObjectVersion, uploadId } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { versionIn } from '../transition.ts';

/** What an upload was created with it keeps, and the object that is made of it has (F-57). */
export const multipartFixedAtCreateInvariant: Invariant = ({ before, after, step: { event }, outcome }) => {
  const id = uploadId(event);
  if (id === undefined || !('key' in event) || event.op === 'CreateMultipartUpload') return undefined;
  const number = before.scope.upload(before.scope.object(event.bucket, event.key), id);
  const settled = before.uploads.get(number)?.version;
  const now = after.uploads.get(number)?.version;
  if (settled === undefined) return undefined;
  if (now !== undefined && !isAlike(settled, now)) return `${event.op} changed how the upload ${id} is encrypted`;
  if (event.op !== 'CompleteMultipartUpload' || outcome.status >= 400) return undefined;
  const made = versionIn(after, event.bucket, event.key);
  if (made === undefined) return `${event.bucket}/${event.key} was made of parts and is not there`;
  return isAlike(settled, made)
    ? undefined
    : `${event.bucket}/${event.key} is encrypted otherwise than its upload ${id} was created`;
};

function isAlike(one: ObjectVersion, other: ObjectVersion): boolean {
  return one.state === other.state && one.kmsKey === other.kmsKey && one.bucketKey === other.bucketKey;
}
