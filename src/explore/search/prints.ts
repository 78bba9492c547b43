import type { Draws } from '../memo/draws.ts';
import { BITS, type Lookup } from '../memo/lookup.ts';

/**
 * The fingerprints of one state at a time, kept up to date from row to row: rows that follow each other differ in few
 * places.
 */
export class Prints {
  /** Fingerprints of the row: two numbers for each symmetry, low and high half. */
  readonly own: Int32Array;
  /** What a tick does to them. */
  readonly tick: Int32Array;
  readonly #row: number[];
  /** By place. */
  readonly #draws: readonly Draws[];
  /** By place: what a tick makes of a part. */
  readonly #later: readonly Lookup[];
  /** Fingerprints of another row. */
  readonly #other: Int32Array;

  /** @param first - the row to begin with */
  constructor(first: readonly number[], draws: readonly Draws[], later: readonly Lookup[]) {
    const stride = draws[0]?.stride ?? 0;
    this.#row = [...first];
    this.#draws = draws;
    this.#later = later;
    this.own = new Int32Array(stride);
    this.tick = new Int32Array(stride);
    this.#other = new Int32Array(stride);
    for (const [place, value] of first.entries()) {
      const part = draws[place] as Draws;
      const tick = later[place] as Lookup;
      const [from, row] = [part.at(value), tick.at(value) + BITS];
      for (let k = 0; k < stride; k++) {
        this.own[k] = (this.own[k] as number) ^ (part.bits[from + k] as number);
        this.tick[k] = (this.tick[k] as number) ^ (tick.table[row + k] as number);
      }
    }
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
      this.#exchange(place, before, value);
    }
    return differences;
  }

  /** The fingerprints of some row, which hold until this is called again. */
  of(items: ArrayLike<number>, at: number): Int32Array {
    const other = this.#other.fill(0);
    for (let place = 0; place < this.#draws.length; place++) {
      const draws = this.#draws[place] as Draws;
      const from = draws.at(items[at + place] as number);
      for (let k = 0; k < other.length; k++) other[k] = (other[k] as number) ^ (draws.bits[from + k] as number);
    }
    return other;
  }

  /** Puts the value of a part into the fingerprints in place of the one before. */
  #exchange(place: number, before: number, value: number): void {
    const draws = this.#draws[place] as Draws;
    const later = this.#later[place] as Lookup;
    const from = draws.at(before);
    const to = draws.at(value);
    const laterFrom = later.at(before) + BITS;
    const laterTo = later.at(value) + BITS;
    const { bits } = draws;
    const { table } = later;
    const { own, tick } = this;
    for (let k = 0; k < own.length; k++) {
      own[k] = (own[k] as number) ^ (bits[from + k] as number) ^ (bits[to + k] as number);
      tick[k] = (tick[k] as number) ^ (table[laterFrom + k] as number) ^ (table[laterTo + k] as number);
    }
  }
}

/** Where the smallest of some fingerprints is, by its high half first, so that the low halves stay evenly spread. */
export function smallest(prints: Int32Array): number {
  let least = 0;
  let low = prints[0] as number;
  let high = prints[1] as number;
  for (let at = 2; at < prints.length; at += 2) {
    const otherHigh = prints[at + 1] as number;
    if (otherHigh > high) continue;
    const otherLow = prints[at] as number;
    if (otherHigh === high && otherLow >= low) continue;
    least = at;
    low = otherLow;
    high = otherHigh;
  }
  return least;
}
