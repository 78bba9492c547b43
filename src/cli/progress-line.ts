import type { CheckProgress } from '../check/check-report.ts';
import { countedText, countText, durationText } from '../report/quantity-text.ts';
import type { CliIo } from './io.ts';

/** Shortest time between two updates, in milliseconds. */
const INTERVAL_MS = 100;
/** Back to the start of the line, and delete to its end. */
const CLEAR_LINE = '\r\u001b[K';

/** What is to go, behind what was done; nothing where that is not known. */
export function toGoText(seconds: number): string {
  const left = Math.ceil(seconds);
  return Number.isFinite(left) && left >= 0 ? `; about ${durationText(left * 1_000)} to go` : '';
}

/** One line on the terminal that says where a command stands; nothing at all where standard error is no terminal. */
export class ProgressLine {
  private readonly io: CliIo;
  private readonly isQuiet: boolean;
  private readonly nowMs: () => number;
  private shownAtMs = Number.NEGATIVE_INFINITY;
  /** When runs were first told of, and how many there were by then: a check may have been resumed. */
  private first: { readonly atMs: number; readonly runs: number } | undefined;

  /** `nowMs` is a wall clock; tests bring their own. */
  constructor(io: CliIo, isQuiet = false, nowMs: () => number = () => performance.now()) {
    this.io = io;
    this.isQuiet = isQuiet;
    this.nowMs = nowMs;
  }

  /**
   * Shows progress, at most ten times a second, and what there is to go.
   *
   * @param asked - runs that were asked for; null = as many as there is time for
   * @param seconds - after which no run is started; null = no bound
   */
  show({ runs, steps, phase }: CheckProgress, asked: number | null = null, seconds: number | null = null): void {
    const nowMs = this.nowMs();
    this.first ??= { atMs: nowMs, runs };
    const { first } = this;
    this.showText(() => {
      const done = asked === null ? countedText(runs, 'run') : `${countText(runs)} of ${countedText(asked, 'run')}`;
      const told = `${done}, ${countedText(steps, 'step')}`;
      if (phase === 'shrinking') return `${told}; shrinking a violation`;
      const elapsed = (nowMs - first.atMs) / 1_000;
      const byRuns = asked === null ? Number.POSITIVE_INFINITY : ((asked - runs) * elapsed) / (runs - first.runs);
      return `${told}${toGoText(Math.min(byRuns, (seconds ?? Number.POSITIVE_INFINITY) - elapsed))}`;
    });
  }

  /** Shows a text, made only if it is time for one: at most ten times a second. */
  showText(text: () => string): void {
    if (!this.io.isTTY || this.isQuiet) return;
    const nowMs = this.nowMs();
    if (nowMs - this.shownAtMs < INTERVAL_MS) return;
    this.shownAtMs = nowMs;
    this.io.stderr(`${CLEAR_LINE}${text()}`);
  }

  /** Removes the line. */
  clear(): void {
    if (this.shownAtMs === Number.NEGATIVE_INFINITY) return;
    this.io.stderr(CLEAR_LINE);
    this.shownAtMs = Number.NEGATIVE_INFINITY;
  }
}
