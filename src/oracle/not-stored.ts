import {
  type Bucket,
  type Event,
  type ObjectName,
  type ObjectVersion,
  objectWritten,
  type PossibleVersions,
  type Step,
  type VersionEntry,
  type WorkingDraft,
} from '../../model/index.ts';

/** What lies where a step writes an object. */
export interface Stored {
  readonly object: number;
  readonly version: ObjectVersion | undefined;
  readonly possible: PossibleVersions | undefined;
  readonly bucket: number;
  readonly of: Bucket | undefined;
}

/** What lies where a step is going to write; undefined where it writes no object. */
export function storedAt(world: WorkingDraft, { event }: Step): Stored | undefined {
  const { scope, objects, possibleVersions, buckets } = world;
  const target = objectWritten(event);
  if (target === undefined) return undefined;
  const [object, bucket] = [numberWritten(world, event, target), scope.bucket(target.bucket)];
  return {
    object,
    version: objects.get(object),
    possible: possibleVersions.get(object),
    bucket,
    of: buckets.get(bucket),
  };
}

/** The number of what is written: the current version, or that of an id which an update names. */
function numberWritten({ scope, versions }: WorkingDraft, event: Event, { bucket, key }: ObjectName): number {
  const current = scope.object(bucket, key);
  const id = event.op === 'UpdateObjectEncryption' ? event.versionId : undefined;
  const newest = versions.get(current);
  if (id === undefined || newest === undefined) return current;
  let entry: VersionEntry | undefined = newest;
  while (entry !== undefined && entry.id !== id && `#${entry.rank}` !== id) entry = entry.older;
  return entry === undefined || entry === newest ? current : scope.version(current, entry.rank);
}

/**
 * Takes back what a step has stored, and leaves what it has brought into caches: S3 failed after it had asked KMS
 * (F-160). False where nothing was stored.
 */
export function notStored(world: WorkingDraft, before: Stored | undefined): boolean {
  if (before === undefined) return false;
  const stored = world.objects.get(before.object);
  if (stored === before.version && world.possibleVersions.get(before.object) === before.possible) return false;
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
