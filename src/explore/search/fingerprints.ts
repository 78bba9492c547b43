/** Slots of a new set: enough that the threads of an exploration cannot fill it between two looks at how full it is. */
const FIRST_CAPACITY = 2 ** 16;
/** Beyond this share of slots in use the set is to grow: the fuller, the smaller and the slower. */
const FULL = 0.8;
/** Little, since growing is cheap: slots are in the order of the low halves, and so are those that they are copied to. */
const GROWTH = 1.25;
const TWO_32 = 2 ** 32;

/** Numbers before the slots: how many slots are in use. */
const SIZE = 0;
const HEADER = 16;

/**
 * A set of 64-bit fingerprints in memory that threads share: 8 bytes a slot, linear probing, no locks. Two states with one fingerprint count
 * as one state; {@link collisionProbability} says how likely that is to have happened at all.
 */
export class Fingerprints {
  /** Behind the header the low and the high half of each slot's fingerprint; a half is never 0, so 0 = free, or not written yet. */
  #slots: Int32Array<SharedArrayBuffer>;
  #capacity: number;
  #touched = 0;

  /** @param memory - that of another thread's set, or new */
  constructor(memory: SharedArrayBuffer = Fingerprints.memory(0)) {
    this.#slots = new Int32Array(memory);
    this.#capacity = (this.#slots.length - HEADER) / 2;
  }

  /** Memory of a new set, with room for so many fingerprints. */
  static memory(fingerprints: number): SharedArrayBuffer {
    return memoryFor(Math.max(FIRST_CAPACITY, grown(Math.ceil(fingerprints / FULL))));
  }

  /** What other threads need to share the set. */
  get memory(): SharedArrayBuffer {
    return this.#slots.buffer;
  }

  get size(): number {
    return Atomics.load(this.#slots, SIZE);
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** Memory with so many fingerprints more, in bytes. */
  bytesWith(fingerprints: number): number {
    let capacity = this.#capacity;
    while (this.size + fingerprints > FULL * capacity) capacity = grown(capacity);
    return bytesFor(capacity);
  }

  /** Whether it is time to grow. */
  get isCrowded(): boolean {
    return this.size > FULL * this.#capacity;
  }

  /**
   * Whether a fingerprint was not in the set; it is afterwards. Of threads that add the same one at once, one is told so.
   *
   * @throws RangeError when there is no room left, since nobody has let the set {@link grow}.
   */
  add(low: number, high: number): boolean {
    if (!this.#put(low | 0 || 1, high | 0 || 1)) return false;
    // The last slot stays free, or a search for what is not there would not end.
    if (Atomics.add(this.#slots, SIZE, 1) + 2 > this.#capacity) throw new RangeError('the set of fingerprints is full');
    return true;
  }

  /** Fetches where fingerprints would be, so that a look-up of each soon after need not wait for memory: all are on their way at once. */
  fetch(lows: Uint32Array, count: number): void {
    const slots = this.#slots;
    const scale = this.#capacity / TWO_32;
    let touched = 0;
    for (let i = 0; i < count; i++) touched ^= slots[HEADER + 2 * Math.floor((lows[i] as number) * scale)] as number;
    this.#touched ^= touched;
  }

  /** Something of what was fetched, so that fetching is not optimised away. */
  get touched(): number {
    return this.#touched;
  }

  /** Goes on in the memory of another thread's set, which has grown. */
  share(memory: SharedArrayBuffer): void {
    this.#slots = new Int32Array(memory);
    this.#capacity = (this.#slots.length - HEADER) / 2;
  }

  /** Goes on with more room. No other thread may use the set meanwhile; afterwards they share its new {@link memory}. */
  grow(): void {
    const old = this.#slots;
    this.share(memoryFor(grown(this.#capacity)));
    for (let at = HEADER; at < old.length; at += 2) {
      const low = old[at] as number;
      if (low !== 0) this.#put(low, old[at + 1] as number);
    }
    this.#slots[SIZE] = old[SIZE] as number;
  }

  #put(low: number, high: number): boolean {
    const slots = this.#slots;
    const end = slots.length;
    let at = HEADER + 2 * Math.floor(((low >>> 0) / TWO_32) * this.#capacity);
    for (;;) {
      let there = slots[at] as number;
      if (there === 0) {
        there = Atomics.compareExchange(slots, at, 0, low);
        if (there === 0) {
          Atomics.store(slots, at + 1, high);
          return true;
        }
      }
      if (there === low && this.#highAt(at) === high) return false;
      at += 2;
      if (at === end) at = HEADER;
    }
  }

  /** The high half of a slot whose low half is written; another thread may be just about to write it. */
  #highAt(at: number): number {
    for (;;) {
      const high = Atomics.load(this.#slots, at + 1);
      if (high !== 0) return high;
    }
  }
}

function memoryFor(capacity: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytesFor(capacity));
}

function bytesFor(capacity: number): number {
  return 4 * (HEADER + 2 * capacity);
}

function grown(capacity: number): number {
  return Math.ceil(GROWTH * capacity);
}

/**
 * How likely it is that among so many states two have the same fingerprint of 64 bits (birthday bound). The smallest of several fingerprints
 * is more often a small one: of n, two states share it n² / (2n - 1) times as often.
 */
export function collisionProbability(states: number, symmetries: number): number {
  const pairs = (states * (states - 1)) / 2;
  return -Math.expm1((-pairs * (symmetries ** 2 / (2 * symmetries - 1))) / 2 ** 64);
}
