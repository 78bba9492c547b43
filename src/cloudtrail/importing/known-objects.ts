import { hashOf, KnownIds } from '../stream/known-ids.ts';

/** Whether a bucket key is used: shared by all that takes it from one place, and filled in when it is seen. */
export interface Flag {
  value: boolean | undefined;
}

/** How something is encrypted, as far as it was seen. */
export interface Kept {
  algorithm: string | undefined;
  keyArn: string | undefined;
  /** Pairs that the client added to the context. */
  pairs: string | undefined;
  /** Undefined as long as nothing is known of it, and nothing shares it. */
  flag: Flag | undefined;
  /** Whether it is under a key of the client (SSE-C), which is sent with each read. */
  hasOwnKey: boolean | undefined;
}

/** What is known of an object; of many objects where it is the same. */
export interface KnownObject extends Readonly<Kept> {
  readonly isThere: boolean | undefined;
}

/** Of what nothing is known. */
export const NOTHING_KNOWN: KnownObject = {
  isThere: undefined,
  algorithm: undefined,
  keyArn: undefined,
  pairs: undefined,
  flag: undefined,
  hasOwnKey: undefined,
};

/** Most objects of which something is remembered. */
const MAX_OBJECTS = 50_000;
/** Most things that are known of them all. */
const MAX_KNOWN = 2 * MAX_OBJECTS;
/** How many of what is known of the objects of a bucket are looked through for one that is known already. */
const RECENT = 8;

/** Where something is remembered of an object, until all is forgotten. */
export type Place = number;

/**
 * What is known of objects, in memory that the garbage collector need not look through: they are many, they stay, and
 * what is known of most of a bucket is the same. An object is found by a hash, as a record is that comes twice.
 */
export class KnownObjects {
  readonly #ids = new KnownIds(MAX_OBJECTS);
  /** By place: the number of what is known of an object, and of the change after which its name says it goes on. */
  readonly #known = new Uint32Array(this.#ids.places);
  readonly #changes = new Uint32Array(this.#ids.places);
  readonly #all: KnownObject[] = [NOTHING_KNOWN];
  /** By the number of a bucket: numbers of what was known last of its objects. */
  readonly #recent = new Map<number, number[]>();

  /** Whether nothing more can be remembered. */
  get isFull(): boolean {
    return this.#ids.isFull || this.#all.length >= MAX_KNOWN;
  }

  /** Where an object of a bucket is; undefined where it is not remembered. */
  find(bucket: number, key: string): Place | undefined {
    const hash = hashOf(`${bucket}/${key}`);
    return this.#ids.has(hash) ? this.#ids.placeOf(hash) : undefined;
  }

  /** Adds an object of which nothing is known; there must be room. Of one that goes on under another name, the change. */
  add(bucket: number, key: string, change = 0): Place {
    const hash = hashOf(`${bucket}/${key}`);
    this.#ids.add(hash);
    const place = this.#ids.placeOf(hash);
    this.#known[place] = 0;
    this.#changes[place] = change;
    return place;
  }

  /** The change that the name of an object tells; 0 = none. */
  changeOf(place: Place): number {
    return this.#changes[place]!;
  }

  get(place: Place): KnownObject {
    return this.#all[this.#known[place]!]!;
  }

  /** Sets what is known of an object of a bucket. */
  set(place: Place, bucket: number, known: KnownObject): void {
    let recent = this.#recent.get(bucket);
    if (recent === undefined) {
      recent = [];
      this.#recent.set(bucket, recent);
    }
    for (const number of recent) {
      if (!isSame(this.#all[number]!, known)) continue;
      this.#known[place] = number;
      return;
    }
    this.#known[place] = this.#all.push(known) - 1;
    recent.unshift(this.#known[place]!);
    recent.length = Math.min(recent.length, RECENT);
  }

  forgetAll(): void {
    this.#ids.clear();
    this.#all.length = 1;
    this.#recent.clear();
  }
}

function isSame(one: KnownObject, other: KnownObject): boolean {
  return (
    one.isThere === other.isThere &&
    one.algorithm === other.algorithm &&
    one.keyArn === other.keyArn &&
    one.pairs === other.pairs &&
    one.flag === other.flag &&
    one.hasOwnKey === other.hasOwnKey
  );
}
