/** Slots of a new set: enough that the threads of an exploration cannot fill it between two looks at how full it is. */
const FIRST_CAPACITY = 2 ** 16;
/** Beyond this share of slots in use the set is to grow: the fuller, the smaller and the slower. */
const FULL = 0.8;
/**
 * Little, since growing is cheap: slots are in the order of the low halves, and so are those that they are moved to.
 */
const GROWTH = 1.25;
/** Most bytes of a buffer. */
const MOST_BYTES = 2 ** 32;
const TWO_32 = 2 ** 32;

/** Numbers before the slots: how many slots are in use. */
const SIZE = 0;
const HEADER = 16;

/**
 * Hash compaction (Wolper & Leroy 1993; Stern & Dill 1995): of the states that were found 64-bit hashes are kept, and
 * two states with one hash count as one; {@link collisionProbability} says how likely that is to have happened at all.
 * A hash table in memory that threads share, without locks (as in Laarman, van de Pol & Weber 2010): 8 bytes a slot,
 * linear probing.
 */
export class StateHashSet {
  /**
   * Behind the header the low and the high half of each slot's hash; a half is never 0, so 0 = free, or not
   * written yet.
   */
  #slots: Int32Array<SharedArrayBuffer>;
  #capacity: number;
  #touched = 0;

  /** @param memory - made by {@link StateHashSet.memory} */
  constructor(memory: SharedArrayBuffer) {
    this.#slots = new Int32Array(memory, 0, memory.byteLength / 4);
    this.#capacity = (this.#slots.length - HEADER) / 2;
  }

  /** Memory that threads share, with room for so many hashes, and to grow to most, as far as one buffer can. */
  static memory(most: number, atOnce = 0): SharedArrayBuffer {
    const bytes = roomFor(atOnce);
    return new SharedArrayBuffer(bytes, { maxByteLength: Math.max(bytes, Math.min(roomFor(most), MOST_BYTES)) });
  }

  get size(): number {
    return Atomics.load(this.#slots, SIZE);
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** Memory with so many hashes more, in bytes. */
  bytesWith(hashes: number): number {
    let capacity = this.#capacity;
    while (this.size + hashes > FULL * capacity) capacity = grown(capacity);
    return bytesFor(capacity);
  }

  /** Whether it is time to grow. */
  get needsRoom(): boolean {
    return this.size > FULL * this.#capacity;
  }

  /**
   * Whether a hash was not in the set; it is afterwards. Of threads that add the same one at once, one is told
   * so.
   *
   * @throws RangeError when there is no room left, since nobody has let the set {@link grow}.
   */
  add(low: number, high: number): boolean {
    if (!this.#put(low | 0 || 1, high | 0 || 1)) return false;
    // The last slot stays free, or a search for what is not there would not end.
    if (Atomics.add(this.#slots, SIZE, 1) + 2 > this.#capacity) throw new RangeError('the set of hashes is full');
    return true;
  }

  /**
   * Fetches where hashes would be, so that a look-up of each soon after need not wait for memory: all are on
   * their way at once.
   */
  fetch(lows: Uint32Array, count: number): void {
    const slots = this.#slots;
    let touched = 0;
    for (let i = 0; i < count; i++) touched ^= slots[this.#home(lows[i] as number)] as number;
    this.#touched ^= touched;
  }

  /** Something of what was fetched, so that fetching is not optimised away. */
  get touched(): number {
    return this.#touched;
  }

  /** Takes notice that another thread has let the set grow. */
  look(): void {
    this.#slots = new Int32Array(this.#slots.buffer, 0, this.#slots.buffer.byteLength / 4);
    this.#capacity = (this.#slots.length - HEADER) / 2;
  }

  /**
   * Makes room, in place. No other thread may use the set meanwhile; afterwards they have to {@link look}.
   *
   * @throws RangeError when its memory has no more room.
   */
  grow(): void {
    const before = this.#slots.length;
    const { buffer } = this.#slots;
    if (buffer.byteLength === buffer.maxByteLength) throw new RangeError(`no room for more than ${this.size} states`);
    buffer.grow(Math.min(bytesFor(grown(this.#capacity)), buffer.maxByteLength));
    this.look();
    const slots = this.#slots;
    // Runs of slots in use go one by one, the last first, to where none is that still has to go: no home comes to lie
    // before where it was, and what went over the end of the memory begins it, so it goes last.
    let run: Int32Array = new Int32Array(256);
    let length = 0;
    for (let at = before - 2; at >= HEADER; at -= 2) {
      const low = slots[at] as number;
      if (low === 0) {
        this.#putAll(run, length);
        length = 0;
        continue;
      }
      if (length === run.length) run = doubled(run);
      run[length++] = low;
      run[length++] = slots[at + 1] as number;
      slots[at] = 0;
      slots[at + 1] = 0;
    }
    this.#putAll(run, length);
  }

  /** Puts hashes that are not there; no other thread is about. */
  #putAll(run: Int32Array, length: number): void {
    const slots = this.#slots;
    for (let i = 0; i < length; i += 2) {
      const low = run[i] as number;
      let at = this.#home(low);
      while (slots[at] !== 0) at = this.#after(at);
      slots[at] = low;
      slots[at + 1] = run[i + 1] as number;
    }
  }

  /** The first slot in which a hash may be. */
  #home(low: number): number {
    return HEADER + 2 * Math.floor(((low >>> 0) / TWO_32) * this.#capacity);
  }

  /** The slot to look into next. */
  #after(at: number): number {
    return at + 2 === this.#slots.length ? HEADER : at + 2;
  }

  #put(low: number, high: number): boolean {
    const slots = this.#slots;
    let at = this.#home(low);
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
      at = this.#after(at);
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

function doubled(numbers: Int32Array): Int32Array {
  const twice = new Int32Array(2 * numbers.length);
  twice.set(numbers);
  return twice;
}

/** Bytes that are enough for so many hashes. */
function roomFor(hashes: number): number {
  return bytesFor(Math.max(FIRST_CAPACITY, grown(Math.ceil(hashes / FULL))));
}

function bytesFor(capacity: number): number {
  return 4 * (HEADER + 2 * capacity);
}

function grown(capacity: number): number {
  return Math.ceil(GROWTH * capacity);
}

/**
 * How likely it is that among so many states two have the same hash of 64 bits (birthday bound). The smallest of
 * several hashes is more often a small one: of n, two states share it n² / (2n - 1) times as often.
 */
export function collisionProbability(states: number, symmetries: number): number {
  const pairs = (states * (states - 1)) / 2;
  return -Math.expm1((-pairs * (symmetries ** 2 / (2 * symmetries - 1))) / 2 ** 64);
}
