import { States } from './states.ts';

const FIRST_CAPACITY = 1_024;

/**
 * A set of whole states, numbered in the order in which they were added: a hash table with linear probing (Knuth 1973,
 * vol. 3, 6.4). Equal hashes are compared by all that the states are, so no two are ever taken for one.
 */
export class StateSet {
  /** All states, by number. */
  readonly rows: States;
  /** By number: the hash of the state. */
  #hashes = new Int32Array(FIRST_CAPACITY);
  /** Numbers of states plus 1, at the place their hash says or behind it; 0 = free. Twice the room for states. */
  #slots = new Int32Array(2 * FIRST_CAPACITY);

  /** @param width - parts of a state */
  constructor(width: number) {
    this.rows = new States(width);
  }

  get size(): number {
    return this.rows.length;
  }

  get bytes(): number {
    return this.rows.bytes + this.#hashes.byteLength + this.#slots.byteLength;
  }

  /** Memory with so many states more, in bytes. */
  bytesWith(states: number): number {
    let room = this.#hashes.length;
    while (room < this.size + states) room *= 2;
    return this.rows.bytesWith(states) + (this.bytes - this.rows.bytes) * (room / this.#hashes.length);
  }

  /** Number of the state that begins at `at`, or -1. */
  find(rows: ArrayLike<number>, at: number): number {
    return (this.#slots[this.#slotOf(this.#hash(rows, at), rows, at)] as number) - 1;
  }

  /** Whether a state, the row that begins at `at`, was not in the set; it is afterwards. */
  add(rows: ArrayLike<number>, at: number): boolean {
    if (this.size === this.#hashes.length) this.#grow();
    const hash = this.#hash(rows, at);
    const slot = this.#slotOf(hash, rows, at);
    if (this.#slots[slot] !== 0) return false;
    this.#hashes[this.size] = hash;
    this.rows.add(rows, at);
    this.#slots[slot] = this.size;
    return true;
  }

  /** FNV-1a (Fowler, Noll & Vo) of the numbers of a state, a number at a time. */
  #hash(rows: ArrayLike<number>, at: number): number {
    let hash = 0x811c9dc5;
    for (let place = 0; place < this.rows.width; place++)
      hash = Math.imul(hash ^ (rows[at + place] as number), 0x01000193);
    // The low bits of a product know nothing of the high bits of its factors.
    return hash ^ (hash >>> 15);
  }

  /** Where a state is, or would be. */
  #slotOf(hash: number, rows: ArrayLike<number>, at: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] as number) - 1;
      if (this.#hashes[number] === hash && this.#isSame(number, rows, at)) break;
    }
    return slot;
  }

  #isSame(number: number, rows: ArrayLike<number>, at: number): boolean {
    const { items, width } = this.rows;
    for (let place = 0; place < width; place++) if (items[number * width + place] !== rows[at + place]) return false;
    return true;
  }

  #grow(): void {
    const hashes = new Int32Array(2 * this.#hashes.length);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#slots = new Int32Array(2 * hashes.length);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = (hashes[number] as number) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}
