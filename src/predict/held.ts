/** Entries that are never worth a sweep. */
const FEW = 1_024;
/** Most entries that are kept. */
export const MOST_HELD = 50_000;

/** What is held for a while, by number: what is over is swept out, and beyond so many the first that came go. */
export class Held<T extends { readonly untilMs: readonly number[] }> {
  readonly #entries = new Map<number, T>();
  readonly #most: number;
  #sweepAt = FEW;
  /** Entries that went although they were not over: what they would have served makes a call. */
  dropped = 0;

  constructor(most = MOST_HELD) {
    this.#most = most;
  }

  get(at: number): T | undefined {
    return this.#entries.get(at);
  }

  add(at: number, entry: T, nowMs: number): void {
    this.#entries.set(at, entry);
    if (this.#entries.size < this.#sweepAt && this.#entries.size <= this.#most) return;
    for (const [number, { untilMs }] of this.#entries)
      if (number !== at && (untilMs.at(-1) ?? 0) <= nowMs) this.#entries.delete(number);
    if (this.#entries.size > this.#most) this.dropped += dropFirst(this.#entries);
    this.#sweepAt = 2 * this.#entries.size + FEW;
  }
}

/** Takes the first eighth out of a map, and answers how many entries that were. One by one it would cost too much. */
export function dropFirst<K, V>(entries: Map<K, V>, each?: (key: K, value: V) => void): number {
  const drop = Math.ceil(entries.size / 8);
  let dropped = 0;
  for (const [key, value] of entries) {
    if (dropped === drop) break;
    entries.delete(key);
    each?.(key, value);
    dropped++;
  }
  return dropped;
}
