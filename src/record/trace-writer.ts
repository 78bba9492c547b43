import { closeSync, openSync, writeSync } from 'node:fs';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { stepLine } from '../trace/format-trace.ts';

/** A place in the trace that is taken before it is known what stands there. */
export interface Place {
  readonly atMs: number;
  /** What stands there: undefined = nothing yet, null = nothing at all. */
  steps: readonly ObservedStep[] | null | undefined;
  /** What stands there if nobody can wait any longer. */
  atLast: () => readonly ObservedStep[] | null;
}

/** Most places that are kept in memory behind one that is not known yet, such as a content that nobody reads. */
const MOST_WAITING = 1_000;

/** Writes steps in the order of their places, each as soon as those before it are known. */
export class TraceWriter {
  readonly #descriptor: number;
  readonly #startMs = performance.now();
  readonly #waiting: Place[] = [];
  #isOpen = true;
  /** Why nothing is written any more. */
  problem: string | undefined;

  /** @throws Error where the file is there already, or cannot be made */
  constructor(file: string, header: string) {
    this.#descriptor = openSync(file, 'wx', 0o600);
    writeSync(this.#descriptor, header);
  }

  /** Takes a place at this time. */
  take(): Place {
    const place: Place = { atMs: Math.floor(performance.now() - this.#startMs), steps: undefined, atLast: () => null };
    if (this.#isOpen) this.#waiting.push(place);
    return place;
  }

  /** Says what stands at a place. */
  fill(place: Place, steps: readonly ObservedStep[] | null): void {
    if (place.steps !== undefined) return;
    place.steps = steps;
    this.#write();
  }

  /** Writes what there is, and ends the file. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const place of this.#waiting) place.steps ??= place.atLast();
    this.#write();
    closeSync(this.#descriptor);
  }

  #write(): void {
    const waiting = this.#waiting;
    let known = 0;
    let lines = '';
    for (; known < waiting.length; known += 1) {
      const place = waiting[known] as Place;
      if (place.steps === undefined && waiting.length - known > MOST_WAITING) place.steps = place.atLast();
      if (place.steps === undefined) break;
      for (const step of place.steps ?? []) lines += stepLine(step);
    }
    waiting.splice(0, known);
    if (lines === '' || this.problem !== undefined) return;
    try {
      writeSync(this.#descriptor, lines);
    } catch (error) {
      // The program that is recorded goes on as if nobody was looking.
      this.problem = error instanceof Error ? error.message : 'the file cannot be written';
    }
  }
}
