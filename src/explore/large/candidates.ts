const FIRST_CAPACITY = 4_096;

/**
 * States that may be new, by state hash: what they came from and by which change, so that only the new ones need be
 * made.
 */
export class Candidates {
  lows = new Uint32Array(FIRST_CAPACITY);
  highs = new Uint32Array(FIRST_CAPACITY);
  /** Where the row of the state before begins. */
  origins = new Int32Array(FIRST_CAPACITY);
  /** Number of the change. */
  changes = new Int32Array(FIRST_CAPACITY);
  length = 0;

  /** Adds a candidate. */
  add(low: number, high: number, origin: number, change: number): void {
    const at = this.length++;
    if (at === this.lows.length) this.#grow();
    this.lows[at] = low;
    this.highs[at] = high;
    this.origins[at] = origin;
    this.changes[at] = change;
  }

  #grow(): void {
    const length = 2 * this.lows.length;
    this.lows = copied(this.lows, new Uint32Array(length));
    this.highs = copied(this.highs, new Uint32Array(length));
    this.origins = copied(this.origins, new Int32Array(length));
    this.changes = copied(this.changes, new Int32Array(length));
  }
}

function copied<T extends Uint32Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
