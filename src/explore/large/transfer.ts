import type { Layout } from '../parts/layout.ts';
import type { States } from '../search/states.ts';

/** A value of a part that the receiver may not know yet. */
export interface NewValue {
  readonly place: number;
  /** Number the sender has for it. */
  readonly number: number;
  readonly key: string;
  readonly record: unknown;
}

/** States that one partition has found and another one is to expand. Numbers of values are the sender's. */
export interface Transfer {
  readonly from: number;
  readonly values: readonly NewValue[];
  readonly rows: Uint32Array;
  /** Number of the first of the states; the others have the numbers that follow. */
  readonly first: number;
}

/** Sends states of a partition to others, and with them what the receivers do not know of their values. */
export class Sender {
  readonly #from: number;
  readonly #layout: Layout;
  /** By receiver and place: how many values of the part were sent. */
  readonly #sent: number[][] = [];

  constructor(from: number, layout: Layout) {
    this.#from = from;
    this.#layout = layout;
  }

  /** A transfer of rows, whose states are numbered from `first` on. */
  transfer(to: number, rows: Uint16Array | Uint32Array, first: number): Transfer {
    const sent = this.#sent[to] ?? new Array<number>(this.#layout.size).fill(0);
    this.#sent[to] = sent;
    const values: NewValue[] = [];
    for (let place = 0; place < this.#layout.size; place++) {
      const { values: known } = this.#layout.part(place);
      for (let number = sent[place] ?? 0; number < known.size; number++) {
        values.push({ place, number, key: known.key(number), record: known.record(number) });
      }
      sent[place] = known.size;
    }
    return { from: this.#from, values, rows: Uint32Array.from(rows), first };
  }
}

/** Reads the numbers of one sender's values as the receiver's. */
export class Translation {
  readonly #layout: Layout;
  readonly #numbers: number[][];

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#numbers = Array.from({ length: layout.size }, () => []);
  }

  /** Adds the rows of a transfer to others. */
  read({ values, rows }: Transfer, to: States): void {
    for (const { place, number, key, record } of values) {
      const numbers = this.#numbers[place];
      if (numbers !== undefined) numbers[number] = this.#layout.part(place).values.number(key, record);
    }
    for (let at = 0; at < rows.length; at += to.width) {
      to.add(
        Array.from(rows.subarray(at, at + to.width), (number, place) => this.#number(place, number)),
        0,
      );
    }
  }

  #number(place: number, number: number): number {
    const own = this.#numbers[place]?.[number];
    if (own === undefined) throw new RangeError(`value ${number} of ${this.#layout.part(place).name} was never sent`);
    return own;
  }
}
