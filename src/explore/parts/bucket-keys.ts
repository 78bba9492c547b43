import {
  bucketKey,
  type Family,
  type Generation,
  type Holding,
  NO_BUCKET_KEY,
  type Profile,
  type Reader,
  SOME_BUCKET_KEY,
} from '../../../model/index.ts';
import { BucketKeyNames } from './bucket-key-names.ts';
import { keepsSight, movedFamily, movedGeneration, movedHolding } from './bucket-key-times.ts';
import { NOW_MS, type Part } from './part.ts';
import { Values } from './values.ts';
import type { Loss } from './warmth.ts';

/**
 * Everything that there is of bucket keys in one bucket under one KMS key, and which objects are under which of them.
 */
export interface BucketKeys {
  /** By partition of extra context. */
  readonly families: readonly (Family | undefined)[];
  /** By place: see {@link BucketKeysShape}. */
  readonly holdings: readonly (Holding | undefined)[];
  /** The bucket keys that still matter; the first has the number `firstGeneration` of the part. */
  readonly generations: readonly Generation[];
  /** For each object of the bucket the partition it belongs to; -1 = it has no bucket key of this part. */
  readonly partitions: readonly number[];
  /** For each object of the bucket the number of its bucket key. */
  readonly references: readonly number[];
}

/** Most bucket keys of one bucket under one KMS key that can matter at a time; a scope that needs more is refused. */
export const MOST_GENERATIONS = 256;

/** How many of each there are, and where the numbers of bucket keys begin. */
export interface BucketKeysShape {
  readonly objects: number;
  readonly partitions: number;
  /** Places of holdings in each partition: one for each requester identity and cache. */
  readonly places: number;
  readonly firstGeneration: number;
}

/** Bucket keys that are not in their normal form: numbers of bucket keys are whatever a step gave them. */
export interface LooseBucketKeys extends Omit<BucketKeys, 'generations'> {
  generation(number: number): Generation | undefined;
}

/** What a step does to bucket keys, whatever they are: records put at places, and losses. */
export interface BucketKeysEdit {
  readonly families: readonly (readonly [index: number, family: Family | undefined])[];
  readonly holdings: readonly (readonly [index: number, holding: Holding | undefined])[];
  readonly generations: readonly (readonly [number: number, generation: Generation | undefined])[];
  readonly objects: readonly (readonly [inBucket: number, partition: number, reference: number])[];
  /**
   * What makes every cache of the bucket lose its plaintext before all else, if anything does; what is stored stays
   * (F-107).
   */
  readonly loss: Loss | undefined;
  /** The bucket is another one afterwards, without any bucket key (U-25). */
  readonly isDropped: boolean;
}

/**
 * The bucket keys of one bucket under one KMS key, in a normal form: what no step can come to see is the same in all of
 * them. That are the numbers of bucket keys, what expired or was lost, bucket keys nothing refers to, and by how much
 * an age is beyond the lifetime that asks for it.
 */
export class BucketKeysPart implements Part<BucketKeys> {
  readonly name: string;
  readonly values: Values<BucketKeys>;
  /** Number of the value without any bucket key. */
  readonly none: number;
  readonly #shape: BucketKeysShape;
  readonly #profile: Profile;
  readonly #isStrict: boolean;

  constructor(name: string, shape: BucketKeysShape, profile: Profile) {
    this.name = name;
    this.values = new Values(name);
    this.#shape = shape;
    this.#profile = profile;
    this.#isStrict = keepsSight(profile);
    this.none = this.encode({
      families: fill(shape.partitions, undefined),
      holdings: fill(shape.partitions * shape.places, undefined),
      generations: [],
      partitions: fill(shape.objects, -1),
      references: fill(shape.objects, NO_BUCKET_KEY),
    });
  }

  encode(record: BucketKeys): number {
    const { firstGeneration } = this.#shape;
    return this.settle({ ...record, generation: (number) => record.generations[number - firstGeneration] });
  }

