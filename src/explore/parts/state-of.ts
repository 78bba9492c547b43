import { type Bucket, NO_ALIAS, NO_BUCKET_KEY, type World } from '../../../model/index.ts';
import { entryStateAt } from '../../../model/rules/bucket-key-lifetime.ts';
import { movedBucketKey } from './bucket-key-times.ts';
import type { BucketKeysPlace, Layout } from './layout.ts';
import { NOW_MS, type Part } from './part.ts';
import { environmentOf } from './settings.ts';

/**
 * The state of any world of a scope: one number for each part.
 *
 * @throws RangeError when it is no whole number of ticks since the beginning.
 */
export function stateOf(layout: Layout, world: World): number[] {
  const state = new Array<number>(layout.size).fill(0);
  const byMs = NOW_MS - world.nowMs;
  const ticks = world.nowMs / layout.tickMs;
  if (!Number.isInteger(ticks))
    throw new RangeError(`${ticks} ticks: every time of a scope must be a whole number of ticks`);
  const encode = <V>(part: Part<V>, record: V) => part.encode(part.moved(record, byMs));
  const { place, part } = layout.environment;
  state[place] = encode(part, environmentOf(world));
  for (const [number, placed] of layout.kmsKeys) state[placed.place] = encode(placed.part, world.kmsKeys.get(number));
  for (const [number, placed] of layout.aliases)
    state[placed.place] = encode(placed.part, world.aliases.get(number) ?? NO_ALIAS);
  for (const [number, placed] of layout.objects) state[placed.place] = placed.part.encode(world.objects.get(number));
  for (const [number, placed] of layout.versions) state[placed.place] = placed.part.encode(world.versions.get(number));
  for (const [number, placed] of layout.uploads) state[placed.place] = placed.part.encode(world.uploads.get(number));
  for (const [number, placed] of layout.buckets) {
    const bucket = world.buckets.get(number);
    state[placed.place] = encode(placed.part, bucket && { ...bucket, cacheEpoch: 0 });
    for (const keys of layout.bucketKeys) {
      if (keys.bucket === placed.index)
        state[keys.place] = bucket === undefined ? keys.part.none : bucketKeysIn(layout, world, bucket, keys);
    }
  }
  return state;
}

function bucketKeysIn(
  layout: Layout,
  world: World,
  { cacheEpoch }: Bucket,
  { bucket, families, holdings, part }: BucketKeysPlace,
): number {
  const look = { nowMs: world.nowMs, restartEpoch: world.restartEpoch, cacheEpoch };
  const versions = [
    ...(layout.objectsOf[bucket] ?? []).map((number) => world.objects.get(number)),
    ...(layout.uploadsOf[bucket] ?? []).map((number) => world.uploads.get(number)?.version),
  ];
  const partitions = versions.map((version) => families.indexOf(version?.family ?? -1));
  return part.settle({
    families: families.map((number) => world.families.get(number)),
    holdings: holdings.map((number) => world.holdings.get(number)),
    partitions,
    references: versions.map((version, object) =>
      partitions[object] === -1 ? NO_BUCKET_KEY : (version?.bucketKey ?? NO_BUCKET_KEY),
    ),
    bucketKey: (number) => {
      const key = world.bucketKeys.get(number);
      if (key === undefined) return undefined;
      const entries = key.entries.map((entry) => ({
        ...entry,
        state: entryStateAt(entry, look, world.scope.profile),
        epoch: 0,
      }));
      return movedBucketKey({ ...key, entries }, NOW_MS - world.nowMs);
    },
  });
}
