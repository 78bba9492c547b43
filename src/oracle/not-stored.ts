import {
  type Bucket,
  isUploadEvent,
  type ObjectVersion,
  objectWritten,
  type PossibleVersions,
  type Step,
  type Upload,
  uploadId,
  type VersionEntry,
  type WorkingDraft,
} from '../../model/index.ts';

/** What lies where a step writes an object, and the upload that it is about. */
export interface Stored {
  readonly object: number;
  readonly version: ObjectVersion | undefined;
  readonly possible: PossibleVersions | undefined;
  readonly newest: VersionEntry | undefined;
  /** Numbers and records of the versions that are not current, and of where the current one would go. */
  readonly older: readonly (readonly [number: number, version: ObjectVersion | undefined])[];
  readonly bucket: number;
  readonly of: Bucket | undefined;
  /** Number and record of the upload; undefined where it is about none. */
  readonly begun: readonly [number: number, upload: Upload | undefined] | undefined;
}

/** What lies where a step is going to write; undefined where it writes neither object nor upload. */
export function storedAt(world: WorkingDraft, { event }: Step): Stored | undefined {
  const target = objectWritten(event) ?? (isUploadEvent(event) ? event : undefined);
  if (target === undefined) return undefined;
  const { scope, objects, possibleVersions, versions, buckets } = world;
  const id = uploadId(event);
  const [object, bucket] = [scope.object(target.bucket, target.key), scope.bucket(target.bucket)];
  const of = buckets.get(bucket);
  return {
    object,
    version: objects.get(object),
    possible: possibleVersions.get(object),
    newest: versions.get(object),
    older: of?.versioning === undefined ? [] : olderThan(world, object),
    bucket,
    of,
    begun: id === undefined ? undefined : uploadAt(world, scope.upload(object, id)),
  };
}

function uploadAt({ uploads }: WorkingDraft, number: number): Stored['begun'] {
  return [number, uploads.get(number)];
}

function olderThan({ scope, objects, versions }: WorkingDraft, object: number): Stored['older'] {
  const ranks = versions.get(object)?.rank ?? 1;
  return Array.from({ length: ranks }, (_, index) => {
    const number = scope.version(object, index + 1);
    return [number, objects.get(number)] as const;
  });
}

/**
 * Takes back what a step has stored, and leaves what it has brought into caches: S3 failed after it had asked KMS
 * (F-160).
 */
export function notStored(world: WorkingDraft, before: Stored): void {
  const { object, version, possible, newest, older, begun } = before;
  const stored = world.objects.get(object);
  if (begun !== undefined) world.set('uploads', ...begun);
  world.set('objects', object, version);
  world.set('possibleVersions', object, possible);
  world.set('versions', object, newest);
  for (const [number, record] of older) world.set('objects', number, record);
  const isWhole = before.of?.versioning !== undefined;
  world.set('buckets', before.bucket, isWhole ? before.of : counted(world, before, stored));
}

/** The bucket with as many objects as without what was stored; what the step has learnt of its past stays. */
function counted(
  world: WorkingDraft,
  { bucket, version }: Stored,
  stored: ObjectVersion | undefined,
): Bucket | undefined {
  const now = world.buckets.get(bucket);
  const change = (version === undefined ? 0 : 1) - (stored === undefined ? 0 : 1);
  return now && { ...now, objectCount: now.objectCount + change };
}
