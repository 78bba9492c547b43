import type { Layout } from '../parts/layout.ts';

/** A value of a part that the receiver may not know yet. */
export interface NewValue {
  readonly place: number;
  /** Number the sender has for it. */
  readonly number: number;
  readonly key: string;
  readonly record: unknown;
}

/** States that one region has found and another one owns. Numbers of values are the sender's. */
export interface Parcel {
  readonly from: number;
  readonly values: readonly NewValue[];
  readonly rows: Uint32Array;
  readonly lows: Uint32Array;
  readonly highs: Uint32Array;
  /** Numbers of the states before, which are the sender's. */
  readonly parents: Uint32Array;
  /** How each was reached from there. */
  readonly actions: Uint16Array;
  readonly results: Uint16Array;
}

/** Reads the sender's numbers of values as the receiver's. */
export class Translation {
  readonly #layout: Layout;
  readonly #numbers: number[][];

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#numbers = Array.from({ length: layout.size }, () => []);
  }

  learn(values: readonly NewValue[]): void {
    for (const { place, number, key, record } of values) {
      const numbers = this.#numbers[place];
      if (numbers !== undefined) numbers[number] = this.#layout.part(place).values.number(key, record);
    }
  }

  /** @throws RangeError for a number whose value was never sent */
  number(place: number, number: number): number {
    const own = this.#numbers[place]?.[number];
    if (own === undefined) throw new RangeError(`value ${number} of ${this.#layout.part(place).name} was never sent`);
    return own;
  }
}
