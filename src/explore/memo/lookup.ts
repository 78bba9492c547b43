import type { Layout } from '../parts/layout.ts';
import { Numbers } from './numbers.ts';

const UNKNOWN = -1;

/** What becomes of one part of a state, whatever the rest of the state is: worked out once for each value. */
export class Lookup {
  /** By value: the next value, or -1 where it was not worked out yet. */
  readonly next = new Numbers();
  /** By value: what the change does to a fingerprint. */
  readonly low = new Numbers();
  readonly high = new Numbers();
  readonly #layout: Layout;
  readonly #place: number;
  readonly #workOut: (value: number) => number;

  constructor(layout: Layout, place: number, workOut: (value: number) => number) {
    this.#layout = layout;
    this.#place = place;
    this.#workOut = workOut;
  }

  /** The next value. */
  of(value: number): number {
    while (this.next.length <= value) {
      this.next.push(UNKNOWN);
      this.low.push(0);
      this.high.push(0);
    }
    const known = this.next.items[value] as number;
    if (known !== UNKNOWN) return known;
    const next = this.#workOut(value);
    const { values } = this.#layout.part(this.#place);
    this.next.items[value] = next;
    this.low.items[value] = values.low(value) ^ values.low(next);
    this.high.items[value] = values.high(value) ^ values.high(next);
    return next;
  }
}
