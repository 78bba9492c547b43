import { bytesToHex } from '@noble/ciphers/utils.js';
import type { ReferenceS3 } from './s3.ts';
import type { StoredBucket, StoredVersion } from './stored-bucket.ts';
import type { StoredObject } from './stored-object.ts';

/** The id of what was stored without one (F-176). */
const NULL_ID = 'null';
const ID_BYTES = 16;

/** All versions and delete markers of a key, the newest first. */
export function versionsOf(bucket: StoredBucket, key: string): readonly StoredVersion[] {
  const object = bucket.objects.get(key);
  const id = bucket.currentIds.get(key);
  const older = bucket.older.get(key) ?? [];
  if (id === undefined) return object === undefined ? older : [{ id: NULL_ID, object }, ...older];
  return [{ id, object: object ?? null }, ...older];
}

/**
 * Stores an object, or a delete marker in place of one, as the bucket keeps versions (F-175 to F-177); answers its id,
 * null where the bucket never kept any. A replica brings an id of its own (F-180).
 */
export function storeVersion(
  s3: ReferenceS3,
  bucket: StoredBucket,
  key: string,
  object: StoredObject | null,
  ownId?: string,
): string | null {
  const { versions } = s3.parts;
  if (bucket.versioning === null) {
    if (object === null) bucket.objects.delete(key);
    else bucket.objects.set(key, object);
    return null;
  }
  const before = versionsOf(bucket, key);
  const isKept = bucket.versioning === 'Enabled';
  if (isKept && object !== null && before.some((one) => one.id === ownId && one.object !== null)) {
    // A replica that comes again takes the place of the one that is there.
    put(
      bucket,
      key,
      before.map((one) => (one.id === ownId ? { id: one.id, object } : one)),
    );
    return ownId ?? null;
  }
  const older = isKept ? before : before.filter(({ id }) => id !== NULL_ID);
  const id = isKept ? (ownId ?? bytesToHex(s3.random.bytes(ID_BYTES))) : NULL_ID;
  // Another marker may have had the id.
  if (id === NULL_ID) bucket.replicatedMarkers.get(key)?.delete(id);
  put(bucket, key, [
    { id, object },
    ...(object === null ? versions.underMarker(older) : versions.underNew(older, object)),
  ]);
  return id;
}

/** The id of the delete marker that hides a key, unless it was replicated or is a replica. */
export function unreplicatedMarker(bucket: StoredBucket, key: string): string | undefined {
  const id = bucket.objects.has(key) ? undefined : bucket.currentIds.get(key);
  return id !== undefined && bucket.replicatedMarkers.get(key)?.has(id) === true ? undefined : id;
}

/** A delete marker was replicated, or is a replica, and is not replicated again. */
export function markReplicated(bucket: StoredBucket, key: string, id: string): void {
  bucket.replicatedMarkers.set(key, (bucket.replicatedMarkers.get(key) ?? new Set()).add(id));
}

/** The id that a replica of the current version of a key has: the same, where that has one (F-180). */
export function idOfReplica(bucket: StoredBucket, key: string): string | undefined {
  const [current] = versionsOf(bucket, key);
  return current?.id === NULL_ID ? undefined : current?.id;
}

/** Removes a version for good; answers it, or undefined where there is none of the id (F-177). */
export function removeVersion(
  s3: ReferenceS3,
  bucket: StoredBucket,
  key: string,
  id: string,
): StoredVersion | undefined {
  const before = versionsOf(bucket, key);
  const gone = before.find((version) => version.id === id);
  if (gone !== undefined) put(bucket, key, s3.parts.versions.afterRemoval(before, gone));
  return gone;
}

/** Puts an object in the place of one that it is another state of; one that was removed meanwhile stays away. */
export function replaceVersion(bucket: StoredBucket, key: string, before: StoredObject, now: StoredObject): void {
  if (bucket.objects.get(key) === before) bucket.objects.set(key, now);
  const older = bucket.older.get(key);
  if (older === undefined) return;
  bucket.older.set(
    key,
    older.map((version) => (version.object === before ? { ...version, object: now } : version)),
  );
}

function put(bucket: StoredBucket, key: string, [current, ...older]: readonly StoredVersion[]): void {
  if (current?.object == null) bucket.objects.delete(key);
  else bucket.objects.set(key, current.object);
  if (current === undefined) bucket.currentIds.delete(key);
  else bucket.currentIds.set(key, current.id);
  if (older.length === 0) bucket.older.delete(key);
  else bucket.older.set(key, older);
}
