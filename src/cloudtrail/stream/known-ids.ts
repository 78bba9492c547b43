/** Slots for each id that is known at the most: with fewer the search for a free one would take long. */
const SLOTS_PER_ID = 2;

/**
 * A set of ids that takes a fixed amount of memory, and leaves nothing to the garbage collector: it keeps a hash of 53
 * bits of each. That two ids of a window of hundreds of thousands have one hash is to be expected once in many thousand
 * million records.
 */
export class KnownIds {
  readonly #slots: Float64Array;
  readonly #most: number;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
    // A power of two, so that the end of the table is a mask away.
    this.#slots = new Float64Array(2 ** Math.ceil(Math.log2(most * SLOTS_PER_ID)));
  }

  /** Whether it has as many as it takes. */
  get isFull(): boolean {
    return this.#count >= this.#most;
  }

  /** How many places there are. */
  get places(): number {
    return this.#slots.length;
  }

  has(hash: number): boolean {
    return this.#slots[this.placeOf(hash)] === hash;
  }

  /** Adds the hash of an id; it must not be full. */
  add(hash: number): void {
    const place = this.placeOf(hash);
    if (this.#slots[place] === hash) return;
    this.#slots[place] = hash;
    this.#count += 1;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
  }

  /**
   * Where a hash is, or would be added: below the number of places, and its own until all are forgotten. Linear
   * probing, 0 being a free slot.
   */
  placeOf(hash: number): number {
    const mask = this.#slots.length - 1;
    let place = hash & mask;
    while (this.#slots[place] !== 0 && this.#slots[place] !== hash) place = (place + 1) & mask;
    return place;
  }
}

/** A hash of an id, above 0: two of 32 bits (FNV-1a, from two beginnings), as far as they fit into a number. */
export function hashOf(id: string): number {
  let low = 0x811c9dc5;
  let high = 0x1000193;
  for (let i = 0; i < id.length; i += 1) {
    const code = id.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0) + 1;
}
