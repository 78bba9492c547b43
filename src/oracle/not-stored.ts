import { type Bucket, type ObjectVersion, objectWritten, type Step, type WorkingDraft } from '../../model/index.ts';

/** What lies where a step writes an object. */
export interface Stored {
  readonly object: number;
  readonly version: ObjectVersion | undefined;
  readonly bucket: number;
  readonly of: Bucket | undefined;
}

/** What lies where a step is going to write; undefined where it writes no object. */
export function storedAt({ scope, objects, buckets }: WorkingDraft, { event }: Step): Stored | undefined {
  const target = objectWritten(event);
  if (target === undefined) return undefined;
  const [object, bucket] = [scope.object(target.bucket, target.key), scope.bucket(target.bucket)];
  return { object, version: objects.get(object), bucket, of: buckets.get(bucket) };
}

/**
 * Takes back what a step has stored, and leaves what it has brought into caches: S3 failed after it had asked KMS
 * (F-160). False where nothing was stored.
 */
export function notStored(world: WorkingDraft, before: Stored | undefined): boolean {
  if (before === undefined || world.objects.get(before.object) === before.version) return false;
  world.set('objects', before.object, before.version);
  world.set('buckets', before.bucket, before.of);
  return true;
}
