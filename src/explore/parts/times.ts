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
    return [keyOf(current), ...earlier.map(({ value, untilMs }) => [this.left(untilMs), keyOf(value)] as const)];
  }
}

/** A time moved by milliseconds; never stays never. */
export function movedTime(timeMs: number, byMs: number): number {
  return timeMs < 0 ? timeMs : timeMs + byMs;
}

/** A lagging setting with its times moved by milliseconds. */
export function movedLagging<T>(setting: Lagging<T>, byMs: number): Lagging<T> {
  const { current, earlier } = setting;
  if (earlier.length === 0) return setting;
  return { current, earlier: earlier.map(({ value, untilMs }) => ({ value, untilMs: untilMs + byMs })) };
}

/** A lagging setting without what can no longer be seen. */
export function leftOfLagging<T>(setting: Lagging<T>, nowMs: number): Lagging<T> {
  const { current, earlier } = setting;
  if (earlier.every(({ untilMs }) => untilMs > nowMs)) return setting;
  return { current, earlier: earlier.filter(({ untilMs }) => untilMs > nowMs) };
}
