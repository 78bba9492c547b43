import type { CheckProgress } from '../check/check-report.ts';
import { countedText } from '../report/quantity-text.ts';
import type { CliIo } from './io.ts';

/** Shortest time between two updates, in milliseconds. */
const INTERVAL_MS = 100;
/** Back to the start of the line, and delete to its end. */
const CLEAR_LINE = '\r\u001b[K';

/** One line on the terminal that says where a command stands; nothing at all where standard error is no terminal. */
export class ProgressLine {
  private readonly io: CliIo;
  private readonly nowMs: () => number;
  private shownAtMs = Number.NEGATIVE_INFINITY;

  /** `nowMs` is a wall clock; tests bring their own. */
  constructor(io: CliIo, nowMs: () => number = () => performance.now()) {
    this.io = io;
    this.nowMs = nowMs;
  }

  /** Shows progress, at most ten times a second. */
  show({ runs, steps, phase }: CheckProgress): void {
    const done = () => `${countedText(runs, 'run')}, ${countedText(steps, 'step')}`;
    this.showText(() => (phase === 'shrinking' ? `${done()}; shrinking a violation` : done()));
  }

  /** Shows a text, made only if it is time for one: at most ten times a second. */
  showText(text: () => string): void {
    if (!this.io.isTTY) return;
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
