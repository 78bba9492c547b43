/** Entries for which there is room from the start. */
export const FEW_ENTRIES = 1_024;
/** Stands in the place of the number of an entry that was removed. */
const REMOVED = -1;

/**
 * Numbers in the order in which they came, each with a place in arrays of whoever asks, and a table of hashes to find
 * them by. All lies in arrays of numbers: millions of small objects would be copied about by the garbage collector,
 * and a map of large numbers takes three times the memory.
 */
export class EntryOrder {
  #numbers = new Float64Array(FEW_ENTRIES);
  #size = 0;
  /** By its hash, where the entry of a number is, counted from 1; 0 = free. The next place is the next to look at. */
  #places = new Uint32Array(2 * FEW_ENTRIES);

  /** Entries, those that were removed included until some are kept. */
  get size(): number {
    return this.#size;
  }

  /** For how many entries there is room: so long the arrays have to be that go with it. */
  get room(): number {
    return this.#numbers.length;
  }

  /** Where the entry of a number is, counted from 0. */
  find(number: number): number | undefined {
    const mask = this.#places.length - 1;
    for (let place = mixed(number) & mask; ; place = (place + 1) & mask) {
      const entry = this.#places[place]! - 1;
      if (entry < 0) return undefined;
      if (this.#numbers[entry] === number) return entry;
    }
  }

  /** Adds a number, from 0 on, that has no entry yet. */
  append(number: number): number {
    if (this.#size === this.#numbers.length) this.#grow();
    const entry = this.#size++;
    this.#numbers[entry] = number;
    this.#place(entry);
    return entry;
  }

  /** Removes an entry. Its place is not used again until some are kept. */
  remove(entry: number): void {
    this.#numbers[entry] = REMOVED;
  }

  isRemoved(entry: number): boolean {
    return this.#numbers[entry] === REMOVED;
  }

  /** Keeps some of the entries, in their order; is told which moves where. */
  keep(isKept: (entry: number) => boolean, move: (from: number, to: number) => void): void {
    let kept = 0;
    for (let entry = 0; entry < this.#size; entry += 1) {
      if (this.isRemoved(entry) || !isKept(entry)) continue;
      this.#numbers[kept] = this.#numbers[entry]!;
      move(entry, kept);
      kept += 1;
    }
    this.#size = kept;
    this.#placeAll();
  }

  #grow(): void {
    const before = this.#numbers;
    this.#numbers = new Float64Array(2 * before.length);
    this.#numbers.set(before);
    this.#places = new Uint32Array(4 * before.length);
    this.#placeAll();
  }

  #placeAll(): void {
    this.#places.fill(0);
    for (let entry = 0; entry < this.#size; entry += 1) this.#place(entry);
  }

  #place(entry: number): void {
    const mask = this.#places.length - 1;
    let place = mixed(this.#numbers[entry]!) & mask;
    while (this.#places[place] !== 0) place = (place + 1) & mask;
    this.#places[place] = entry + 1;
  }
}

/** Mixes the bits of a whole number, so that numbers that follow each other lie apart. */
function mixed(number: number): number {
  const bits = Math.imul((number >>> 0) ^ Math.imul(Math.floor(number / 2 ** 32), 0x85ebca6b), 0x9e3779b1);
  return bits ^ (bits >>> 15);
}
