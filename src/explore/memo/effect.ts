import { NO_BUCKET_KEY, type ObjectVersion } from '../../../model/index.ts';
import type { BucketKeysEdit, Loss } from '../parts/bucket-keys.ts';
import type { BucketKeysPlace, Layout } from '../parts/layout.ts';
import { environmentOf } from '../parts/settings.ts';
import type { TrackedWorld } from './tracked-world.ts';

/** A part that has another value after a step. */
export interface Write {
  readonly place: number;
  readonly value: number;
}

/** Something done to bucket keys whatever they are. */
export interface Edit {
  readonly place: number;
  readonly edit: BucketKeysEdit;
}

/** What a step does to a state. */
export interface Effect {
  /** Parts whose values differ from before, by place. */
  readonly writes: readonly Write[];
  /** What is done to bucket keys, by place. */
  readonly edits: readonly Edit[];
}

/** What a step has done to a state, read from the draft it worked on. */
export function effectOf(layout: Layout, after: TrackedWorld): Effect {
  const writes: Write[] = [];
  const write = (place: number, value: number) => {
    if (after.valueAt(place) !== value) writes.push({ place, value });
  };
  if (after.isEnvironmentWritten) {
    const { place, part } = layout.environment;
    write(place, part.encode(environmentOf(after)));
  }
  for (const [number, key] of after.kmsKeys.written) {
    const placed = layout.kmsKeys.get(number);
    if (placed !== undefined && key !== undefined) write(placed.place, placed.part.encode(key));
  }
  for (const [number, alias] of after.aliases.written) {
    const placed = layout.aliases.get(number);
    if (placed !== undefined && alias !== undefined) write(placed.place, placed.part.encode(alias));
  }
  const lost = new Map<BucketKeysPlace, Loss>(
    after.restartEpoch > 0 ? layout.bucketKeys.map((keys) => [keys, 'HostsRestart']) : [],
  );
  for (const [number, bucket] of after.buckets.written) {
    const placed = layout.buckets.get(number);
    if (placed === undefined) throw new RangeError(`no state has the bucket ${number}`);
    for (const keys of layout.bucketKeys) {
      if (keys.bucket !== placed.index) continue;
      if (bucket !== undefined && bucket.cacheEpoch > 0) lost.set(keys, 'Evict');
    }
    write(placed.place, placed.part.encode(bucket && { ...bucket, cacheEpoch: 0 }));
  }
  for (const [number, version] of after.objects.written) {
    const object = layout.objects.get(number);
    if (object === undefined) throw new RangeError(`no state has the object ${number}`);
    write(object.place, object.part.encode(version));
  }
  for (const [number, newest] of after.versions.written) {
    const versions = layout.versions.get(number);
    if (versions !== undefined) write(versions.place, versions.part.encode(newest));
    else if (newest !== undefined) throw new RangeError('a scope whose buckets keep versions needs mostVersions');
  }
  for (const [number, upload] of after.uploads.written) {
    const placed = layout.uploads.get(number);
    if (placed === undefined) throw new RangeError(`no state has the upload ${number}`);
    write(placed.place, placed.part.encode(upload));
  }
  const edits: Edit[] = [];
  for (const keys of new Set([...lost.keys(), ...touchedKeys(layout, after)])) {
    edits.push({ place: keys.place, edit: editOf(layout, after, keys, lost.get(keys)) });
  }
  writes.sort((a, b) => a.place - b.place);
  return { writes, edits: edits.sort((a, b) => a.place - b.place) };
}

/** The bucket keys a step has changed, or whose objects it has. */
function touchedKeys(layout: Layout, after: TrackedWorld): ReadonlySet<BucketKeysPlace> {
  const touched = new Set<BucketKeysPlace>();
  const touch = (keys: BucketKeysPlace | undefined) => {
    if (keys !== undefined) touched.add(keys);
  };
  for (const number of after.families.written.keys()) touch(layout.families.get(number)?.keys);
  for (const number of after.holdings.written.keys()) touch(layout.holdings.get(number)?.keys);
  for (const [number, key] of after.bucketKeys.written) {
    touch(key === undefined ? layout.bucketKeysOf(number) : layout.families.get(key.family)?.keys);
  }
  for (const [number, version] of after.objects.written) {
    const object = layout.objects.get(number);
    if (object === undefined) continue;
    touch(layout.families.get(object.part.values.record(after.valueAt(object.place))?.family ?? -1)?.keys);
    touch(layout.families.get(version?.family ?? -1)?.keys);
  }
  for (const [number, upload] of after.uploads.written) {
    const placed = layout.uploads.get(number);
    if (placed === undefined) continue;
    const before = placed.part.values.record(after.valueAt(placed.place));
    touch(layout.families.get(before?.version.family ?? -1)?.keys);
    touch(layout.families.get(upload?.version.family ?? -1)?.keys);
  }
  return touched;
}

function editOf(layout: Layout, after: TrackedWorld, keys: BucketKeysPlace, loss: Loss | undefined): BucketKeysEdit {
  const objects: BucketKeysEdit['objects'][number][] = [];
  const note = (inBucket: number, version: ObjectVersion | undefined): void => {
    const among = layout.families.get(version?.family ?? -1);
    const isHere = version !== undefined && among?.keys === keys;
    objects.push(isHere ? [inBucket, among.index, version.bucketKey] : [inBucket, -1, NO_BUCKET_KEY]);
  };
  for (const [inBucket, number] of (layout.objectsOf[keys.bucket] ?? []).entries())
    if (after.objects.written.has(number)) note(inBucket, after.objects.written.get(number));
  for (const number of layout.uploadsOf[keys.bucket] ?? []) {
    const inBucket = layout.uploads.get(number)?.inBucket ?? -1;
    if (after.uploads.written.has(number)) note(inBucket, after.uploads.written.get(number)?.version);
  }
  const indexed = <T>(written: ReadonlyMap<number, T>, numbers: readonly number[]) =>
    [...written].map(([number, record]) => [numbers.indexOf(number), record] as const).filter(([index]) => index >= 0);
  return {
    families: indexed(after.families.written, keys.families),
    holdings: indexed(after.holdings.written, keys.holdings),
    bucketKeys: [...after.bucketKeys.written].filter(([, key]) => keys.families.includes(key?.family ?? -1)),
    objects,
    loss,
  };
}
