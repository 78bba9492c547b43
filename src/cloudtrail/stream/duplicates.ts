import type { EventFrame } from '../events/trail-event.ts';
import { DUPLICATE_WINDOW_RECORDS } from '../limits.ts';

/**
 * Recognises records that were delivered before, within a window of records: by `eventID`, or by the `sharedEventID` of
 * the copies that the accounts of caller and owner get of one call. Two sets take turns, so that the older half of what
 * is known can be forgotten at once.
 */
export class Duplicates {
  readonly #window: number;
  #current = new Set<string>();
  #previous = new Set<string>();

  /** At least so many records are remembered, and four times as many at the most. */
  constructor(window = DUPLICATE_WINDOW_RECORDS) {
    this.#window = window;
  }

  /** Takes a record; says what it has in common with one before. */
  take({ id, sharedId }: Pick<EventFrame, 'id' | 'sharedId'>): 'eventID' | 'sharedEventID' | undefined {
    if (id !== undefined && this.#isKnown(id)) return 'eventID';
    if (sharedId !== undefined && this.#isKnown(sharedId)) return 'sharedEventID';
    if (id !== undefined) this.#current.add(id);
    if (sharedId !== undefined) this.#current.add(sharedId);
    // Most records have one id; those with two make the window no shorter than it says.
    if (this.#current.size >= 2 * this.#window) {
      this.#previous = this.#current;
      this.#current = new Set();
    }
    return undefined;
  }

  #isKnown(id: string): boolean {
    return this.#current.has(id) || this.#previous.has(id);
  }
}
