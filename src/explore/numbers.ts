/** A list of 32-bit integers that grows. */
export class Numbers {
  /** The numbers, with room for more behind them. */
  items = new Int32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.items.byteLength;
  }

  /** Adds a number and answers its place. */
  push(number: number): number {
    if (this.#length === this.items.length) {
      const wider = new Int32Array(2 * this.items.length);
      wider.set(this.items);
      this.items = wider;
    }
    this.items[this.#length] = number;
    return this.#length++;
  }
}
