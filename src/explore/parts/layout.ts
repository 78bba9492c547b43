import {
  type Alias,
  type Bucket,
  type ContextPairs,
  headersOf,
  type KmsKey,
  type ObjectVersion,
  type Scope,
  type Upload,
  type VersionEntry,
  type World,
  type WorldView,
} from '../../../model/index.ts';
import { callerPairs, NO_PAIRS, partitionOf } from '../../../model/rules/encryption-context.ts';
import { bucketNames, type ExploreScope, keyNames, uploadNames } from '../scope.ts';
import { BucketKeysPart, MOST_BUCKET_KEYS } from './bucket-keys.ts';
import type { Part } from './part.ts';
import {
  aliasPart,
  bucketPart,
  type Environment,
  environmentPart,
  kmsKeyPart,
  objectPart,
  uploadPart,
  versionsPart,
} from './settings.ts';
import { Ticks } from './times.ts';

/** A part, and its place in a state. */
export interface Placed<V> {
  readonly place: number;
  readonly part: Part<V>;
}

/** The bucket keys of one bucket under one KMS key, and what the model calls its families and holdings. */
export interface BucketKeysPlace {
  readonly place: number;
  readonly part: BucketKeysPart;
  readonly bucket: number;
  readonly kmsKey: number;
  /** Numbers of its families, by partition. */
  readonly families: readonly number[];
  /** Numbers of its holdings. */
  readonly holdings: readonly number[];
  readonly firstBucketKey: number;
}

/** Where a bucket is kept. */
export interface BucketPlace extends Placed<Bucket | undefined> {
  readonly name: string;
  /** Its place among the buckets. */
  readonly index: number;
}

/** Where an object is kept. */
export interface ObjectPlace extends Placed<ObjectVersion | undefined> {
  readonly bucket: number;
  /** Its place among the objects of its bucket. */
  readonly inBucket: number;
}

/** Where an upload is kept. */
export interface UploadPlace extends Placed<Upload | undefined> {
  readonly bucket: number;
  /** Its place among the objects and uploads of its bucket, after all objects. */
  readonly inBucket: number;
}

/** One of several, and its place among them. */
export interface Among {
  readonly keys: BucketKeysPlace;
  readonly index: number;
}

/** The ids and numbers of the KMS keys that actions of a scope make. */
function keysMade({ actions }: ExploreScope, model: Scope): ReadonlyMap<number, string> {
  return new Map(
    actions.flatMap(({ by, event }) => {
      const account = model.requesters.get(by ?? '')?.account ?? '';
      return event.op === 'CreateKey' ? [[model.newKey(account, event.keyId).number, event.keyId] as const] : [];
    }),
  );
}

/** Numbers of the aliases that actions of a scope make. */
function aliasesMade({ actions }: ExploreScope, model: Scope): readonly number[] {
  return actions.flatMap(({ by, event }) => {
    const account = model.requesters.get(by ?? '')?.account ?? '';
    return event.op === 'CreateAlias' ? [model.aliasNamed(account, event.alias)] : [];
  });
}

/**
 * The parts of the worlds of a scope, in a fixed order, and where each record of the model is among them. Numbers are
 * the model's own: of KMS keys, aliases, buckets, objects, families, holdings.
 */
export class Layout {
  readonly environment: Placed<Environment>;
  readonly kmsKeys = new Map<number, Placed<KmsKey | undefined>>();
  readonly aliases = new Map<number, Placed<Alias>>();
  readonly buckets = new Map<number, BucketPlace>();
  readonly objects = new Map<number, ObjectPlace>();
  /** By number of the object; none where no bucket keeps versions. */
  readonly versions = new Map<number, Placed<VersionEntry | undefined>>();
  /** By number of the upload. */
  readonly uploads = new Map<number, UploadPlace>();
  readonly bucketKeys: readonly BucketKeysPlace[];
  /** By number of the family. */
  readonly families = new Map<number, Among>();
  /** By number of the holding. */
  readonly holdings = new Map<number, Among>();
  /** Numbers of the model's objects in each bucket, by place of the bucket among the buckets. */
  readonly objectsOf: readonly (readonly number[])[];
  /** Numbers of the model's uploads in each bucket, in the same way. */
  readonly uploadsOf: readonly (readonly number[])[];
  /** Beyond the numbers of all bucket keys that a state can have. */
  readonly freshBucketKey: number;
  /** Length of a tick, in milliseconds. */
  readonly tickMs: number;
  readonly #model: Scope;
  readonly #partitions: readonly ContextPairs[];
  readonly #identities: readonly number[];
  readonly #caches: number;
  readonly #mostVersions: number;
  readonly #parts: Part<unknown>[] = [];

