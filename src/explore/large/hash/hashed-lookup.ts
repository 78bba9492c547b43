import type { Lookup } from '../../memo/lookup.ts';
import type { ValueHashes } from './value-hashes.ts';

/** Where in a row the bits begin; before them 1, so that 0 is what was not worked out yet. */
const BITS = 1;

/** What a {@link Lookup} does to state hashes: worked out once for each value. */
export class HashedLookup {
  /** Rows, see {@link BITS}; from there on as in {@link ValueHashes}. */
  #table: Int32Array;
  readonly #stride: number;
  readonly #hashes: ValueHashes;
  readonly #lookup: Lookup;

  constructor(hashes: ValueHashes, lookup: Lookup) {
    this.#hashes = hashes;
    this.#lookup = lookup;
    this.#stride = BITS + hashes.stride;
    this.#table = new Int32Array(16 * this.#stride);
  }

  /** Where the row of a value begins in the table, which may be another one afterwards. */
  #at(value: number): number {
    const at = value * this.#stride;
    return at < this.#table.length && this.#table[at] !== 0 ? at : this.#learn(value);
  }

  /** Puts what it does to the hash of a state with a value into others, or takes it out: exclusive or does both. */
  toggle(value: number, into: Int32Array): void {
    const from = this.#at(value) + BITS;
    const table = this.#table;
    for (let k = 0; k < into.length; k++) into[k] = (into[k] as number) ^ (table[from + k] as number);
  }

  #learn(value: number): number {
    const next = this.#lookup.next(value);
    const at = value * this.#stride;
    if (at >= this.#table.length) {
      const wider = new Int32Array(Math.max(at + this.#stride, 2 * this.#table.length));
      wider.set(this.#table);
      this.#table = wider;
    }
    this.#table[at] = 1;
    this.#hashes.difference(value, next, this.#table, at + BITS);
    return at;
  }
}
