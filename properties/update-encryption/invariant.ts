import { versionNamed } from '../../model/index.ts';
import type { Invariant } from '../invariant.ts';
import { keyArnOf, versionIn } from '../transition.ts';

/**
 * What was updated is under what the request says, its flag off unless that turns it on, and is otherwise what it was
 * (F-79, F-85, F-147 to F-149).
 */
export const updateEncryptionInvariant: Invariant = ({ before, step: { event }, outcome, after }) => {
  if (event.op !== 'UpdateObjectEncryption' || outcome.status >= 400) return undefined;
  const { bucket, key, kmsKeyArn, bucketKeyEnabled = false } = event;
  const id = versionNamed(event);
  const [was, is] = [versionIn(before, bucket, key, id), versionIn(after, bucket, key, id)];
  const name = `${bucket}/${key}`;
  if (was === undefined || is === undefined) return `${name} was updated, and is not there`;
  if (is.state !== (bucketKeyEnabled ? 'sseKmsBucketKey' : 'sseKms'))
    return `${name} was updated to ${bucketKeyEnabled ? 'a' : 'no'} bucket key, and is ${is.state}`;
  if (keyArnOf(after, is) !== kmsKeyArn) return `${name} was updated to ${kmsKeyArn}, and is not under that key`;
  const { md5, etag, etagClass, replication } = was;
  const isKept = is.md5 === md5 && is.etag === etag && is.etagClass === etagClass && is.replication === replication;
  return isKept ? undefined : `${name} was updated, and more of it is another than its encryption`;
};