  constructor(scope: ExploreScope, initial: World) {
    const ticks = new Ticks(scope.tickMs);
    const model = initial.scope;
    this.#model = model;
    this.tickMs = scope.tickMs;
    this.#partitions = partitionsOf(scope);
    this.#identities = [...new Set([...model.requesters.values()].map(({ identity }) => identity))];
    this.#caches = scope.profile.caches === 'any' ? 1 : scope.profile.caches;
    this.environment = this.#add(environmentPart());
    const asksRotation = scope.actions.some(({ event }) => event.op === 'GetKeyRotationStatus');
    const kmsKeys = new Map<number, string>();
    initial.kmsKeys.forEach(({ id }, number) => void kmsKeys.set(number, id));
    for (const [number, id] of [...kmsKeys, ...keysMade(scope, model)])
      if (!this.kmsKeys.has(number))
        this.kmsKeys.set(number, this.#add(kmsKeyPart(`KMS key ${id}`, ticks, asksRotation)));
    initial.aliases.forEach(
      (_, number) => void this.aliases.set(number, this.#add(aliasPart(`alias ${number}`, ticks))),
    );
    for (const number of aliasesMade(scope, model))
      if (!this.aliases.has(number)) this.aliases.set(number, this.#add(aliasPart(`alias ${number}`, ticks)));
    const names = bucketNames(scope);
    for (const [index, name] of names.entries()) {
      this.buckets.set(model.bucket(name), { ...this.#add(bucketPart(`bucket ${name}`, ticks)), name, index });
    }
    const keys = keyNames(scope);
    const { mostVersions = 1 } = scope;
    this.#mostVersions = mostVersions;
    this.objectsOf = names.map((name, bucket) => {
      const numbers: number[] = [];
      const add = (number: number, part: Part<ObjectVersion | undefined>) => {
        this.objects.set(number, { ...this.#add(part), bucket, inBucket: numbers.push(number) - 1 });
      };
      for (const key of keys) {
        const number = model.object(name, key);
        add(number, objectPart(`object ${name}/${key}`));
        for (let rank = 1; rank < mostVersions; rank++)
          add(model.version(number, rank), objectPart(`version ${rank} of ${name}/${key}`));
        if (mostVersions > 1) this.versions.set(number, this.#add(versionsPart(`versions of ${name}/${key}`)));
      }
      return numbers;
    });
    const uploads = uploadNames(scope);
    this.uploadsOf = names.map((name, bucket) =>
      uploads
        .filter((upload) => upload.bucket === name)
        .map(({ key, id }, index) => {
          const number = model.upload(model.object(name, key), id);
          const placed = this.#add(uploadPart(`upload ${id} of ${name}/${key}`));
          this.uploads.set(number, { ...placed, bucket, inBucket: keys.length * mostVersions + index });
          return number;
        }),
    );
    const places = this.#identities.flatMap((identity) =>
      Array.from({ length: this.#caches }, (_, cache) => ({ identity, cache })),
    );
    const bucketKeys: BucketKeysPlace[] = [];
    for (const [bucket, name] of names.entries()) {
      for (const kmsKey of this.kmsKeys.keys()) {
        const firstBucketKey = bucketKeys.length * MOST_BUCKET_KEYS;
        const objects = keys.length * mostVersions + (this.uploadsOf[bucket]?.length ?? 0);
        const shape = { objects, partitions: this.#partitions.length, places, firstBucketKey };
        const part = new BucketKeysPart(`bucket keys of ${name} under ${kmsKey}`, shape, scope.profile);
        const { families, holdings } = this.#numbersOf(model.bucket(name), kmsKey);
        const place: BucketKeysPlace = {
          place: this.#add(part).place,
          part,
          bucket,
          kmsKey,
          families,
          holdings,
          firstBucketKey,
        };
        for (const [index, family] of families.entries()) {
          if (this.families.has(family))
            throw new RangeError(`the model gives bucket keys of ${name} the number of others`);
          this.families.set(family, { keys: place, index });
        }
        for (const [index, holding] of holdings.entries()) this.holdings.set(holding, { keys: place, index });
        bucketKeys.push(place);
      }
    }
    this.bucketKeys = bucketKeys;
    this.freshBucketKey = bucketKeys.length * MOST_BUCKET_KEYS;
  }

  /** Whether a step has made more versions of a key than the scope is to have. */
  isBeyond({ versions }: WorldView): boolean {
    for (const number of this.versions.keys()) if ((versions.get(number)?.rank ?? 0) > this.#mostVersions) return true;
    return false;
  }

  /** The names of the scope, and the numbers the model has for them. */
  get model(): Scope {
    return this.#model;
  }

  /** How many numbers a state has. */
  get size(): number {
    return this.#parts.length;
  }

  /** @throws RangeError when there is no such place */
  part(place: number): Part<unknown> {
    const part = this.#parts[place];
    if (part === undefined) throw new RangeError(`a state has no part ${place}`);
    return part;
  }

  /** @throws RangeError when there are no bucket keys at a place of a state */
  bucketKeysAt(place: number): BucketKeysPlace {
    const found = this.bucketKeys.find((keys) => keys.place === place);
    if (found === undefined) throw new RangeError(`there are no bucket keys at ${place}`);
    return found;
  }

  /** The bucket keys a number of a bucket key belongs to; undefined for one that no state has. */
  bucketKeysOf(number: number): BucketKeysPlace | undefined {
    return number < 0 ? undefined : this.bucketKeys[Math.floor(number / MOST_BUCKET_KEYS)];
  }

  /** Numbers the model has for the families of a bucket under a KMS key, and for what is held of them. */
  #numbersOf(
    bucket: number,
    kmsKey: number,
  ): { readonly families: readonly number[]; readonly holdings: readonly number[] } {
    const families = this.#partitions.map((partition) => this.#model.family(bucket, kmsKey, partition));
    const holdings = families.flatMap((family) =>
      this.#identities.flatMap((identity) =>
        Array.from({ length: this.#caches }, (_, cache) => this.#model.holding(family, identity, cache)),
      ),
    );
    return { families, holdings };
  }

  #add<V>(part: Part<V>): Placed<V> {
    return { place: this.#parts.push(part) - 1, part };
  }
}

/** The sets of extra context pairs that the actions of a scope can make partitions of (U-12). */
function partitionsOf({ actions }: ExploreScope): readonly ContextPairs[] {
  const partitions = new Map([['', NO_PAIRS]]);
  for (const { event } of actions) {
    const pairs = callerPairs(headersOf(event));
    partitions.set(partitionOf(pairs), pairs);
  }
  return [...partitions.values()];
}
