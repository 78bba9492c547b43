import { type Timed, TimeHeap } from '../../trace/time-heap.ts';
import type { TrailEvent } from '../events/trail-event.ts';
import { MAX_HELD_BACK, MAX_HELD_BACK_CHARACTERS, ORDER_WINDOW_MS } from '../limits.ts';

interface Waiting extends Timed {
  readonly event: TrailEvent;
  readonly characters: number;
}

/** What an event has beside its longest texts, in characters, more or less. */
const OTHER_CHARACTERS = 500;

/**
 * Puts events in order that come late by no more than a window. It never refuses one: what comes later than that, or
 * after more than can be held back, is given as late.
 */
export class TimeOrder {
  readonly #heap = new TimeHeap<Waiting>();
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

  /** Takes an event. False = it is later than what was given already, and is not taken. */
  add(event: TrailEvent): boolean {
    const { atMs } = event;
    if (atMs < this.#givenMs) return false;
    this.#latestMs = Math.max(this.#latestMs, atMs);
    const characters = charactersOf(event);
    this.#characters += characters;
    this.#heap.push({ atMs, place: this.#places++, event, characters });
    return true;
  }

  /** The events before which none is expected any more, in order. */
  *due(): Generator<TrailEvent> {
    const dueMs = this.#latestMs - this.#windowMs;
    for (let first = this.#heap.first; first !== undefined; first = this.#heap.first) {
      if (first.atMs > dueMs && !this.#isFull) return;
      yield this.#pop();
    }
  }

  /** All that are left, in order. */
  *rest(): Generator<TrailEvent> {
    while (this.#heap.size > 0) yield this.#pop();
  }

  get #isFull(): boolean {
    return this.#heap.size > this.#maxHeldBack || this.#characters > MAX_HELD_BACK_CHARACTERS;
  }

  #pop(): TrailEvent {
    const { event, atMs, characters } = this.#heap.pop();
    this.#characters -= characters;
    this.#givenMs = atMs;
    return event;
  }
}

function charactersOf(event: TrailEvent): number {
  if (event.source === 's3') return OTHER_CHARACTERS + (event.key?.length ?? 0);
  if (event.source !== 'kms') return OTHER_CHARACTERS;
  let sum = OTHER_CHARACTERS;
  for (const name in event.context) sum += name.length + (event.context[name]?.length ?? 0);
  return sum;
}
