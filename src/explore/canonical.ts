import type { Bucket, Generation, Holding, ObjectVersion, Profile, World } from '../../model/index.ts';
import { NO_BUCKET_KEY, SOME_BUCKET_KEY, UNSEEN_ETAG } from '../../model/index.ts';
import { callerPairs, partitionOf } from '../../model/rules/encryption-context.ts';
import { keyStateAt } from '../../model/rules/kms-answer.ts';
import { Numbering } from './numbering.ts';
import { bucketNames, type ExploreScope, keyNames } from './scope.ts';

/**
 * Writes a world down as a short string such that two worlds of a scope with equal strings cannot be told apart by anything that can
 * happen in the scope. Left out is what no step can come to see: the date (times are ages, and an age beyond the lifetime that asks for
 * it is that lifetime), the numbers of bucket keys, buckets and epochs, what expired or was lost, bucket keys nothing refers to. Opaque
 * ETags are one and the same here, since no rule looks at them.
 */
export class Canonical {
  readonly #tickMs: number;
  readonly #profile: Profile;
  readonly #isStrict: boolean;
  readonly #buckets: readonly { readonly number: number; readonly objects: readonly number[] }[];
  readonly #kmsKeys: readonly number[];
  readonly #aliases: readonly number[];
  readonly #partitions: readonly string[];
  readonly #identities: readonly number[];
  readonly #caches: number;
  /** Numbers of contents: rules, policies, contexts, states, names. */
  readonly #contents = new Numbering();