  /** Number of the normal form of bucket keys. */
  settle(loose: LooseBucketKeys): number {
    const names = new BucketKeyNames(this.#shape.firstGeneration);
    const { partitions } = loose;
    const references = loose.references.map((number) => names.name(number));
    const holdings = loose.holdings.map((holding) => holding && this.#normalHolding(holding, names));
    const families = loose.families.map((family, partition) => {
      const held = holdings.slice(partition * this.#shape.places, (partition + 1) * this.#shape.places);
      const isUsed = partitions.includes(partition) || held.some((holding) => holding !== undefined);
      return family && this.#normalFamily(family, isUsed, references, names);
    });
    const generations = [...names.named()].map((number) => this.#normalGeneration(loose.generation(number)));
    if (generations.length > MOST_GENERATIONS) throw new RangeError(`${this.name} are more than ${MOST_GENERATIONS}`);
    const settled = { families, holdings, generations, partitions, references };
    return this.values.number(JSON.stringify(settled), settled);
  }

  /** Number of the value after an edit. */
  edited(value: number, edit: BucketKeysEdit): number {
    if (edit.isDropped) return this.none;
    const before = this.values.record(value);
    const isLost = edit.loss !== undefined;
    const families = replaced(before.families, edit.families);
    const holdings = replaced(isLost ? before.holdings.map(() => undefined) : before.holdings, edit.holdings);
    const partitions = replaced(
      before.partitions,
      edit.objects.map(([object, partition]) => [object, partition] as const),
    );
    const references = replaced(
      before.references,
      edit.objects.map(([object, , reference]) => [object, reference] as const),
    );
    const generations = new Map(edit.generations);
    const generation = (number: number): Generation | undefined => {
      if (generations.has(number)) return generations.get(number);
      const there = before.generations[number - this.#shape.firstGeneration];
      return there !== undefined && isLost ? { ...there, readers: [] } : there;
    };
    return this.settle({ families, holdings, partitions, references, generation });
  }

  moved({ families, holdings, generations, ...rest }: BucketKeys, byMs: number): BucketKeys {
    return {
      ...rest,
      families: families.map((family) => family && movedFamily(family, byMs)),
      holdings: holdings.map((holding) => holding && movedHolding(holding, byMs)),
      generations: generations.map((generation) => movedGeneration(generation, byMs)),
    };
  }

  #normalFamily(
    family: Family,
    isUsed: boolean,
    references: readonly number[],
    names: BucketKeyNames,
  ): Family | undefined {
    const lifetimeMs = this.#profile.generationLifetime.maxMs;
    const isYoung = isAfterNow(family.newestMintedAtMs, lifetimeMs);
    const othersUntilMs = upcoming(family.othersUntilMs);
    if (this.#profile.coldWrite.includes('unwrap') && isYoung)
      return { ...family, newest: names.name(family.newest), othersUntilMs };
    // Objects whose bucket key nobody saw ask for the age of their family, or of the one their context would have made
    // (U-12).
    if (references.includes(SOME_BUCKET_KEY)) {
      const newestMintedAtMs = Math.max(family.newestMintedAtMs, NOW_MS - lifetimeMs);
      return { ...family, newest: SOME_BUCKET_KEY, newestMintedAtMs, othersUntilMs };
    }
    if (!isUsed) return undefined;
    return { ...family, newest: SOME_BUCKET_KEY, newestMintedAtMs: NEVER_MS, othersUntilMs: NEVER_MS };
  }

  #normalHolding(holding: Holding, names: BucketKeyNames): Holding | undefined {
    const { cacheLifetime, generationLifetime } = this.#profile;
    const isCached = (sinceMs: number) => isAfterNow(sinceMs, cacheLifetime.maxMs);
    const writes =
      holding.generation !== NO_BUCKET_KEY &&
      isCached(holding.obtainedAtMs) &&
      isAfterNow(holding.mintedAtMs, generationLifetime.maxMs);
    const forWrites = writes
      ? {
          generation: names.name(holding.generation),
          mintedAtMs: holding.mintedAtMs,
          obtainedAtMs: holding.obtainedAtMs,
          byRead: holding.byRead,
        }
      : NO_WRITES;
    const outOfSight = this.#isStrict
      ? NEVER_OUT_OF_SIGHT
      : {
          othersUntilMs: upcoming(holding.othersUntilMs),
          someObtainedAtMs: isCached(holding.someObtainedAtMs) ? holding.someObtainedAtMs : NEVER_MS,
          lastObtainedAtMs: isCached(holding.lastObtainedAtMs) ? holding.lastObtainedAtMs : NEVER_MS,
        };
    const { othersUntilMs, someObtainedAtMs, lastObtainedAtMs } = outOfSight;
    const isOver = !writes && Math.max(othersUntilMs, someObtainedAtMs, lastObtainedAtMs) === NEVER_MS;
    return isOver ? undefined : { ...forWrites, epoch: 0, ...outOfSight };
  }

  #normalGeneration(generation: Generation | undefined): Generation {
    if (generation === undefined) throw new RangeError(`${this.name} refers to a bucket key that is not there`);
    const { family, mintedAtMs } = generation;
    const { cacheLifetime, generationLifetime, writeWarmsRead } = this.#profile;
    const readers = generation.readers
      .filter(
        ({ byWrite, obtainedAtMs }) =>
          (!byWrite || writeWarmsRead.includes(true)) && isAfterNow(obtainedAtMs, cacheLifetime.maxMs),
      )
      .sort(byReader);
    // Whoever looks at a bucket key first brings its chart up to the time.
    const isOver = !isAfterNow(mintedAtMs, generationLifetime.maxMs);
    const state = (isOver ? bucketKey.next(generation.state, 'GenerationLifetimeEnds') : undefined) ?? generation.state;
    // Bucket keys are compared by age with what was obtained of the family, so both must be kept for as long as either
    // matters.
    const longestMs = Math.max(cacheLifetime.maxMs, generationLifetime.maxMs);
    return { state, family, mintedAtMs: Math.max(mintedAtMs, NOW_MS - longestMs), readers };
  }
}

/** What is remembered of times that do not matter. */
const NEVER_MS = -1;
const NO_WRITES = { generation: NO_BUCKET_KEY, mintedAtMs: NEVER_MS, obtainedAtMs: NEVER_MS, byRead: false } as const;
const NEVER_OUT_OF_SIGHT = { othersUntilMs: NEVER_MS, someObtainedAtMs: NEVER_MS, lastObtainedAtMs: NEVER_MS } as const;

/** Whether a lifetime that began at a time, if ever, is not over. */
function isAfterNow(sinceMs: number, lifetimeMs: number): boolean {
  return sinceMs >= 0 && NOW_MS < sinceMs + lifetimeMs;
}

/** A time that is still to come, or never. */
function upcoming(untilMs: number): number {
  return NOW_MS < untilMs ? untilMs : NEVER_MS;
}

function byReader(a: Reader, b: Reader): number {
  return (
    a.identity - b.identity ||
    a.cache - b.cache ||
    Number(a.byWrite) - Number(b.byWrite) ||
    a.obtainedAtMs - b.obtainedAtMs
  );
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
