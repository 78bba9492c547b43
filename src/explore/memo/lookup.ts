const UNKNOWN = -1;

/** A function from one value of a part to the next, both by their numbers: worked out once for each value. */
export class Lookup {
  #next = new Int32Array(16).fill(UNKNOWN);
  readonly #workOut: (value: number) => number;

  constructor(workOut: (value: number) => number) {
    this.#workOut = workOut;
  }

  next(value: number): number {
    const known = value < this.#next.length ? (this.#next[value] as number) : UNKNOWN;
    return known === UNKNOWN ? this.#learn(value) : known;
  }

  #learn(value: number): number {
    const next = this.#workOut(value);
    if (value >= this.#next.length) {
      const wider = new Int32Array(Math.max(value + 1, 2 * this.#next.length)).fill(UNKNOWN);
      wider.set(this.#next);
      this.#next = wider;
    }
    this.#next[value] = next;
    return next;
  }
}
