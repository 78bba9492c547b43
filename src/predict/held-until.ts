import { MOST_HELD } from './held.ts';

/** Entries that are never worth a sweep, and for which there is room from the start. */
const FEW = 1_024;

/**
 * Until when something is held, by number, in each of some caches: what is over is swept out, and beyond so many the
 * first that came go. All lies in arrays of numbers: millions of small objects would be copied about by the garbage
 * collector, and a map of large numbers takes three times the memory.
 */
export class HeldUntil {
  readonly #caches: number;
  readonly #most: number;
  /** Entries in the order in which they came: number, in how many caches, and until when, the first to end first. */
  #numbers = new Float64Array(FEW);
  #counts = new Uint8Array(FEW);
  #times: Float64Array;
  #size = 0;
  /** By its hash, where the entry of a number is, counted from 1; 0 = free. The next place is the next to look at. */
  #places = new Uint32Array(2 * FEW);
  #sweepAt = FEW;
  /** Entries that went although they were not over: what they would have served makes a call. */
  dropped = 0;

  /** @param caches - at most 255 */
  constructor(caches: number, most = MOST_HELD) {
    this.#caches = caches;
    this.#most = most;
    this.#times = new Float64Array(FEW * caches);
  }

  /** In how many caches something is held at a time. */
  count(at: number, nowMs: number): number {
    const entry = this.#find(at);
    if (entry === undefined) return 0;
    const begin = entry * this.#caches;
    let count = this.#counts[entry] ?? 0;
    while (count > 0 && (this.#times[begin] ?? 0) <= nowMs) {
      this.#times.copyWithin(begin, begin + 1, begin + count);
      count -= 1;
    }
    this.#counts[entry] = count;
    return count;
  }

  /** One more cache holds something, of those in which it was not held. */
  add(at: number, nowMs: number, untilMs: number): void {
    const known = this.#find(at);
    const entry = known ?? this.#append(at);
    const count = this.#counts[entry] ?? 0;
    this.#times[entry * this.#caches + count] = untilMs;
    this.#counts[entry] = count + 1;
    if (known !== undefined || (this.#size < this.#sweepAt && this.#size <= this.#most)) return;
    this.#keep((other) => {
      const held = this.#counts[other] ?? 0;
      return other === entry || (held > 0 && (this.#times[other * this.#caches + held - 1] ?? 0) > nowMs);
    });
    if (this.#size > this.#most) {
      // The first eighth. One by one it would cost too much.
      const drop = Math.ceil(this.#size / 8);
      this.#keep((other) => other >= drop);
      this.dropped += drop;
    }
    this.#sweepAt = 2 * this.#size + FEW;
  }

  #find(at: number): number | undefined {
    const mask = this.#places.length - 1;
    for (let place = hashOf(at) & mask; ; place = (place + 1) & mask) {
      const entry = this.#places[place]! - 1;
      if (entry < 0) return undefined;
      if (this.#numbers[entry] === at) return entry;
    }
  }

  #append(at: number): number {
    if (this.#size === this.#numbers.length) this.#grow();
    const entry = this.#size++;
    this.#numbers[entry] = at;
    this.#counts[entry] = 0;
    this.#place(entry);
    return entry;
  }

  /** Keeps some of the entries, in their order. */
  #keep(isKept: (entry: number) => boolean): void {
    let kept = 0;
    for (let entry = 0; entry < this.#size; entry += 1) {
      if (!isKept(entry)) continue;
      this.#numbers[kept] = this.#numbers[entry]!;
      this.#counts[kept] = this.#counts[entry]!;
      this.#times.copyWithin(kept * this.#caches, entry * this.#caches, (entry + 1) * this.#caches);
      kept += 1;
    }
    this.#size = kept;
    this.#placeAll();
  }

  #grow(): void {
    const { length } = this.#numbers;
    const [numbers, counts, times] = [this.#numbers, this.#counts, this.#times];
    this.#numbers = new Float64Array(2 * length);
    this.#numbers.set(numbers);
    this.#counts = new Uint8Array(2 * length);
    this.#counts.set(counts);
    this.#times = new Float64Array(2 * times.length);
    this.#times.set(times);
    this.#places = new Uint32Array(4 * length);
    this.#placeAll();
  }

  #placeAll(): void {
    this.#places.fill(0);
    for (let entry = 0; entry < this.#size; entry += 1) this.#place(entry);
  }

  #place(entry: number): void {
    const mask = this.#places.length - 1;
    let place = hashOf(this.#numbers[entry]!) & mask;
    while (this.#places[place] !== 0) place = (place + 1) & mask;
    this.#places[place] = entry + 1;
  }
}

/** Mixes the bits of a whole number, so that numbers that follow each other lie apart. */
function hashOf(number: number): number {
  const mixed = Math.imul((number >>> 0) ^ Math.imul(Math.floor(number / 2 ** 32), 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
