import { BITS, type HashedLookup } from './hashed-lookup.ts';
import type { ValueHashes } from './value-hashes.ts';

/**
 * The state hashes of one row at a time, kept up to date from row to row: rows that follow each other differ in few
 * places.
 */
export class RowHashes {
  /** State hashes of the row: two numbers for each symmetry, low and high half. */
  readonly own: Int32Array;
  /** What a tick does to them. */
  readonly tick: Int32Array;
  readonly #row: number[];
  /** By place. */
  readonly #hashes: readonly ValueHashes[];
  /** By place: what a tick makes of a part. */
  readonly #later: readonly HashedLookup[];
  /** State hashes of another row. */
  readonly #other: Int32Array;

  /** @param first - the row to begin with */
  constructor(first: readonly number[], hashes: readonly ValueHashes[], later: readonly HashedLookup[]) {
    const stride = hashes[0]?.stride ?? 0;
    this.#row = [...first];
    this.#hashes = hashes;
    this.#later = later;
    this.own = new Int32Array(stride);
    this.tick = new Int32Array(stride);
    this.#other = new Int32Array(stride);
    for (const [place, value] of first.entries()) this.#toggle(place, value);
  }

  /**
   * Goes on to the row that begins at `at`, and answers the bits of the places in which it differs from the one before.
   */
  moveTo(items: ArrayLike<number>, at: number): number {
    const row = this.#row;
    let differences = 0;
    for (let place = 0; place < row.length; place++) {
      const value = items[at + place] as number;
      const before = row[place] as number;
      if (value === before) continue;
      differences |= 1 << place;
      row[place] = value;
      this.#toggle(place, before);
      this.#toggle(place, value);
    }
    return differences;
  }

  /** The state hashes of some row, which hold until this is called again. */
  of(items: ArrayLike<number>, at: number): Int32Array {
    const other = this.#other.fill(0);
    for (let place = 0; place < this.#hashes.length; place++) {
      const hashes = this.#hashes[place] as ValueHashes;
      const from = hashes.at(items[at + place] as number);
      for (let k = 0; k < other.length; k++) other[k] = (other[k] as number) ^ (hashes.bits[from + k] as number);
    }
    return other;
  }

  /** Puts a value of a part into the state hashes, or takes it out again: exclusive or does both. */
  #toggle(place: number, value: number): void {
    const hashes = this.#hashes[place] as ValueHashes;
    const later = this.#later[place] as HashedLookup;
    const from = hashes.at(value);
    const laterFrom = later.at(value) + BITS;
    const { bits } = hashes;
    const { table } = later;
    const { own, tick } = this;
    for (let k = 0; k < own.length; k++) {
      own[k] = (own[k] as number) ^ (bits[from + k] as number);
      tick[k] = (tick[k] as number) ^ (table[laterFrom + k] as number);
    }
  }
}

/** Where the smallest of some state hashes is, by its high half first, so that the low halves stay evenly spread. */
export function smallest(hashes: Int32Array): number {
  let least = 0;
  let low = hashes[0] as number;
  let high = hashes[1] as number;
  for (let at = 2; at < hashes.length; at += 2) {
    const otherHigh = hashes[at + 1] as number;
    if (otherHigh > high) continue;
    const otherLow = hashes[at] as number;
    if (otherHigh === high && otherLow >= low) continue;
    least = at;
    low = otherLow;
    high = otherHigh;
  }
  return least;
}
