import { dropFirst, MOST_HELD } from './held.ts';

/** Entries that are never worth a sweep, and for which there is room from the start. */
const FEW = 1_024;

/**
 * Until when something is held, by number, in each of some caches: what is over is swept out, and beyond so many the
 * first that came go. The times lie in one array: millions of small objects would be copied about by the garbage
 * collector.
 */
export class HeldUntil {
  readonly #caches: number;
  readonly #most: number;
  /** Where the times of a number lie, the first to end first. */
  readonly #slots = new Map<number, number>();
  readonly #free: number[] = [];
  #times: Float64Array;
  #counts = new Uint8Array(FEW);
  #used = 0;
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
    const slot = this.#slots.get(at);
    if (slot === undefined) return 0;
    const begin = slot * this.#caches;
    let count = this.#counts[slot] ?? 0;
    while (count > 0 && (this.#times[begin] ?? 0) <= nowMs) {
      this.#times.copyWithin(begin, begin + 1, begin + count);
      count -= 1;
    }
    this.#counts[slot] = count;
    return count;
  }

  /** One more cache holds something, of those in which it was not held. */
  add(at: number, nowMs: number, untilMs: number): void {
    const known = this.#slots.get(at);
    const slot = known ?? this.#newSlot();
    const count = this.#counts[slot] ?? 0;
    this.#times[slot * this.#caches + count] = untilMs;
    this.#counts[slot] = count + 1;
    if (known !== undefined) return;
    this.#slots.set(at, slot);
    if (this.#slots.size < this.#sweepAt && this.#slots.size <= this.#most) return;
    for (const [number, other] of this.#slots) {
      const last = other * this.#caches + (this.#counts[other] ?? 0) - 1;
      if (number === at || (this.#counts[other] !== 0 && (this.#times[last] ?? 0) > nowMs)) continue;
      this.#slots.delete(number);
      this.#free.push(other);
    }
    if (this.#slots.size > this.#most) this.dropped += dropFirst(this.#slots, (_, other) => this.#free.push(other));
    this.#sweepAt = 2 * this.#slots.size + FEW;
  }

  #newSlot(): number {
    const slot = this.#free.pop() ?? this.#used++;
    if (slot === this.#counts.length) {
      const times = new Float64Array(2 * this.#times.length);
      times.set(this.#times);
      this.#times = times;
      const counts = new Uint8Array(2 * this.#counts.length);
      counts.set(this.#counts);
      this.#counts = counts;
    }
    this.#counts[slot] = 0;
    return slot;
  }
}
