import {
  type BucketKey,
  bucketKey,
  type CacheEntry,
  type CacheEntryEvent,
  cacheEntry,
  type Family,
  type Holding,
  NO_BUCKET_KEY,
  type Profile,
} from '../../../model/index.ts';
import { bucketKeyStateAt, entryStateAt, mayServe } from '../../../model/rules/bucket-key-lifetime.ts';
import { BucketKeyNames } from './bucket-key-names.ts';
import { movedBucketKey } from './bucket-key-times.ts';
import { NOW_MS, type Part } from './part.ts';
import { Values } from './values.ts';

/**
 * Everything that there is of bucket keys in one bucket under one KMS key, and which objects are under which of them.
 */
export interface BucketKeys {
  /** By partition of extra context. */
  readonly families: readonly (Family | undefined)[];
  /** By place: see {@link BucketKeysShape}. */
  readonly holdings: readonly (Holding | undefined)[];
  /** The bucket keys that still matter; the first has the number `firstBucketKey` of the part. */
  readonly bucketKeys: readonly BucketKey[];
  /** For each object of the bucket the partition it belongs to; -1 = it has no bucket key of this part. */
  readonly partitions: readonly number[];
  /** For each object of the bucket the number of its bucket key. */
  readonly references: readonly number[];
}

/** Most bucket keys of one bucket under one KMS key that can matter at a time; a scope that needs more is refused. */
export const MOST_BUCKET_KEYS = 256;

/** How many of each there are, and where the numbers of bucket keys begin. */
export interface BucketKeysShape {
  readonly objects: number;
  readonly partitions: number;
  /** Places of holdings in each partition: one for each requester identity and cache. */
  readonly places: readonly Pick<CacheEntry, 'identity' | 'cache'>[];
  readonly firstBucketKey: number;
}

/** Bucket keys that are not in their normal form: numbers of bucket keys are whatever a step gave them. */
export interface LooseBucketKeys extends Omit<BucketKeys, 'bucketKeys'> {
  bucketKey(number: number): BucketKey | undefined;
}

/** What takes plaintext away from every cache of a bucket. */
export type Loss = Extract<CacheEntryEvent, 'Evict' | 'HostsRestart'>;

/** What a step does to bucket keys, whatever they are: records put at places, and losses. */
export interface BucketKeysEdit {
  readonly families: readonly (readonly [index: number, family: Family | undefined])[];
  readonly holdings: readonly (readonly [index: number, holding: Holding | undefined])[];
  readonly bucketKeys: readonly (readonly [number: number, key: BucketKey | undefined])[];
  readonly objects: readonly (readonly [inBucket: number, partition: number, reference: number])[];
  /** What every entry of every cache meets before all else, if anything; what is stored stays (F-107). */
  readonly loss: Loss | undefined;
}

/**
 * The bucket keys of one bucket under one KMS key, in a normal form: what no step can come to see is the same in all of
 * them. That are the numbers of bucket keys, entries that are over or serve nobody, bucket keys nothing refers to, and
 * by how much an age is beyond the lifetime that asks for it.
 */
export class BucketKeysPart implements Part<BucketKeys> {
  readonly name: string;
  readonly values: Values<BucketKeys>;
  /** Number of the value without any bucket key. */
  readonly none: number;
  readonly #shape: BucketKeysShape;
  readonly #profile: Profile;

  constructor(name: string, shape: BucketKeysShape, profile: Profile) {
    this.name = name;
    this.values = new Values(name);
    this.#shape = shape;
    this.#profile = profile;
    this.none = this.encode({
      families: fill(shape.partitions, undefined),
      holdings: fill(shape.partitions * shape.places.length, undefined),
      bucketKeys: [],
      partitions: fill(shape.objects, -1),
      references: fill(shape.objects, NO_BUCKET_KEY),
    });
  }

  encode(record: BucketKeys, nowMs = NOW_MS): number {
    const { firstBucketKey } = this.#shape;
    return this.settle({ ...record, bucketKey: (number) => record.bucketKeys[number - firstBucketKey] }, nowMs);
  }

