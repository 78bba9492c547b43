import {
  type Bucket,
  isUploadEvent,
  type ObjectVersion,
  objectWritten,
  type PossibleVersions,
  type Step,
  type Upload,
  uploadId,
  type WorkingDraft,
} from '../../model/index.ts';

/** What lies where a step writes an object, and the upload that it is about. */
export interface Stored {
  readonly object: number;
  readonly version: ObjectVersion | undefined;
  readonly possible: PossibleVersions | undefined;
  readonly bucket: number;
  readonly of: Bucket | undefined;
  /** Number of the upload; -1 for none. */
  readonly number: number;
  readonly upload: Upload | undefined;
}

/** What lies where a step is going to write; undefined where it writes neither object nor upload. */
export function storedAt(
  { scope, objects, uploads, possibleVersions, buckets }: WorkingDraft,
  { event }: Step,
): Stored | undefined {
  const target = objectWritten(event) ?? (isUploadEvent(event) ? event : undefined);
  if (target === undefined) return undefined;
  const id = uploadId(event);
  const [object, bucket] = [scope.object(target.bucket, target.key), scope.bucket(target.bucket)];
  return {
    object,
    version: objects.get(object),
    possible: possibleVersions.get(object),
    bucket,
    of: buckets.get(bucket),
    number: id === undefined ? -1 : scope.upload(object, id),
    upload: id === undefined ? undefined : uploads.get(scope.upload(object, id)),
  };
}

/**
 * Takes back what a step has stored, and leaves what it has brought into caches: S3 failed after it had asked KMS
 * (F-160). False where nothing was stored.
 */
export function notStored(world: WorkingDraft, before: Stored | undefined): boolean {
  if (before === undefined) return false;
  const stored = world.objects.get(before.object);
  const isSame = stored === before.version && world.uploads.get(before.number) === before.upload;
  if (isSame && world.possibleVersions.get(before.object) === before.possible) return false;
  if (before.number >= 0) world.set('uploads', before.number, before.upload);
  world.set('objects', before.object, before.version);
  world.set('possibleVersions', before.object, before.possible);
  world.set('buckets', before.bucket, world.scope.past === undefined ? before.of : counted(world, before, stored));
  return true;
}

/** The bucket with as many objects as without what was stored; what the step has learnt of its past stays. */
function counted(
  world: WorkingDraft,
  { bucket, version }: Stored,
  stored: ObjectVersion | undefined,
): Bucket | undefined {
  const now = world.buckets.get(bucket);
  const change = (version === undefined ? 0 : 1) - (stored === undefined ? 0 : 1);
  return now === undefined || change === 0 ? now : { ...now, objectCount: now.objectCount + change };
}
