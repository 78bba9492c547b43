import { type Family, type Generation, type Holding, NO_BUCKET_KEY, type Profile, SOME_BUCKET_KEY } from '../../../model/index.ts';
import { BucketKeyNames } from './bucket-key-names.ts';
import { keepsSight, movedFamily, movedGeneration, movedHolding } from './bucket-key-times.ts';
import type { Part } from './part.ts';
import type { Ticks } from './times.ts';
import { Values } from './values.ts';

/** Everything that there is of bucket keys in one bucket under one KMS key, and which objects are under which of them. */
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

/** Bucket keys as a step left them: numbers of bucket keys are whatever the step gave them. */
export interface LooseBucketKeys extends Omit<BucketKeys, 'generations'> {
  generation(number: number): Generation | undefined;
}

/**
 * The bucket keys of one bucket under one KMS key. What no step can come to see is left out: numbers of bucket keys, what expired or was
 * lost, bucket keys nothing refers to; an age beyond the lifetime that asks for it is that lifetime.
 */
export class BucketKeysPart implements Part<BucketKeys> {
  readonly name: string;
  readonly values: Values<BucketKeys>;
  /** Number of the value without any bucket key. */
  readonly none: number;
  readonly #shape: BucketKeysShape;
  readonly #profile: Profile;
  readonly #ticks: Ticks;
  readonly #isStrict: boolean;

  constructor(name: string, shape: BucketKeysShape, profile: Profile, ticks: Ticks) {
    this.name = name;
    this.values = new Values(name);
    this.#shape = shape;
    this.#profile = profile;
    this.#ticks = ticks;
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

  /** Number of what a step left behind. */
  settle(loose: LooseBucketKeys): number {
    const names = new BucketKeyNames(this.#shape.firstGeneration);
    const key: unknown[] = loose.partitions.map((partition, object) => [partition, names.mention(loose.references[object])]);
    const references = loose.references.map((number) => names.named(number));
    const families = loose.families.map((family, partition) => this.#settleFamily(key, names, loose, family, partition));
    const holdings = loose.holdings.map((holding) => this.#settleHolding(key, names, holding));
    const generations = [...names.mentioned()].map((number) => this.#settleGeneration(key, loose.generation(number)));
    if (generations.length > MOST_GENERATIONS) throw new RangeError(`${this.name} are more than ${MOST_GENERATIONS}`);
    return this.values.number(JSON.stringify(key), { families, holdings, generations, partitions: loose.partitions, references });
  }

  moved({ families, holdings, generations, ...rest }: BucketKeys, byMs: number): BucketKeys {
    return {
      ...rest,
      families: families.map((family) => family && movedFamily(family, byMs)),
      holdings: holdings.map((holding) => holding && movedHolding(holding, byMs)),
      generations: generations.map((generation) => movedGeneration(generation, byMs)),
    };
  }

  /** Number of the value once every cache of the bucket has lost its plaintext: what is stored stays (F-107). */
  lost(value: number): number {
    const record = this.values.record(value);
    return this.encode({
      ...record,
      holdings: record.holdings.map(() => undefined),
      generations: record.generations.map((generation) => ({ ...generation, readers: [] })),
    });
  }

  #settleFamily(
    key: unknown[],
    names: BucketKeyNames,
    loose: LooseBucketKeys,
    family: Family | undefined,
    partition: number,
  ): Family | undefined {
    if (family === undefined) {
      key.push(0);
      return undefined;
    }
    const left = this.#ticks.leftOf(family.newestMintedAtMs, this.#profile.generationLifetime.maxMs);
    const others = this.#ticks.left(family.othersUntilMs);
    if (this.#profile.coldWrite.includes('unwrap') && left > 0) {
      const mentioned = names.mention(family.newest);
      key.push([1, mentioned, left, others]);
      return { ...family, newest: names.named(family.newest) };
    }
    // Objects whose bucket key nobody saw ask for the age of their family, or of the one their context would have made (U-12).
    const isAsked = loose.references.includes(SOME_BUCKET_KEY);
    const hasObjects = loose.partitions.includes(partition);
    key.push(isAsked ? [2, left, others] : 0);
    return hasObjects || isAsked ? { ...family, newest: SOME_BUCKET_KEY } : undefined;
  }

  #settleHolding(key: unknown[], names: BucketKeyNames, holding: Holding | undefined): Holding | undefined {
    if (holding === undefined) {
      key.push(0);
      return undefined;
    }
    const { cacheLifetime, generationLifetime } = this.#profile;
    const cached = this.#ticks.leftOf(holding.obtainedAtMs, cacheLifetime.maxMs);
    const making = this.#ticks.leftOf(holding.mintedAtMs, generationLifetime.maxMs);
    const isLive = holding.generation !== NO_BUCKET_KEY && cached > 0 && making > 0;
    const writes = isLive ? [names.mention(holding.generation), holding.byRead ? 1 : 0, cached, making] : [];
    const lostSight = [
      this.#ticks.left(holding.othersUntilMs),
      this.#ticks.leftOf(holding.someObtainedAtMs, cacheLifetime.maxMs),
      this.#ticks.leftOf(holding.lastObtainedAtMs, cacheLifetime.maxMs),
    ];
    const isOver = !isLive && (this.#isStrict || lostSight.every((left) => left === 0));
    key.push(isOver ? 0 : this.#isStrict ? writes : [...writes, '', ...lostSight]);
    if (isOver) return undefined;
    return { ...holding, generation: isLive ? names.named(holding.generation) : NO_BUCKET_KEY };
  }

  #settleGeneration(key: unknown[], generation: Generation | undefined): Generation {
    if (generation === undefined) throw new RangeError(`${this.name} refers to a bucket key that is not there`);
    const { cacheLifetime, generationLifetime, writeWarmsRead } = this.#profile;
    const readers = generation.readers.filter(
      ({ byWrite, obtainedAtMs }) =>
        (!byWrite || writeWarmsRead.includes(true)) && this.#ticks.leftOf(obtainedAtMs, cacheLifetime.maxMs) > 0,
    );
    // Bucket keys are compared by age with what was obtained of the family, so both must be kept for as long as either matters.
    const longestMs = Math.max(cacheLifetime.maxMs, generationLifetime.maxMs);
    const readerKeys = readers.map(({ identity, cache, byWrite, obtainedAtMs }) => [
      identity,
      cache,
      byWrite ? 1 : 0,
      this.#ticks.leftOf(obtainedAtMs, cacheLifetime.maxMs),
    ]);
    key.push([this.#ticks.leftOf(generation.mintedAtMs, longestMs), readerKeys.map(String).sort()]);
    return { ...generation, readers };
  }
}

function fill<T>(length: number, value: T): readonly T[] {
  return new Array<T>(length).fill(value);
}
