import type { Layout } from '../parts/layout.ts';
import type { Link } from './links.ts';
import type { NewValue, Parcel } from './parcel.ts';
import type { States } from './states.ts';

/** Fingerprints that are remembered as sent; as many as stay in a processor's cache. */
const REMEMBERED = 2 ** 16;

/** What one region has found for another one to own, until it is sent. */
export class Outbox {
  /** The states, as rows. */
  readonly rows: States;
  readonly #from: number;
  readonly #layout: Layout;
  readonly #lows: number[] = [];
  readonly #highs: number[] = [];
  readonly #parents: number[] = [];
  readonly #actions: number[] = [];
  readonly #results: number[] = [];
  /** Low and high half of fingerprints that were sent, each at the place its low half says; most states are found several times over. */
  readonly #sent = new Uint32Array(2 * REMEMBERED);
  /** By place: how many values of the part were sent. */
  readonly #values: number[];

  constructor(from: number, layout: Layout, rows: States) {
    this.#from = from;
    this.#layout = layout;
    this.rows = rows;
    this.#values = new Array<number>(layout.size).fill(0);
  }

  get length(): number {
    return this.#lows.length;
  }

  /** Whether a state was put in before, as far as is remembered; it counts as put in from now on. */
  isKnown(low: number, high: number): boolean {
    const at = 2 * (low & (REMEMBERED - 1));
    if (this.#sent[at] === low && this.#sent[at + 1] === high) return true;
    this.#sent[at] = low;
    this.#sent[at + 1] = high;
    return false;
  }

  /** Says of the row added last what it is and how it was reached. */
  add(low: number, high: number, parent: number, { action, result }: Link): void {
    this.#lows.push(low);
    this.#highs.push(high);
    this.#parents.push(parent);
    this.#actions.push(action);
    this.#results.push(result);
  }

  /** Everything in it, which is then empty. */
  takeParcel(): Parcel {
    const parcel: Parcel = {
      from: this.#from,
      values: this.#newValues(),
      rows: Uint32Array.from(this.rows.items.subarray(0, this.rows.length * this.rows.width)),
      lows: Uint32Array.from(this.#lows),
      highs: Uint32Array.from(this.#highs),
      parents: Uint32Array.from(this.#parents),
      actions: Uint16Array.from(this.#actions),
      results: Uint16Array.from(this.#results),
    };
    this.rows.clear();
    for (const list of [this.#lows, this.#highs, this.#parents, this.#actions, this.#results]) list.length = 0;
    return parcel;
  }

  #newValues(): readonly NewValue[] {
    const found: NewValue[] = [];
    for (let place = 0; place < this.#layout.size; place++) {
      const { values } = this.#layout.part(place);
      for (let number = this.#values[place] ?? 0; number < values.size; number++) {
        found.push({ place, number, key: values.key(number), record: values.record(number) });
      }
      this.#values[place] = values.size;
    }
    return found;
  }
}
