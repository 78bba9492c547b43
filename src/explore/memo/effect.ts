import type { Generation } from '../../../model/index.ts';
import { NO_BUCKET_KEY } from '../../../model/index.ts';
import type { BucketKeysPlace, Layout } from '../parts/layout.ts';
import type { TracedWorld } from './traced-world.ts';

/** A part that has another value after a step. */
export interface Write {
  readonly place: number;
  readonly value: number;
}

/** What a step does to a state. */
export interface Effect {
  /** Parts whose values differ from before, by place. */
  readonly writes: readonly Write[];
  /** Places of bucket keys that lose every cached plaintext, whatever their value is. */
  readonly loses: readonly number[];
  /** Places of bucket keys that are gone with their bucket, whatever their value is. */
  readonly drops: readonly number[];
}

/** What a step has done to a state, read from the draft it worked on. */
export function effectOf(layout: Layout, after: TracedWorld): Effect {
  const writes: Write[] = [];
  const write = (place: number, value: number) => {
    if (after.valueAt(place) !== value) writes.push({ place, value });
  };
  if (after.isEnvironmentWritten) {
    const { place, part } = layout.environment;
    write(place, part.encode({ kmsThrottled: after.kmsThrottled, cachesTouched: after.cachesTouched }));
  }
  for (const [number, key] of after.kmsKeys.written) {
    const placed = layout.kmsKeys.get(number);
    if (placed !== undefined && key !== undefined) write(placed.place, placed.part.encode(key));
  }
  for (const [number, alias] of after.aliases.written) {
    const placed = layout.aliases.get(number);
    if (placed !== undefined && alias !== undefined) write(placed.place, placed.part.encode(alias));
  }
  const loses = new Set(after.restartEpoch > 0 ? layout.bucketKeys : []);
  const drops = new Set<BucketKeysPlace>();
  for (const [number, bucket] of after.buckets.written) {
    const placed = layout.buckets.get(number);
    if (placed === undefined) throw new RangeError(`no state has the bucket ${number}`);
    const isAnother = bucket?.incarnation !== placed.index;
    for (const keys of layout.bucketKeys) {
      if (keys.bucket !== placed.index) continue;
      if (isAnother) drops.add(keys);
      else if (bucket.cacheEpoch > 0) loses.add(keys);
    }
    write(placed.place, placed.part.encode(bucket && { ...bucket, incarnation: placed.index, cacheEpoch: 0 }));
  }
  const touched = touchedKeys(layout, after);
  for (const [number, version] of after.objects.written) {
    const object = layout.objects.get(number);
    if (object === undefined) throw new RangeError(`no state has the object ${number}`);
    write(object.place, object.part.encode(version));
  }
  for (const keys of touched) write(keys.place, settled(layout, after, keys));
  writes.sort((a, b) => a.place - b.place);
  return { writes, loses: placesOf(loses), drops: placesOf(drops) };
}

function placesOf(keys: ReadonlySet<BucketKeysPlace>): readonly number[] {
  return [...keys].map(({ place }) => place);
}

/** The bucket keys a step has changed, or whose objects it has. */
function touchedKeys(layout: Layout, after: TracedWorld): ReadonlySet<BucketKeysPlace> {
  const touched = new Set<BucketKeysPlace>();
  const touch = (keys: BucketKeysPlace | undefined) => {
    if (keys !== undefined) touched.add(keys);
  };
  for (const number of after.families.written.keys()) touch(layout.families.get(number)?.keys);
  for (const number of after.holdings.written.keys()) touch(layout.holdings.get(number)?.keys);
  for (const [number, generation] of after.generations.written) {
    touch(generation === undefined ? layout.bucketKeysOf(number) : layout.families.get(generation.family)?.keys);
  }
  for (const [number, version] of after.objects.written) {
    const object = layout.objects.get(number);
    if (object === undefined) continue;
    touch(layout.families.get(object.part.values.record(after.valueAt(object.place))?.family ?? -1)?.keys);
    touch(layout.families.get(version?.family ?? -1)?.keys);
  }
  return touched;
}

function settled(layout: Layout, after: TracedWorld, keys: BucketKeysPlace): number {
  const before = after.keysIn(keys);
  const partitions = [...before.partitions];
  const references = [...before.references];
  for (const [inBucket, number] of (layout.objectsOf[keys.bucket] ?? []).entries()) {
    if (!after.objects.written.has(number)) continue;
    const version = after.objects.written.get(number);
    const among = layout.families.get(version?.family ?? -1);
    const isHere = version !== undefined && among?.keys === keys;
    partitions[inBucket] = isHere ? among.index : -1;
    references[inBucket] = isHere ? version.generation : NO_BUCKET_KEY;
  }
  return keys.part.settle({
    families: keys.families.map((number) => after.families.get(number)),
    holdings: keys.holdings.map((number) => after.holdings.get(number)),
    partitions,
    references,
    generation: (number: number): Generation | undefined => after.generations.get(number),
  });
}
