import { States } from './states.ts';

const FIRST_CAPACITY = 1_024;

/**
 * A set of whole states: for scopes small enough, instead of {@link Fingerprints}. No two states are ever taken for
 * one.
 */
export class ExactStates {
  /** All states, in the order in which they were added, and the low half of the fingerprint of each. */
  readonly #rows: States;
  #lows = new Uint32Array(FIRST_CAPACITY);
  /**
   * Numbers of states plus 1, at the place their fingerprint says or behind it; 0 = free. As many as twice the room for
   * states.
   */
  #slots = new Int32Array(2 * FIRST_CAPACITY);

  /** @param width - parts of a state */
  constructor(width: number) {
    this.#rows = new States(width);
  }

  get size(): number {
    return this.#rows.length;
  }

  get bytes(): number {
    return this.#rows.bytes + this.#lows.byteLength + this.#slots.byteLength;
  }

  /** Memory with so many states more, in bytes. */
  bytesWith(states: number): number {
    let lows = this.#lows.length;
    while (lows < this.size + states) lows *= 2;
    return this.#rows.bytesWith(states) + (this.bytes - this.#rows.bytes) * (lows / this.#lows.length);
  }

  /**
   * Whether a state, the row that begins at `at`, was not in the set; it is afterwards. `low` is the low half of its
   * fingerprint.
   */
  add(low: number, rows: ArrayLike<number>, at: number): boolean {
    let slot = low & (this.#slots.length - 1);
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & (this.#slots.length - 1)) {
      if (this.#isSame((this.#slots[slot] as number) - 1, rows, at)) return false;
    }
    if (this.size === this.#lows.length) {
      this.#grow();
      return this.add(low, rows, at);
    }
    this.#lows[this.size] = low;
    this.#rows.add(rows, at);
    this.#slots[slot] = this.size;
    return true;
  }

  #isSame(number: number, rows: ArrayLike<number>, at: number): boolean {
    const { items, width } = this.#rows;
    for (let place = 0; place < width; place++) if (items[number * width + place] !== rows[at + place]) return false;
    return true;
  }

  #grow(): void {
    const lows = new Uint32Array(2 * this.#lows.length);
    lows.set(this.#lows);
    this.#lows = lows;
    this.#slots = new Int32Array(2 * lows.length);
    for (let number = 0; number < this.size; number++) {
      let slot = (lows[number] as number) & (this.#slots.length - 1);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = number + 1;
    }
  }
}
