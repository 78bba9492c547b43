import type { ObservedStep } from '../../properties/observed-step.ts';
import { MAX_REORDERED_CHARACTERS, MAX_REORDERED_STEPS } from './limits.ts';
import { type Timed, TimeHeap } from './time-heap.ts';

/** A step that waits for earlier ones that may still come. */
interface Waiting extends Timed {
  readonly seen: ObservedStep;
  /** Length of its line. */
  readonly characters: number;
}

/**
 * Puts steps in order that come late by no more than a window: each is held back until no earlier one can come. Of
 * bounded size.
 */
export class ReorderBuffer {
  readonly #windowMs: number;
  readonly #heap = new TimeHeap<Waiting>();
  #latestMs = 0;
  #places = 0;
  #characters = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Takes a step, with the length of its line; says what is wrong with it, or undefined. */
  add(seen: ObservedStep, characters: number): string | undefined {
    const { atMs } = seen.step;
    if (atMs < this.#latestMs - this.#windowMs)
      return (
        `atMs: ${atMs} is ${this.#latestMs - atMs} ms earlier than a step before, at ${this.#latestMs}; ` +
        `--reorder-ms puts in order what is up to ${this.#windowMs} ms late`
      );
    this.#latestMs = Math.max(this.#latestMs, atMs);
    this.#characters += characters;
    this.#heap.push({ seen, atMs, place: this.#places++, characters });
    if (this.#heap.size <= MAX_REORDERED_STEPS && this.#characters <= MAX_REORDERED_CHARACTERS) return undefined;
    // Those that nothing can precede any more do not count.
    return this.#isDue(this.#heap.first)
      ? undefined
      : `too many steps within ${this.#windowMs} ms to put them in order`;
  }

  /** The steps before which none can come any more, in order. */
  *due(): Generator<ObservedStep> {
    while (this.#isDue(this.#heap.first)) yield this.#pop();
  }

  /** All that are left, in order. */
  *rest(): Generator<ObservedStep> {
    while (this.#heap.size > 0) yield this.#pop();
  }

  #isDue(first: Waiting | undefined): boolean {
    return first !== undefined && first.atMs <= this.#latestMs - this.#windowMs;
  }

  #pop(): ObservedStep {
    const { seen, characters } = this.#heap.pop();
    this.#characters -= characters;
    return seen;
  }
}
