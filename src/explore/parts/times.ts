import type { Lagging } from '../../../model/index.ts';
import { NOW_MS } from './part.ts';

/**
 * The clock of a scope: lengths of time are whole numbers of ticks, so that only finitely many ages can be told apart.
 */
export class Ticks {
  readonly #tickMs: number;

  /** @param tickMs - length of a tick in milliseconds */
  constructor(tickMs: number) {
    this.#tickMs = tickMs;
  }

  /**
   * Ticks until a time; 0 when it has come.
   *
   * @throws RangeError when that is no whole number of ticks.
   */
  left(untilMs: number): number {
    if (untilMs <= NOW_MS) return 0;
    const ticks = (untilMs - NOW_MS) / this.#tickMs;
    if (!Number.isInteger(ticks))
      throw new RangeError(`${ticks} ticks: every time of a scope must be a whole number of ticks`);
    return ticks;
  }

  /**
   * What tells a lagging setting apart: its value, and earlier ones with the ticks for which they may still be seen.
   */
  laggingKey<T>({ current, earlier }: Lagging<T>, keyOf: (value: T) => unknown): unknown {
    return [
      keyOf(current),
      ...earlier.map(({ value, untilMs }) => [this.left(untilMs), keyOf(value)] as const).filter(([left]) => left > 0),
    ];
  }
}

/** A time moved by milliseconds; never stays never. */
export function movedTime(timeMs: number, byMs: number): number {
  return timeMs < 0 ? timeMs : timeMs + byMs;
}

/** A lagging setting with its times moved by milliseconds; what can no longer be seen is gone. */
export function movedLagging<T>({ current, earlier }: Lagging<T>, byMs: number): Lagging<T> {
  const moved = earlier.map(({ value, untilMs }) => ({ value, untilMs: untilMs + byMs }));
  return { current, earlier: moved.filter(({ untilMs }) => untilMs > NOW_MS) };
}
