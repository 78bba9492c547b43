/** The longest that a clock can be put forward at once, in milliseconds: a hundred years. */
export const MAX_ADVANCE_MS = 100 * 366 * 86_400_000;

/** The time of a world: that of the wall, unless somebody puts it forward or stops it. It never goes back. */
export class WorldClock {
  /** The wall clock at the start of the world, in milliseconds. */
  readonly #startedAtMs = Date.now();
  readonly #started = performance.now();
  #advancedMs = 0;
  #frozenAtMs: number | undefined;

  /** Milliseconds since the start of the world. */
  nowMs(): number {
    return this.#frozenAtMs ?? this.#runningMs();
  }

  /** The time of the world as a date. */
  date(): Date {
    return this.dateAt(this.nowMs());
  }

  /** A time of the world as a date. */
  dateAt(ms: number): Date {
    return new Date(this.#startedAtMs + ms);
  }

  get isFrozen(): boolean {
    return this.#frozenAtMs !== undefined;
  }

  /** Puts the clock forward, be it frozen. */
  advance(ms: number): void {
    this.#advancedMs += ms;
    if (this.#frozenAtMs !== undefined) this.#frozenAtMs += ms;
  }

  /** Stops the clock. */
  freeze(): void {
    this.#frozenAtMs ??= this.#runningMs();
  }

  /** Lets it run on from where it stands. */
  resume(): void {
    if (this.#frozenAtMs === undefined) return;
    this.#advancedMs -= this.#runningMs() - this.#frozenAtMs;
    this.#frozenAtMs = undefined;
  }

  #runningMs(): number {
    return Math.floor(performance.now() - this.#started) + this.#advancedMs;
  }
}
