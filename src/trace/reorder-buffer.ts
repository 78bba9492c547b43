import type { ObservedStep } from '../../properties/observed-step.ts';
import { MAX_REORDERED_CHARACTERS, MAX_REORDERED_STEPS } from './limits.ts';

/** A step that waits for earlier ones that may still come. */
interface Waiting {
  readonly seen: ObservedStep;
  /** Place in the file: of equal times the first comes first. */
  readonly place: number;
  /** Length of its line. */
  readonly characters: number;
}

/**
 * Puts steps in order that come late by no more than a window: each is held back until no earlier one can come. A heap
 * of bounded size, in which no step is before the one at half its index.
 */
export class ReorderBuffer {
  readonly #windowMs: number;
  readonly #heap: Waiting[] = [];
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
    this.#push({ seen, place: this.#places++, characters });
    if (this.#heap.length <= MAX_REORDERED_STEPS && this.#characters <= MAX_REORDERED_CHARACTERS) return undefined;
    // Those that nothing can precede any more do not count.
    return this.#isDue(this.#heap[0]) ? undefined : `too many steps within ${this.#windowMs} ms to put them in order`;
  }

  /** The steps before which none can come any more, in order. */
  *due(): Generator<ObservedStep> {
    while (this.#isDue(this.#heap[0])) yield this.#pop();
  }

  /** All that are left, in order. */
  *rest(): Generator<ObservedStep> {
    while (this.#heap.length > 0) yield this.#pop();
  }

  #isDue(first: Waiting | undefined): boolean {
    return first !== undefined && first.seen.step.atMs <= this.#latestMs - this.#windowMs;
  }

  #push(step: Waiting): void {
    const heap = this.#heap;
    let at = heap.length;
    for (let above = (at - 1) >> 1; at > 0 && isBefore(step, heap[above]); above = (at - 1) >> 1) {
      heap[at] = heap[above]!;
      at = above;
    }
    heap[at] = step;
  }

  #pop(): ObservedStep {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    this.#characters -= first.characters;
    if (heap.length === 0) return first.seen;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      if (isBefore(heap[below + 1], heap[below])) below += 1;
      if (isBefore(last, heap[below])) break;
      heap[at] = heap[below]!;
      at = below;
    }
    heap[at] = last;
    return first.seen;
  }
}

function isBefore(one: Waiting | undefined, other: Waiting | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [a, b] = [one.seen.step.atMs, other.seen.step.atMs];
  return a < b || (a === b && one.place < other.place);
}
