import { type CachedBucketKeyEvent, cachedBucketKey, type Scope } from '../../../model/index.ts';
import type { BucketKeysPlace } from './layout.ts';

/** What takes plaintext away from a cache. */
export type Loss = Extract<CachedBucketKeyEvent, 'LifetimeEnds' | 'Evict' | 'RestartHosts'>;

/**
 * Moves the chart of a cached bucket key if some place in a cache went cold between two values of bucket keys. The
 * model forgets plaintext lazily, by time and by epochs; in a state it is gone at once.
 */
export function coolDown(model: Scope, keys: BucketKeysPlace, before: number, after: number, loss: Loss): void {
  const left = warmPlaces(model, keys, after);
  for (const place of warmPlaces(model, keys, before)) if (!left.has(place)) cachedBucketKey.on[loss].from('warm');
}

/** Places in caches that have plaintext: the numbers of the model for what is held. */
function warmPlaces(model: Scope, { part, holdings }: BucketKeysPlace, value: number): ReadonlySet<number> {
  const record = part.values.record(value);
  const warm = new Set(holdings.filter((_, index) => record.holdings[index] !== undefined));
  for (const { family, readers } of record.generations) {
    for (const { identity, cache } of readers) warm.add(model.holding(family, identity, cache));
  }
  return warm;
}
