import { type Timed, TimeHeap } from '../../trace/time-heap.ts';
import { MAX_HELD_BACK, MAX_HELD_BACK_CHARACTERS, ORDER_WINDOW_MS } from '../limits.ts';

interface Waiting<Item> extends Timed {
  readonly item: Item;
  readonly characters: number;
}

/**
 * Puts events in order that come late by no more than a window. It never refuses one: what comes later than that, or
 * after more than can be held back, is given as late.
 */
export class TimeOrder<Item extends { readonly atMs: number }> {
  readonly #heap = new TimeHeap<Waiting<Item>>();
  readonly #windowMs: number;
  readonly #maxHeldBack: number;
  #latestMs = 0;
  #givenMs = 0;
  #places = 0;
  #characters = 0;

  constructor(windowMs = ORDER_WINDOW_MS, maxHeldBack = MAX_HELD_BACK) {
    this.#windowMs = windowMs;
    this.#maxHeldBack = maxHeldBack;
  }

  /** Takes an event, which is held as so many characters. False = it is later than what was given, and is not taken. */
  add(item: Item, characters = 0): boolean {
    const { atMs } = item;
    if (atMs < this.#givenMs) return false;
    this.#latestMs = Math.max(this.#latestMs, atMs);
    this.#characters += characters;
    this.#heap.push({ atMs, place: this.#places++, item, characters });
    return true;
  }

  /** The events before which none is expected any more, in order. */
  due(): readonly Item[] {
    const due: Item[] = [];
    const dueMs = this.#latestMs - this.#windowMs;
    for (let first = this.#heap.first; first !== undefined; first = this.#heap.first) {
      if (first.atMs > dueMs && !this.#isFull) break;
      due.push(this.#pop());
    }
    return due;
  }

  /** All that are left, in order. */
  *rest(): Generator<Item> {
    while (this.#heap.size > 0) yield this.#pop();
  }

  get #isFull(): boolean {
    return this.#heap.size > this.#maxHeldBack || this.#characters > MAX_HELD_BACK_CHARACTERS;
  }

  #pop(): Item {
    const { item, atMs, characters } = this.#heap.pop();
    this.#characters -= characters;
    this.#givenMs = atMs;
    return item;
  }
}
