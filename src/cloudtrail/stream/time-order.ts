import { type Timed, TimeHeap } from '../../trace/time-heap.ts';
import { MAX_HELD_BACK, MAX_HELD_BACK_CHARACTERS, ORDER_WINDOW_MS } from '../limits.ts';

/** Some events of one time that come one behind the other. */
interface Run {
  readonly atMs: number;
  /** How many they are, and as how many characters they are held. */
  readonly events: number;
  readonly characters: number;
}

/** All that waits of one time, in the order in which it came. CloudTrail tells whole seconds: many have one time. */
interface Waiting<Item> extends Timed {
  readonly items: Item[];
}

/**
 * Puts events in order that come late by no more than a window. It never refuses one: what comes later than that, or
 * after more than can be held back, is given as late.
 */
export class TimeOrder<Item extends Run> {
  /** What waits, by time and in order of time. */
  readonly #waiting = new Map<number, Waiting<Item>>();
  readonly #heap = new TimeHeap<Waiting<Item>>();
  readonly #windowMs: number;
  readonly #maxHeldBack: number;
  #latestMs = 0;
  #givenMs = 0;
  #events = 0;
  #characters = 0;

  constructor(windowMs = ORDER_WINDOW_MS, maxHeldBack = MAX_HELD_BACK) {
    this.#windowMs = windowMs;
    this.#maxHeldBack = maxHeldBack;
  }

  /** Takes events. False = they are later than what was given, and are not taken. */
  add(item: Item): boolean {
    const { atMs, events, characters } = item;
    if (atMs < this.#givenMs) return false;
    this.#latestMs = Math.max(this.#latestMs, atMs);
    this.#events += events;
    this.#characters += characters;
    const waiting = this.#waiting.get(atMs);
    if (waiting === undefined) this.#waitFor({ atMs, place: 0, items: [item] });
    else waiting.items.push(item);
    return true;
  }

  /** The events before which none is expected any more, in order. */
  due(): readonly Item[] {
    const due: Item[] = [];
    const dueMs = this.#latestMs - this.#windowMs;
    for (let first = this.#heap.first; first !== undefined; first = this.#heap.first) {
      if (first.atMs > dueMs && !this.#isFull) break;
      for (const item of this.#next()) due.push(item);
    }
    return due;
  }

  /** All that are left, in order. */
  *rest(): Generator<Item> {
    while (this.#heap.size > 0) yield* this.#next();
  }

  get #isFull(): boolean {
    return this.#events > this.#maxHeldBack || this.#characters > MAX_HELD_BACK_CHARACTERS;
  }

  #waitFor(waiting: Waiting<Item>): void {
    this.#waiting.set(waiting.atMs, waiting);
    this.#heap.push(waiting);
  }

  /** All that waits of the earliest time: whatever else comes of that time comes behind it. */
  #next(): readonly Item[] {
    const { atMs, items } = this.#heap.pop();
    this.#waiting.delete(atMs);
    this.#givenMs = atMs;
    for (const { events, characters } of items) {
      this.#events -= events;
      this.#characters -= characters;
    }
    return items;
  }
}
