import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from '../../model/index.ts';
import type { WallClock } from '../suts/clock.ts';
import { monotonicMs } from './monotonic-ms.ts';
import type { AnswerDetails } from './read-answer.ts';

/** A step at the time at which it really was, and how long it took. */
export interface TimedStep {
  readonly step: Step;
  readonly durationMs: number;
}

/** Lets the steps of one trace happen in real time, and says when they were. */
export class Pacer {
  readonly #longestPauseMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #beganMs = monotonicMs();
  #plannedMs: number | undefined;
  #askedMs = 0;
  #lastMs = 0;
  /** What the clock of the system shows when ours shows 0; undefined until it says. */
  #offsetMs: number | undefined;

  constructor({ longestPauseMs }: WallClock, signal: AbortSignal | undefined) {
    this.#longestPauseMs = longestPauseMs;
    this.#signal = signal;
  }

  /** Waits for as long as there is to be between a step and the one before. */
  async pauseBefore({ atMs }: Step): Promise<void> {
    const pauseMs = this.#plannedMs === undefined ? 0 : atMs - this.#plannedMs;
    this.#plannedMs = atMs;
    await this.pause(pauseMs);
  }

  /** Waits, though never longer than the longest pause; the signal ends it. */
  async pause(pauseMs: number): Promise<void> {
    const ms = Math.min(pauseMs, this.#longestPauseMs);
    if (ms > 0) await sleep(ms, undefined, { signal: this.#signal }).catch(() => {});
  }

  /** A step is asked now. */
  ask(): void {
    this.#askedMs = this.#nowMs;
  }

  /** The step that was answered, at its real time: as the system has it, or else as it was from here. */
  timed(step: Step, details: AnswerDetails | undefined): TimedStep {
    const { startMs, endMs } = details ?? { startMs: undefined, endMs: undefined };
    if (startMs !== undefined) this.#offsetMs ??= startMs - this.#askedMs;
    const beganMs = startMs === undefined ? this.#askedMs : startMs - (this.#offsetMs ?? 0);
    const durationMs = startMs === undefined ? this.#nowMs - this.#askedMs : (endMs ?? startMs) - startMs;
    // A clock may be set back; a trace never goes back.
    this.#lastMs = Math.max(this.#lastMs, Math.round(beganMs));
    return { step: { ...step, atMs: this.#lastMs }, durationMs };
  }

  get #nowMs(): number {
    return monotonicMs() - this.#beganMs;
  }
}
