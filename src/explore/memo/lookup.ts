import type { Layout } from '../parts/layout.ts';

/** Numbers kept of each value: the next value plus 1, so that 0 is what was not worked out yet, and what the change does to a fingerprint. */
const NEXT = 0;
const LOW = 1;
const HIGH = 2;
const STRIDE = 4;

/** What becomes of one part of a state, whatever the rest of the state is: worked out once for each value. */
export class Lookup {
  #table = new Int32Array(16 * STRIDE);
  readonly #layout: Layout;
  readonly #place: number;
  readonly #workOut: (value: number) => number;

  constructor(layout: Layout, place: number, workOut: (value: number) => number) {
    this.#layout = layout;
    this.#place = place;
    this.#workOut = workOut;
  }

  /** The next value. */
  next(value: number): number {
    return (this.#at(value)[value * STRIDE + NEXT] as number) - 1;
  }

  /** What the change does to the low half of a fingerprint. */
  low(value: number): number {
    return this.#at(value)[value * STRIDE + LOW] as number;
  }

  /** What the change does to the high half of a fingerprint. */
  high(value: number): number {
    return this.#at(value)[value * STRIDE + HIGH] as number;
  }

  /** The table, in which a value has been worked out. */
  #at(value: number): Int32Array {
    const table = this.#table;
    return value * STRIDE < table.length && table[value * STRIDE + NEXT] !== 0 ? table : this.#learn(value);
  }

  #learn(value: number): Int32Array {
    const next = this.#workOut(value);
    if (value * STRIDE >= this.#table.length) {
      const wider = new Int32Array(Math.max((value + 1) * STRIDE, 2 * this.#table.length));
      wider.set(this.#table);
      this.#table = wider;
    }
    const { values } = this.#layout.part(this.#place);
    const table = this.#table;
    table[value * STRIDE + NEXT] = next + 1;
    table[value * STRIDE + LOW] = values.low(value) ^ values.low(next);
    table[value * STRIDE + HIGH] = values.high(value) ^ values.high(next);
    return table;
  }
}
