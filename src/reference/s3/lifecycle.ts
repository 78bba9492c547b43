import { UNCONFIGURED_RULE } from '../../../model/vocabulary/encryption.ts';
import type { ExpireObject, TransitionObject } from '../../../model/vocabulary/events/environment-events.ts';
import { type S3Response, s3Response } from '../s3-response.ts';
import type { Trail } from '../trail.ts';
import type { ObjectLocation } from './data-keys.ts';
import { type ReferenceS3, routedHost } from './s3.ts';
import { readContent } from './storage.ts';
import type { StoredObject } from './stored-object.ts';
import { markReplicated, removeVersion, replaceVersion, storeVersion, versionsOf } from './versions.ts';

/** S3 expires a version, or moves it to another storage class; what it says is what its access log has (F-199). */
export async function applyLifecycleEvent(
  s3: ReferenceS3,
  event: ExpireObject | TransitionObject,
  atMs: number,
  trail: Trail,
): Promise<S3Response> {
  const bucket = s3.buckets.get(event.bucket);
  if (bucket === undefined) return s3Response(200);
  const place = { bucket, key: event.key };
  const [current, ...older] = versionsOf(bucket, event.key);
  const isCurrent =
    event.versionId === undefined || (event.op === 'TransitionObject' && event.versionId === current?.id);
  const version = isCurrent ? current : older.find(({ id }) => id === event.versionId);
  const { lifecycle } = s3.parts;
  if (version === undefined || lifecycle.waits(version.object?.replication ?? null)) return s3Response(200);
  if (version.object !== null) await open(s3, place, version.object, atMs, trail);
  if (event.op === 'TransitionObject') {
    if (version.object === null) return s3Response(200);
    const moved = lifecycle.inOtherClass(version.object, bucket.rule ?? UNCONFIGURED_RULE);
    replaceVersion(bucket, event.key, version.object, moved);
    return s3Response(200);
  }
  if (isCurrent && version.object !== null) {
    const marker = storeVersion(s3, bucket, event.key, null);
    // It is not replicated (F-197).
    if (marker !== null && !lifecycle.markersReplicate()) markReplicated(bucket, event.key, marker);
    return s3Response(200, marker === null ? { versionId: version.id } : { versionId: marker, deleteMarker: true });
  }
  // A delete marker goes once there is nothing under it (F-196).
  if (isCurrent ? older.length > 0 : !lifecycle.mayRemove(version)) return s3Response(200);
  removeVersion(s3, bucket, event.key, version.id);
  return s3Response(200, { versionId: version.id });
}

/** In nobody's name but its own, as one of the account that owns the bucket. */
async function open(
  s3: ReferenceS3,
  place: ObjectLocation,
  object: StoredObject,
  atMs: number,
  trail: Trail,
): Promise<void> {
  if (!s3.parts.lifecycle.opens(object)) return;
  const requester = { name: 's3', account: place.bucket.account, principal: 's3', session: '' };
  await readContent(s3, { atMs, requester, host: routedHost(s3), trail }, place, object);
}