  /** Number of the normal form of bucket keys. */
  settle(loose: LooseBucketKeys, nowMs = NOW_MS): number {
    const names = new BucketKeyNames(this.#shape.firstBucketKey);
    const { partitions } = loose;
    const known = new Map<number, BucketKey>();
    const settled = (number: number): BucketKey => {
      const key = known.get(number) ?? this.#settled(loose.bucketKey(number), nowMs);
      known.set(number, key);
      return key;
    };
    const references = loose.references.map((number) => names.name(number));
    /** New numbers, in an order that does not tell which bucket key was there first. */
    const ordered = (numbers: readonly number[]): readonly number[] => {
      if (numbers.length < 2) return numbers.map((number) => names.name(number));
      const ranked = numbers.map((number) => {
        const rank = names.rank(number);
        return { number, rank, content: rank < 0 ? JSON.stringify(settled(number)) : '' };
      });
      ranked.sort((a, b) => (a.content === b.content ? a.rank - b.rank : a.content < b.content ? -1 : 1));
      return ranked.map(({ number }) => names.name(number));
    };
    const holdings = loose.holdings.map((holding, index) => {
      const place = this.#shape.places[index % this.#shape.places.length];
      const bucketKeys = holding?.bucketKeys.filter((number) => this.#servesWrites(settled(number), place)) ?? [];
      if (bucketKeys.length === 0) return undefined;
      // A counted cache is asked for the newest first; with as many as it takes any may answer (U-04).
      const isAny = this.#profile.caches === 'any';
      return { bucketKeys: isAny ? ordered(bucketKeys) : bucketKeys.map((number) => names.name(number)) };
    });
    const families = loose.families.map((family) => {
      // Only a write that may have a bucket key decrypted asks for those that are there (U-07).
      if (!this.#profile.coldWrite.includes('unwrap')) return undefined;
      const live = family?.live.filter((number) => !bucketKey.on.MakeDataKey.refuses(settled(number).state)) ?? [];
      return live.length === 0 ? undefined : { live: ordered(live) };
    });
    const bucketKeys = [...names.named()].map(settled);
    if (bucketKeys.length > MOST_BUCKET_KEYS) throw new RangeError(`${this.name} are more than ${MOST_BUCKET_KEYS}`);
    const normal = { families, holdings, bucketKeys, partitions, references };
    return this.values.number(JSON.stringify(normal), normal);
  }

  /** Number of the value after an edit. */
  edited(value: number, edit: BucketKeysEdit): number {
    const before = this.values.record(value);
    const { loss } = edit;
    const bucketKeys = new Map(edit.bucketKeys);
    return this.settle({
      families: replaced(before.families, edit.families),
      holdings: replaced(before.holdings, edit.holdings),
      partitions: replaced(
        before.partitions,
        edit.objects.map(([object, partition]) => [object, partition] as const),
      ),
      references: replaced(
        before.references,
        edit.objects.map(([object, , reference]) => [object, reference] as const),
      ),
      bucketKey: (number) => {
        if (bucketKeys.has(number)) return bucketKeys.get(number);
        const there = before.bucketKeys[number - this.#shape.firstBucketKey];
        return there !== undefined && loss !== undefined ? afterLoss(there, loss) : there;
      },
    });
  }

  moved({ bucketKeys, ...rest }: BucketKeys, byMs: number): BucketKeys {
    return { ...rest, bucketKeys: bucketKeys.map((key) => movedBucketKey(key, byMs)) };
  }

  #servesWrites({ state, entries }: BucketKey, place: Pick<CacheEntry, 'identity' | 'cache'> | undefined): boolean {
    if (bucketKey.on.MakeDataKey.refuses(state)) return false;
    return entries.some(
      (entry) =>
        entry.identity === place?.identity &&
        entry.cache === place.cache &&
        mayServe(this.#profile, entry, 'write') &&
        !cacheEntry.on.Use.refuses(entry.state),
    );
  }

  /** A bucket key as it is by now, with the entries that may serve somebody. */
  #settled(key: BucketKey | undefined, nowMs: number): BucketKey {
    if (key === undefined) throw new RangeError(`${this.name} refers to a bucket key that is not there`);
    const { cacheLifetime, generationLifetime } = this.#profile;
    const state = bucketKeyStateAt(key, nowMs, this.#profile);
    const makes = !bucketKey.on.MakeDataKey.refuses(state);
    // Nothing has been lost since an earlier epoch: in a state there is but one.
    const look = { nowMs, restartEpoch: 0, cacheEpoch: 0 };
    const entries = key.entries
      .map((entry) => ({ ...entry, state: entryStateAt(entry, look, this.#profile) }))
      .filter(
        (entry) =>
          entry.state !== cacheEntry.initial &&
          (mayServe(this.#profile, entry, 'read') || (makes && mayServe(this.#profile, entry, 'write'))),
      )
      .sort(byEntry);
    // What tells ages apart is kept for as long as a lifetime asks for it.
    const longestMs = Math.max(cacheLifetime.maxMs, generationLifetime.maxMs);
    const createdAtMs = Math.max(key.createdAtMs, NOW_MS - longestMs);
    return { state, family: key.family, createdAtMs, uses: makes ? key.uses : 0, entries };
  }
}

function afterLoss({ state, family, createdAtMs, uses, entries }: BucketKey, loss: Loss): BucketKey {
  const left = entries.map((entry) => ({ ...entry, state: cacheEntry.on[loss].after(entry.state) }));
  return { state, family, createdAtMs, uses, entries: left };
}

function byEntry(a: CacheEntry, b: CacheEntry): number {
  return a.identity - b.identity || a.cache - b.cache || order(a) - order(b) || a.obtainedAtMs - b.obtainedAtMs;
}

function order({ by }: CacheEntry): number {
  return by === 'read' ? 0 : 1;
}

/** A list with some of its items replaced. */
function replaced<T>(items: readonly T[], changes: readonly (readonly [index: number, item: T])[]): readonly T[] {
  if (changes.length === 0) return items;
  const copy = [...items];
  for (const [index, item] of changes) copy[index] = item;
  return copy;
}

function fill<T>(length: number, value: T): readonly T[] {
  return new Array<T>(length).fill(value);
}
