import {
  type Alias,
  type Bucket,
  type BucketKey,
  type Draft,
  type Family,
  type Holding,
  type Kept,
  type KmsKey,
  NO_BUCKET_KEY,
  type ObjectVersion,
  type Records,
  type Scope,
  type TableName,
  type Upload,
  type VersionEntry,
} from '../../../model/index.ts';
import type { BucketKeys } from '../parts/bucket-keys.ts';
import type { BucketKeysPlace, Layout } from '../parts/layout.ts';
import { NOW_MS } from '../parts/part.ts';
import type { Environment } from '../parts/settings.ts';
import type { ReadSet } from './read-set.ts';
import type { Aspect } from './reads.ts';

/** Records that come from the parts of a state; what is written stays here. */
export class TrackedRecords<T extends object> implements Records<T> {
  readonly written = new Map<number, T | undefined>();
  readonly #read: (index: number) => T | undefined;

  constructor(read: (index: number) => T | undefined) {
    this.#read = read;
  }

  get(index: number): T | undefined {
    return this.written.has(index) ? this.written.get(index) : this.#read(index);
  }

  set(index: number, record: T | undefined): void {
    this.written.set(index, record);
  }
}

/** Nothing there: a step makes none of it (see the oracle). */
const NONE: Records<never> = { get: () => undefined };

/**
 * A state as the model sees it: a draft that writes down what is read of it. A step reads nothing else, so whatever it
 * does is decided by its read set, and need not be worked out again where that is the same.
 */
export class TrackedWorld implements Draft {
  readonly scope: Scope;
  readonly nowMs = NOW_MS;
  readonly buckets: TrackedRecords<Bucket>;
  readonly objects: TrackedRecords<ObjectVersion>;
  readonly versions: TrackedRecords<VersionEntry>;
  readonly uploads: TrackedRecords<Upload>;
  readonly kmsKeys: TrackedRecords<KmsKey>;
  readonly aliases: TrackedRecords<Alias>;
  readonly bucketKeys: TrackedRecords<BucketKey>;
  readonly families: TrackedRecords<Family>;
  readonly holdings: TrackedRecords<Holding>;
  readonly possibleVersions = NONE;
  readonly someBucketKeys = NONE;
  readonly someEntries = NONE;
  /** A bucket key that is made has a number that no state has. */
  steps: number;
  epoch = 0;
  restartEpoch = 0;
  readonly #layout: Layout;
  readonly #state: ArrayLike<number>;
  readonly #readSet: ReadSet;
  #kmsThrottled: boolean | undefined;
  #kmsUnreachable: Draft['kmsUnreachable'] | undefined;
  #cachesTouched: number | undefined;
  #kmsUse: Draft['kmsUse'] | undefined;

  constructor(scope: Scope, layout: Layout, state: ArrayLike<number>, readSet: ReadSet) {
    this.scope = scope;
    this.#layout = layout;
    this.#state = state;
    this.#readSet = readSet;
    this.steps = layout.freshBucketKey;
    this.kmsKeys = new TrackedRecords((number) => this.#record(layout.kmsKeys.get(number)));
    this.aliases = new TrackedRecords((number) => this.#record(layout.aliases.get(number)));
    this.buckets = new TrackedRecords((number) => this.#record(layout.buckets.get(number)));
    this.objects = new TrackedRecords((number) => this.#version(number));
    this.versions = new TrackedRecords((number) => this.#record(layout.versions.get(number)));
    this.uploads = new TrackedRecords((number) => this.#upload(number));
    this.bucketKeys = new TrackedRecords((number) => {
      const keys = layout.bucketKeysOf(number);
      return keys === undefined ? undefined : this.#keys(keys, 'bucketKeys', number - keys.firstBucketKey);
    });
    this.families = new TrackedRecords((number) => {
      const among = layout.families.get(number);
      return among === undefined ? undefined : this.#keys(among.keys, 'families', among.index);
    });
    this.holdings = new TrackedRecords((number) => {
      const among = layout.holdings.get(number);
      return among === undefined ? undefined : this.#keys(among.keys, 'holdings', among.index);
    });
  }

  set<Name extends TableName>(table: Name, index: number, record: Kept[Name] | undefined): void {
    const records: Records<object> = this[table];
    if (records instanceof TrackedRecords) records.set(index, record);
    else if (record !== undefined) throw new RangeError(`a state has no ${table}`);
  }

  get kmsThrottled(): boolean {
    return this.#kmsThrottled ?? this.#environment().kmsThrottled;
  }

  set kmsThrottled(throttled: boolean) {
    this.#kmsThrottled = throttled;
  }

  get kmsUnreachable(): Draft['kmsUnreachable'] {
    return this.#kmsUnreachable ?? this.#environment().kmsUnreachable;
  }

  set kmsUnreachable(unreachable: Draft['kmsUnreachable']) {
    this.#kmsUnreachable = unreachable;
  }

  get cachesTouched(): number {
    return this.#cachesTouched ?? this.#environment().cachesTouched;
  }

  set cachesTouched(touched: number) {
    this.#cachesTouched = touched;
  }

  get kmsUse(): Draft['kmsUse'] {
    return this.#kmsUse ?? this.#environment().kmsUse;
  }

  set kmsUse(uses: Draft['kmsUse']) {
    this.#kmsUse = uses;
  }

  /** Whether the environment was written. */
  get isEnvironmentWritten(): boolean {
    const isFault = this.#kmsThrottled !== undefined || this.#kmsUnreachable !== undefined;
    return isFault || this.#cachesTouched !== undefined || this.#kmsUse !== undefined;
  }

  /** Number of a part's value as the state has it. */
  valueAt(place: number): number {
    this.#readSet.value(place);
    return this.#state[place] ?? 0;
  }

  #keys<A extends Aspect>(
    { place, part }: BucketKeysPlace,
    aspect: A,
    index: number,
  ): BucketKeys[A][number] | undefined {
    this.#readSet.record(place, aspect, index);
    return part.values.record(this.#state[place] ?? 0)[aspect][index];
  }

  #record<V>(
    placed: { readonly place: number; readonly part: { readonly values: { record(value: number): V } } } | undefined,
  ): V | undefined {
    return placed?.part.values.record(this.valueAt(placed.place));
  }

  #environment(): Environment {
    const { place, part } = this.#layout.environment;
    return part.values.record(this.valueAt(place));
  }

  /**
   * The number of an object's bucket key is kept with the bucket keys: whoever does not ask for it does not read them.
   */
  #version(number: number): ObjectVersion | undefined {
    const object = this.#layout.objects.get(number);
    const version = this.#record(object);
    return object === undefined || version === undefined ? undefined : this.#referring(version, object.inBucket);
  }

  #upload(number: number): Upload | undefined {
    const placed = this.#layout.uploads.get(number);
    const upload = this.#record(placed);
    if (placed === undefined || upload === undefined) return undefined;
    return { ...upload, version: this.#referring(upload.version, placed.inBucket) };
  }

  #referring(version: ObjectVersion, inBucket: number): ObjectVersion {
    if (version.family < 0) return version;
    const among = this.#layout.families.get(version.family);
    if (among === undefined) throw new RangeError(`no state has the family ${version.family}`);
    const reference = () => this.#keys(among.keys, 'references', inBucket) ?? NO_BUCKET_KEY;
    return {
      ...version,
      get bucketKey() {
        return reference();
      },
    };
  }
}
