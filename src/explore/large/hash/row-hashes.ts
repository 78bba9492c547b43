import type { HashedLookup } from './hashed-lookup.ts';
import type { ValueHashes } from './value-hashes.ts';

/**
 * The state hashes of one row at a time, kept up to date from row to row: rows that follow each other differ in few
 * places.
 */
export class RowHashes {
  /** State hashes of the row: for each symmetry the high half, and behind them the low halves. */
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
    this.tick = new Int32Array(stride);
    this.#other = new Int32Array(stride);
    this.own = this.of(first, 0).slice();
    for (const [place, value] of first.entries()) later[place]?.toggle(value, this.tick);
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
      (this.#hashes[place] as ValueHashes).difference(before, value, this.own, 0);
      const later = this.#later[place] as HashedLookup;
      later.toggle(before, this.tick);
      later.toggle(value, this.tick);
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
}

/**
 * Where the high half of the smallest of some state hashes is: by the high half first, so that the low halves stay
 * evenly spread, and in most comparisons no low half need be looked at.
 */
export function smallest(hashes: Int32Array): number {
  const lows = hashes.length / 2;
  let least = 0;
  for (let at = 1; at < lows; at++) {
    const [high, leastHigh] = [hashes[at] as number, hashes[least] as number];
    if (high > leastHigh) continue;
    if (high < leastHigh || (hashes[lows + at] as number) < (hashes[lows + least] as number)) least = at;
  }
  return least;
}
