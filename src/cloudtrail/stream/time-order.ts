import { type Timed, TimeHeap } from '../../trace/time-heap.ts';
import { MAX_HELD_BACK, MAX_HELD_BACK_CHARACTERS, ORDER_WINDOW_MS } from '../limits.ts';

/** Events of one time that wait, in the order in which they came. CloudTrail tells whole seconds: many have one time. */
interface Waiting<Item> extends Timed {
  readonly items: Item[];
  /** How many of them were given. */
  given: number;
}

/** How many that were given are let go at a time, at the least. */
const LET_GO = 1_000;

/** An event that waits for its turn. */
interface Ordered {
  readonly atMs: number;
  /** As how many characters it is held; omitted = none that count. */
  readonly characters?: number;
}

/**
 * Puts events in order that come late by no more than a window. It never refuses one: what comes later than that, or
 * after more than can be held back, is given as late.
 */
export class TimeOrder<Item extends Ordered> {
  /** Those of each time, and the times in order. */
  readonly #waiting = new Map<number, Waiting<Item>>();
  readonly #heap = new TimeHeap<Waiting<Item>>();
  readonly #windowMs: number;
  readonly #maxHeldBack: number;
  #latestMs = 0;
  #givenMs = 0;
  #held = 0;
  #characters = 0;

  constructor(windowMs = ORDER_WINDOW_MS, maxHeldBack = MAX_HELD_BACK) {
    this.#windowMs = windowMs;
    this.#maxHeldBack = maxHeldBack;
  }

  /** Takes an event. False = it is later than what was given, and is not taken. */
  add(item: Item): boolean {
    const { atMs, characters = 0 } = item;
    if (atMs < this.#givenMs) return false;
    this.#latestMs = Math.max(this.#latestMs, atMs);
    this.#held += 1;
    this.#characters += characters;
    const waiting = this.#waiting.get(atMs);
    if (waiting !== undefined) waiting.items.push(item);
    else this.#waitFor({ atMs, place: 0, items: [item], given: 0 });
    return true;
  }

  /** The events before which none is expected any more, in order. */
  due(): readonly Item[] {
    const due: Item[] = [];
    const dueMs = this.#latestMs - this.#windowMs;
    for (let first = this.#heap.first; first !== undefined; first = this.#heap.first) {
      if (first.atMs > dueMs && !this.#isFull) break;
      due.push(this.#next(first));
    }
    return due;
  }

  /** All that are left, in order. */
  *rest(): Generator<Item> {
    for (let first = this.#heap.first; first !== undefined; first = this.#heap.first) yield this.#next(first);
  }

  get #isFull(): boolean {
    return this.#held > this.#maxHeldBack || this.#characters > MAX_HELD_BACK_CHARACTERS;
  }

  #waitFor(waiting: Waiting<Item>): void {
    this.#waiting.set(waiting.atMs, waiting);
    this.#heap.push(waiting);
  }

  #next(first: Waiting<Item>): Item {
    const item = first.items[first.given]!;
    first.given += 1;
    if (first.given === first.items.length) {
      this.#heap.pop();
      this.#waiting.delete(first.atMs);
    } else if (first.given >= LET_GO && 2 * first.given >= first.items.length) {
      first.items.splice(0, first.given);
      first.given = 0;
    }
    this.#held -= 1;
    this.#characters -= item.characters ?? 0;
    this.#givenMs = first.atMs;
    return item;
  }
}
