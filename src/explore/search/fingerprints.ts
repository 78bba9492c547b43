const FIRST_CAPACITY = 1_024;
/** Beyond this share of slots in use the set grows: the fuller, the smaller and the slower. */
const FULL = 0.85;
/** Little, since growing is cheap: slots are in the order of the low halves, and so are those that they are copied to. */
const GROWTH = 1.25;
const TWO_32 = 2 ** 32;

/**
 * A set of 64-bit fingerprints in one typed array: 8 bytes a slot, linear probing. Two states with one fingerprint count as one state;
 * {@link collisionProbability} says how likely that is to have happened at all.
 */
export class Fingerprints {
  /** Low and high half of each slot's fingerprint; both 0 = free. */
  #slots = new Uint32Array(2 * FIRST_CAPACITY);
  #capacity = FIRST_CAPACITY;
  #room = Math.floor(FULL * FIRST_CAPACITY);
  #size = 0;
  #touched = 0;

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** Whether a fingerprint was not in the set; it is afterwards. */
  add(lowBits: number, highBits: number): boolean {
    const slots = this.#slots;
    const low = lowBits >>> 0;
    const high = lowBits === 0 && highBits === 0 ? 1 : highBits >>> 0;
    let slot = Math.floor((low / TWO_32) * this.#capacity);
    for (;;) {
      const there = slots[2 * slot] as number;
      const there2 = slots[2 * slot + 1] as number;
      if (there === low && there2 === high) return false;
      if (there === 0 && there2 === 0) break;
      slot++;
      if (slot === this.#capacity) slot = 0;
    }
    slots[2 * slot] = low;
    slots[2 * slot + 1] = high;
    this.#size++;
    if (this.#size > this.#room) this.#grow();
    return true;
  }

  /** Fetches where fingerprints would be, so that a look-up of each soon after need not wait for memory: all are on their way at once. */
  fetch(lows: Uint32Array, count: number): void {
    const slots = this.#slots;
    const scale = this.#capacity / TWO_32;
    let touched = 0;
    for (let i = 0; i < count; i++) touched ^= slots[2 * Math.floor((lows[i] as number) * scale)] as number;
    this.#touched ^= touched;
  }

  /** Something of what was fetched, so that fetching is not optimised away. */
  get touched(): number {
    return this.#touched;
  }

  #grow(): void {
    const old = this.#slots;
    this.#capacity = Math.ceil(GROWTH * this.#capacity);
    this.#slots = new Uint32Array(2 * this.#capacity);
    this.#room = Math.floor(FULL * this.#capacity);
    this.#size = 0;
    for (let at = 0; at < old.length; at += 2) {
      const low = old[at] as number;
      const high = old[at + 1] as number;
      if (low !== 0 || high !== 0) this.add(low, high);
    }
  }
}

/** How likely it is that among so many states two have the same fingerprint of 64 bits (birthday bound). */
export function collisionProbability(states: number): number {
  return -Math.expm1((-states * (states - 1)) / 2 ** 65);
}
