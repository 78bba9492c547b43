import type { Draws } from './draws.ts';

/**
 * What is kept of each value: the next value plus 1, so that 0 is what was not worked out yet, then what the change
 * does to fingerprints.
 */
export const BITS = 1;

/** What becomes of one part of a state, whatever the rest of the state is: worked out once for each value. */
export class Lookup {
  /** Rows, see {@link BITS}; from there on two numbers for each symmetry, low and high half. */
  table: Int32Array;
  readonly #stride: number;
  readonly #draws: Draws;
  readonly #workOut: (value: number) => number;

  constructor(draws: Draws, workOut: (value: number) => number) {
    this.#draws = draws;
    this.#workOut = workOut;
    this.#stride = BITS + draws.stride;
    this.table = new Int32Array(16 * this.#stride);
  }

  /** The next value. */
  next(value: number): number {
    // First where, and then in which table: it may be another one by then.
    const at = this.at(value);
    return (this.table[at] as number) - 1;
  }

  /** Where the row of a value begins; look at {@link table} afterwards, which may be another one by then. */
  at(value: number): number {
    const at = value * this.#stride;
    return at < this.table.length && this.table[at] !== 0 ? at : this.#learn(value);
  }

  #learn(value: number): number {
    const next = this.#workOut(value);
    const at = value * this.#stride;
    if (at >= this.table.length) {
      const wider = new Int32Array(Math.max(at + this.#stride, 2 * this.table.length));
      wider.set(this.table);
      this.table = wider;
    }
    this.table[at] = next + 1;
    this.#draws.difference(value, next, this.table, at + BITS);
    return at;
  }
}