  /** @param initial - the first world of the scope, whose numbers of names all its worlds share */
  constructor(scope: ExploreScope, initial: World) {
    const { profile, tickMs } = scope;
    this.#tickMs = tickMs;
    this.#profile = profile;
    this.#isStrict = keepsSight(profile);
    const keys = keyNames(scope);
    this.#buckets = bucketNames(scope).map((name) => ({
      number: initial.scope.bucket(name),
      objects: keys.map((key) => initial.scope.object(name, key)),
    }));
    this.#kmsKeys = indexes(initial.kmsKeys);
    this.#aliases = indexes(initial.aliases);
    this.#partitions = partitionsOf(scope);
    this.#identities = [...new Set([...initial.scope.requesters.values()].map(({ identity }) => identity))];
    this.#caches = profile.caches === 'any' ? 1 : profile.caches;
  }

  /**
   * The string of a world.
   *
   * @throws RangeError when a time is no whole number of ticks.
   */
  key(world: World): string {
    const out = [world.kmsThrottled ? 1 : 0, world.cachesTouched];
    for (const number of this.#kmsKeys) this.#writeKmsKey(out, world, number);
    for (const number of this.#aliases) this.#writeAlias(out, world, number);
    const numbers = new Map<number, number>();
    const owners: Bucket[] = [];
    for (const { number, objects } of this.#buckets) {
      const bucket = world.buckets.get(number);
      if (bucket === undefined) {
        out.push(0);
        continue;
      }
      this.#writeBucket(out, world, bucket);
      for (const object of objects) this.#writeObject(out, world.objects.get(object), numbers);
      this.#writeFamilies(out, world, bucket, objects, numbers);
      while (owners.length < numbers.size) owners.push(bucket);
    }
    let at = 0;
    for (const generation of numbers.keys()) {
      const owner = owners[at++];
      const record = world.generations.get(generation);
      if (owner !== undefined && record !== undefined) this.#writeGeneration(out, world, owner, record);
    }
    return String.fromCharCode(...out);
  }

  #writeKmsKey(out: number[], world: World, number: number): void {
    const key = world.kmsKeys.get(number);
    if (key === undefined) return;
    out.push(key.onDemandRotations);
    const control = ({ state, deletedAtMs }: typeof key.control.current) => {
      const now = keyStateAt({ state, deletedAtMs }, world.nowMs);
      out.push(this.#contents.text(now), now === 'pendingDeletion' ? this.#left(world, deletedAtMs) : 0);
    };
    this.#writeLagging(out, world, key.control, control);
    this.#writeLagging(out, world, key.policy, (policy) => out.push(this.#contents.object(policy)));
  }

  #writeAlias(out: number[], world: World, number: number): void {
    const alias = world.aliases.get(number);
    if (alias !== undefined) this.#writeLagging(out, world, alias.target, (target) => out.push(target));
  }

  #writeBucket(out: number[], world: World, bucket: Bucket): void {
    out.push(1, bucket.objectCount, this.#contents.text(bucket.account), this.#contents.object(bucket.policy));
    out.push(bucket.replication === undefined ? 0 : 1 + this.#contents.object(bucket.replication));
    this.#writeLagging(out, world, bucket.encryption, (encryption) => out.push(this.#contents.object(encryption)));
  }

  #writeLagging<T>(
    out: number[],
    world: World,
    { current, earlier }: { readonly current: T; readonly earlier: readonly { readonly value: T; readonly untilMs: number }[] },
    write: (value: T) => void,
  ): void {
    write(current);
    for (const old of earlier) {
      const left = this.#left(world, old.untilMs);
      if (left === 0) continue;
      out.push(left);
      write(old.value);
    }
    out.push(0);
  }

  #writeObject(out: number[], version: ObjectVersion | undefined, numbers: Map<number, number>): void {
    if (version === undefined) {
      out.push(0);
      return;
    }
    out.push(1 + this.#contents.text(version.state), version.kmsKey + 1, ordinal(numbers, version.generation));
    out.push(this.#contents.text(version.md5), version.etag === UNSEEN_ETAG ? 0 : 1 + this.#contents.text(version.etag));
    out.push(this.#contents.object(version.context), this.#contents.text(version.replication));
  }

  /** What a bucket has of bucket keys, besides its objects. */
  #writeFamilies(out: number[], world: World, bucket: Bucket, objects: readonly number[], numbers: Map<number, number>): void {
    for (const kmsKey of this.#kmsKeys) {
      for (const partition of this.#partitions) {
        const family = world.scope.family(bucket.number, kmsKey, partition);
        // Which of several partitions an object belongs to shows in what KMS is told when it is read.
        if (this.#partitions.length > 1) {
          for (const object of objects) if (world.objects.get(object)?.family === family) out.push(object + 1);
          out.push(0);
        }
        this.#writeFamily(out, world, family, this.#isReferred(world, objects, kmsKey), numbers);
        for (const identity of this.#identities) {
          for (let cache = 0; cache < this.#caches; cache++) {
            this.#writeHolding(out, world, bucket, world.holdings.get(world.scope.holding(family, identity, cache)), numbers);
          }
        }
      }
    }
  }

  /** Whether objects under a KMS key have a bucket key nobody saw: then the family's own age is asked for. */
  #isReferred(world: World, objects: readonly number[], kmsKey: number): boolean {
    return objects.some((object) => {
      const version = world.objects.get(object);
      return version?.kmsKey === kmsKey && version.generation === SOME_BUCKET_KEY;
    });
  }

  #writeFamily(out: number[], world: World, number: number, isReferred: boolean, numbers: Map<number, number>): void {
    const family = world.families.get(number);
    const lifetimeMs = this.#profile.generationLifetime.maxMs;
    const left = family === undefined ? 0 : this.#leftOf(world, family.newestMintedAtMs, lifetimeMs);
    const others = family === undefined ? 0 : this.#left(world, family.othersUntilMs);
    const mayUnwrap = this.#profile.coldWrite.includes('unwrap') && left > 0;
    if (family !== undefined && mayUnwrap) out.push(1, ordinal(numbers, family.newest), left, others);
    else if (family !== undefined && isReferred) out.push(2, left, others);
    else out.push(0);
  }

  #writeHolding(out: number[], world: World, bucket: Bucket, holding: Holding | undefined, numbers: Map<number, number>): void {
    if (holding === undefined || holding.epoch < firstValidEpoch(world, bucket)) {
      // As much as is written of one that expired: the two are alike.
      out.push(...(this.#isStrict ? NOTHING_STRICT : NOTHING));
      return;
    }
    const { cacheLifetime, generationLifetime } = this.#profile;
    const cached = this.#leftOf(world, holding.obtainedAtMs, cacheLifetime.maxMs);
    const making = this.#leftOf(world, holding.mintedAtMs, generationLifetime.maxMs);
    if (holding.generation !== NO_BUCKET_KEY && cached > 0 && making > 0) {
      out.push(holding.byRead ? 2 : 1, ordinal(numbers, holding.generation), cached, making);
    } else out.push(0);
    if (this.#isStrict) return;
    out.push(this.#left(world, holding.othersUntilMs));
    out.push(this.#leftOf(world, holding.someObtainedAtMs, cacheLifetime.maxMs));
    out.push(this.#leftOf(world, holding.lastObtainedAtMs, cacheLifetime.maxMs));
  }

  #writeGeneration(out: number[], world: World, bucket: Bucket, generation: Generation): void {
    const { cacheLifetime, generationLifetime, writeWarmsRead } = this.#profile;
    // Bucket keys are compared by age with what was obtained of the family, so both must be kept for as long as either matters.
    const longestMs = Math.max(cacheLifetime.maxMs, generationLifetime.maxMs);
    out.push(this.#leftOf(world, generation.mintedAtMs, longestMs));
    const readers: number[] = [];
    for (const { identity, cache, obtainedAtMs, epoch, byWrite } of generation.readers) {
      if (epoch < firstValidEpoch(world, bucket) || (byWrite && !writeWarmsRead.includes(true))) continue;
      const left = this.#leftOf(world, obtainedAtMs, cacheLifetime.maxMs);
      if (left > 0) readers.push(((identity * this.#caches + cache) * 2 + (byWrite ? 1 : 0)) * 256 + left);
    }
    out.push(readers.length, ...readers.sort((a, b) => a - b));
  }

  /** Ticks left of a lifetime that began at a time; 0 when it is over, or never began. */
  #leftOf(world: World, sinceMs: number, lifetimeMs: number): number {
    return sinceMs < 0 ? 0 : this.#left(world, sinceMs + lifetimeMs);
  }

  /** Ticks until a time; 0 when it has come. */
  #left(world: World, untilMs: number): number {
    if (untilMs <= world.nowMs) return 0;
    const ticks = (untilMs - world.nowMs) / this.#tickMs;
    if (!Number.isInteger(ticks)) throw new RangeError(`${ticks} ticks: every time of a scope must be a whole number of ticks`);
    return ticks;
  }
}

/**
 * Whether it is always known which bucket key serves a request: a single cache that loses nothing of its own accord, bucket keys made
 * and never fetched by writes. Then what is remembered for lost sight of a bucket key is never asked for.
 */
function keepsSight({ caches, earlyEviction, cacheLifetime, generationLifetime, coldWrite, readWarmsWrite }: Profile): boolean {
  const exact = cacheLifetime.minMs === cacheLifetime.maxMs && generationLifetime.minMs === generationLifetime.maxMs;
  return caches === 1 && !earlyEviction && exact && !coldWrite.includes('unwrap') && !readWarmsWrite.includes(true);
}

const NOTHING_STRICT = [0] as const;
const NOTHING = [0, 0, 0, 0] as const;

/** Epoch from which on a bucket's cached plaintext has not been lost. */
function firstValidEpoch(world: World, bucket: Bucket): number {
  return Math.max(world.restartEpoch, bucket.cacheEpoch);
}

/** The number a bucket key goes by: 0 none, 1 one nobody saw, else in order of first mention. */
function ordinal(numbers: Map<number, number>, generation: number): number {
  if (generation === NO_BUCKET_KEY) return 0;
  if (generation === SOME_BUCKET_KEY) return 1;
  const known = numbers.get(generation);
  if (known !== undefined) return known;
  const next = numbers.size + 2;
  numbers.set(generation, next);
  return next;
}

/** Partitions of extra context that the actions of a scope can make (U-12). */
function partitionsOf({ actions }: ExploreScope): readonly string[] {
  const partitions = new Set(['']);
  for (const { event } of actions) if ('headers' in event) partitions.add(partitionOf(callerPairs(event.headers)));
  return [...partitions];
}

function indexes(table: World['kmsKeys'] | World['aliases']): readonly number[] {
  const found: number[] = [];
  table.forEach((_, index) => {
    found.push(index);
  });
  return found;
}
