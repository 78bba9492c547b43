import type { BucketKeys } from '../parts/bucket-keys.ts';
import type { Layout } from '../parts/layout.ts';

/** A list of records in bucket keys that can be read one by one. */
export type Aspect = keyof Pick<BucketKeys, 'families' | 'holdings' | 'bucketKeys' | 'references'>;

/** Not worked out yet. */
const UNKNOWN = -1;

/**
 * What can be read of a state: the whole value of a part, or a single record of bucket keys, which have far more values
 * than any of their records. Reads are numbered, and so is what they find; equal finds have equal numbers.
 */
export class Reads {
  readonly #layout: Layout;
  readonly #numbers = new Map<string, number>();
  #places = new Int32Array(0);
  /** By read: what it finds in each value; undefined where that is the value itself. */
  readonly #found: (Int32Array | undefined)[] = [];
  readonly #workOut: ((value: number) => number)[] = [];

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** The place of the part that is read. */
  place(read: number): number {
    return this.#places[read] as number;
  }

  /** What a read finds where the part has a value. */
  find(read: number, value: number): number {
    const all = this.#found[read];
    if (all === undefined) return value;
    const known = value < all.length ? (all[value] as number) : UNKNOWN;
    return known === UNKNOWN ? this.#learn(read, all, value) : known;
  }

  /** Number of the read of the value of a part. */
  value(place: number): number {
    return this.#numbers.get(`${place}`) ?? this.#add(`${place}`, place, undefined, (value) => value);
  }

  /** Number of the read of one record of the bucket keys at a place. */
  record(place: number, aspect: Aspect, index: number): number {
    const name = `${place} ${aspect} ${index}`;
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const keys = this.#layout.bucketKeysAt(place);
    const numbers = new Map<string, number>();
    return this.#add(name, place, new Int32Array(64).fill(UNKNOWN), (value) => {
      const text = JSON.stringify(keys.part.values.record(value)[aspect][index]) ?? '';
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    });
  }

  #add(name: string, place: number, found: Int32Array | undefined, workOut: (value: number) => number): number {
    const read = this.#places.length;
    this.#places = Int32Array.of(...this.#places, place);
    this.#numbers.set(name, read);
    this.#found.push(found);
    this.#workOut.push(workOut);
    return read;
  }

  #learn(read: number, before: Int32Array, value: number): number {
    let all = before;
    if (value >= all.length) {
      all = new Int32Array(Math.max(value + 1, 2 * before.length)).fill(UNKNOWN);
      all.set(before);
      this.#found[read] = all;
    }
    const found = this.#workOut[read]?.(value) ?? value;
    all[value] = found;
    return found;
  }
}
