import { EntryOrder, FEW_ENTRIES } from './entry-order.ts';
import { MOST_HELD } from './held.ts';

/**
 * Until when something is held, by number, in each of some caches: what is over is swept out, and beyond so many the
 * first that came go.
 */
export class HeldUntil {
  readonly #caches: number;
  readonly #most: number;
  readonly #entries = new EntryOrder();
  /** By entry: in how many caches, and until when, the first to end first. */
  #counts = new Uint8Array(FEW_ENTRIES);
  #times: Float64Array;
  #sweepAt = FEW_ENTRIES;
  /** Entries that went although they were not over: what they would have served makes a call. */
  dropped = 0;

  /** @param caches - at most 255 */
  constructor(caches: number, most = MOST_HELD) {
    this.#caches = caches;
    this.#most = most;
    this.#times = new Float64Array(FEW_ENTRIES * caches);
  }

  /** In how many caches something is held at a time. */
  count(at: number, nowMs: number): number {
    const entry = this.#entries.find(at);
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
    const known = this.#entries.find(at);
    const entry = known ?? this.#append(at);
    const count = this.#counts[entry] ?? 0;
    this.#times[entry * this.#caches + count] = untilMs;
    this.#counts[entry] = count + 1;
    if (known !== undefined || (this.#entries.size < this.#sweepAt && this.#entries.size <= this.#most)) return;
    this.#keep((other) => {
      const held = this.#counts[other] ?? 0;
      return other === entry || (held > 0 && (this.#times[other * this.#caches + held - 1] ?? 0) > nowMs);
    });
    if (this.#entries.size > this.#most) {
      // The first eighth. One by one it would cost too much.
      const drop = Math.ceil(this.#entries.size / 8);
      this.#keep((other) => other >= drop);
      this.dropped += drop;
    }
    this.#sweepAt = 2 * this.#entries.size + FEW_ENTRIES;
  }

  #append(at: number): number {
    const entry = this.#entries.append(at);
    if (this.#counts.length < this.#entries.room) this.#grow(this.#entries.room);
    this.#counts[entry] = 0;
    return entry;
  }

  #keep(isKept: (entry: number) => boolean): void {
    this.#entries.keep(isKept, (from, to) => {
      this.#counts[to] = this.#counts[from]!;
      this.#times.copyWithin(to * this.#caches, from * this.#caches, (from + 1) * this.#caches);
    });
  }

  #grow(room: number): void {
    const [counts, times] = [this.#counts, this.#times];
    this.#counts = new Uint8Array(room);
    this.#counts.set(counts);
    this.#times = new Float64Array(room * this.#caches);
    this.#times.set(times);
  }
}
