import type { Bucket, Holding, Lagging } from '../../../../model/index.ts';
import type { BucketKeysPlace, BucketPlace, Layout, Placed, UploadPlace } from '../../parts/layout.ts';
import type { Renaming } from './renaming.ts';

/** What becomes of one part of a state under new names. */
export interface Image {
  /** Place of the part it becomes. */
  readonly place: number;
  /** Number of the value that a value becomes there. */
  of(value: number): number;
}

/**
 * What a renaming makes of states. Records name requesters by identity, families and bucket keys by the numbers that
 * the model and the layout have for them, so these are renamed too; bucket keys go back to their normal form
 * afterwards.
 */
export class Images {
  /** By place. */
  readonly of: readonly Image[];
  readonly #names: Renaming;
  readonly #layout: Layout;
  /** By identity. */
  readonly #identities: ReadonlyMap<number, number>;

  constructor(names: Renaming, layout: Layout) {
    this.#names = names;
    this.#layout = layout;
    const { requesters } = layout.model;
    this.#identities = new Map(
      [...requesters.values()].map(({ name, identity }) => [
        identity,
        found(requesters.get(names.requester(name))).identity,
      ]),
    );
    const images: Image[] = [];
    const { environment, kmsKeys, aliases, buckets, objects, versions, bucketKeys } = layout;
    for (const { place } of [environment, ...aliases.values(), ...versions.values()])
      images[place] = { place, of: (value) => value };
    for (const key of kmsKeys.values()) {
      images[key.place] = imageOf(key, key, (record) => {
        if (record === undefined) return undefined;
        const { policy, grants, ...rest } = record;
        const renamed = renamedLagging(policy, (statements) => names.keyPolicy(statements));
        return { ...rest, policy: renamed, grants: names.grants(grants) };
      });
    }
    for (const bucket of buckets.values()) {
      const image = this.#bucket(bucket);
      images[bucket.place] = imageOf(
        bucket,
        image,
        (record) => record && { ...this.#renamed(record), number: this.#layout.model.bucket(image.name) },
      );
    }
    for (const [number, object] of objects) {
      const image = this.#object(number);
      images[object.place] = imageOf(
        object,
        image,
        (record) => record && { ...record, family: this.#family(record.family) },
      );
    }
    for (const [number, upload] of layout.uploads) {
      images[upload.place] = imageOf(
        upload,
        this.#upload(number),
        (record) =>
          record && {
            ...record,
            version: { ...record.version, family: this.#family(record.version.family) },
            creator: this.#role(record.creator),
          },
      );
    }
    for (const keys of bucketKeys) images[keys.place] = this.#imageOfKeys(keys);
    this.of = images;
  }

  #renamed(bucket: Bucket): Bucket {
    const policy = renamedLagging(bucket.policy, (statements) => this.#names.bucketPolicy(statements));
    const replication = renamedLagging(
      bucket.replication,
      (rule) =>
        rule && {
          ...rule,
          destination: this.#names.bucket(rule.destination),
          role: this.#names.requester(rule.role),
        },
    );
    return { ...bucket, policy, replication };
  }

  #imageOfKeys(keys: BucketKeysPlace): Image {
    const image = this.#keys(keys);
    const objects = [
      ...found(this.#layout.objectsOf[keys.bucket]).map((number) => this.#object(number).inBucket),
      ...found(this.#layout.uploadsOf[keys.bucket]).map((number) => this.#upload(number).inBucket),
    ];
    const holdings = this.#holdings(keys, image);
    const of = (value: number): number => {
      const before = keys.part.values.record(value);
      return image.part.settle({
        families: before.families,
        holdings: moved<Holding | undefined>(before.holdings, holdings),
        partitions: moved(before.partitions, objects),
        references: moved(before.references, objects),
        bucketKey: (number) => {
          const { state, family, createdAtMs, uses, entries } = found(before.bucketKeys[number - keys.firstBucketKey]);
          const renamed = entries.map((entry) => ({
            ...entry,
            identity: found(this.#identities.get(entry.identity)),
            cache: this.#names.cache(entry.cache),
          }));
          return { state, family: this.#family(family), createdAtMs, uses, entries: renamed };
        },
      });
    };
    return { place: image.place, of };
  }

  /** For each holding of bucket keys, its place among those of their image. */
  #holdings(keys: BucketKeysPlace, image: BucketKeysPlace): readonly number[] {
    const places: number[] = [];
    const { caches } = this.#layout.model.profile;
    for (const [partition, family] of keys.families.entries()) {
      for (const [identity, imageIdentity] of this.#identities) {
        for (let cache = 0; cache < (caches === 'any' ? 1 : caches); cache++) {
          const from = this.#layout.model.holding(family, identity, cache);
          const to = this.#layout.model.holding(
            found(image.families[partition]),
            imageIdentity,
            this.#names.cache(cache),
          );
          places[keys.holdings.indexOf(from)] = image.holdings.indexOf(to);
        }
      }
    }
    return places;
  }

  #bucket({ name }: BucketPlace): BucketPlace {
    return found(this.#layout.buckets.get(this.#layout.model.bucket(this.#names.bucket(name))));
  }

  #object(number: number) {
    // Where there are versions nothing is renamed.
    if (this.#layout.versions.size > 0) return found(this.#layout.objects.get(number));
    const { bucket, key } = this.#layout.model.objectName(number);
    return found(
      this.#layout.objects.get(this.#layout.model.object(this.#names.bucket(bucket), this.#names.key(bucket, key))),
    );
  }

  #upload(number: number): UploadPlace {
    const { model } = this.#layout;
    const { object, id } = model.uploadOf(number);
    const { bucket, key } = model.objectName(object);
    const image = model.object(this.#names.bucket(bucket), this.#names.key(bucket, key));
    return found(this.#layout.uploads.get(model.upload(image, id)));
  }

  /** Who shares a role still does under new names. */
  #role(arn: string): string {
    const { requesters } = this.#layout.model;
    const one = found([...requesters.values()].find(({ roleArn }) => roleArn === arn));
    return found(requesters.get(this.#names.requester(one.name))).roleArn;
  }

  #keys({ bucket, kmsKey }: BucketKeysPlace): BucketKeysPlace {
    const { index } = this.#bucket(found([...this.#layout.buckets.values()][bucket]));
    return found(this.#layout.bucketKeys.find((keys) => keys.bucket === index && keys.kmsKey === kmsKey));
  }

  /** The family that is to the image of a bucket what this one is to the bucket. */
  #family(family: number): number {
    if (family < 0) return family;
    const { keys, index } = found(this.#layout.families.get(family));
    return found(this.#keys(keys).families[index]);
  }
}

function imageOf<V>(from: Placed<V>, to: Placed<V>, rename: (record: V) => V): Image {
  return { place: to.place, of: (value) => to.part.encode(rename(from.part.values.record(value))) };
}

/** A list whose items are at other places. */
function moved<T>(items: readonly T[], places: readonly number[]): readonly T[] {
  const list: T[] = [];
  for (const [from, item] of items.entries()) list[found(places[from])] = item;
  return list;
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('a renaming leads out of the scope');
  return value;
}

/** A setting with what names something in it renamed. */
function renamedLagging<T>({ current, earlier }: Lagging<T>, renamed: (value: T) => T): Lagging<T> {
  return {
    current: renamed(current),
    earlier: earlier.map(({ value, untilMs }) => ({ value: renamed(value), untilMs })),
  };
}
