const FIRST_CAPACITY = 1_024;
/** Beyond this share of slots in use the table grows. */
const FULL = 0.6;
const FREE = -1;

/**
 * Numbers for 64-bit fingerprints, in the order in which they come: 12 bytes a slot, linear probing. Two states with
 * one fingerprint count as one state, as they do when a scope is explored.
 */
export class Numbering {
  #lows = new Uint32Array(FIRST_CAPACITY);
  #highs = new Uint32Array(FIRST_CAPACITY);
  #numbers = new Int32Array(FIRST_CAPACITY).fill(FREE);
  #size = 0;

  /** How many fingerprints have a number. */
  get size(): number {
    return this.#size;
  }

  /** The number of a fingerprint, which is new if it has none. */
  add(low: number, high: number): number {
    const slot = this.#slot(low, high);
    const known = this.#numbers[slot] as number;
    if (known !== FREE) return known;
    this.#lows[slot] = low;
    this.#highs[slot] = high;
    this.#numbers[slot] = this.#size++;
    if (this.#size > FULL * this.#numbers.length) this.#grow();
    return this.#size - 1;
  }

  /** The number of a fingerprint; -1 when it has none. */
  find(low: number, high: number): number {
    return this.#numbers[this.#slot(low, high)] as number;
  }

  /** Where a fingerprint is, or would be. */
  #slot(low: number, high: number): number {
    const mask = this.#numbers.length - 1;
    let slot = low & mask;
    while (this.#numbers[slot] !== FREE && (this.#lows[slot] !== low >>> 0 || this.#highs[slot] !== high >>> 0))
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [lows, highs, numbers] = [this.#lows, this.#highs, this.#numbers];
    const capacity = 2 * numbers.length;
    this.#lows = new Uint32Array(capacity);
    this.#highs = new Uint32Array(capacity);
    this.#numbers = new Int32Array(capacity).fill(FREE);
    for (const [at, number] of numbers.entries()) {
      if (number === FREE) continue;
      const [low, high] = [lows[at] as number, highs[at] as number];
      const slot = this.#slot(low, high);
      this.#lows[slot] = low;
      this.#highs[slot] = high;
      this.#numbers[slot] = number;
    }
  }
}
