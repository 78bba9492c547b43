import { idAt } from '../events/fields.ts';
import { DUPLICATE_WINDOW_RECORDS } from '../limits.ts';
import type { RawRecord } from '../reading/read-records.ts';
import { hashOf, KnownIds } from './known-ids.ts';

/**
 * Recognises records that were delivered before, within a window of records: by `eventID`, or by the `sharedEventID` of
 * the copies that the accounts of caller and owner get of one call. Two sets take turns, so that the older half of what
 * is known can be forgotten at once.
 */
export class Duplicates {
  #current: KnownIds;
  #previous: KnownIds;

  /** At least so many records are remembered, and four times as many at the most. */
  constructor(window = DUPLICATE_WINDOW_RECORDS) {
    // Most records have one id; those with two make the window no shorter than it says.
    this.#current = new KnownIds(2 * window);
    this.#previous = new KnownIds(2 * window);
  }

  /** Takes a record; says what it has in common with one before. */
  take(record: RawRecord): 'eventID' | 'sharedEventID' | undefined {
    const id = idAt(record, 'eventID');
    const sharedId = idAt(record, 'sharedEventID');
    if (id !== undefined && !this.#isNew(id)) return 'eventID';
    return sharedId !== undefined && !this.#isNew(sharedId) ? 'sharedEventID' : undefined;
  }

  #isNew(id: string): boolean {
    const hash = hashOf(id);
    if (this.#current.has(hash) || this.#previous.has(hash)) return false;
    if (this.#current.isFull) {
      const oldest = this.#previous;
      oldest.clear();
      this.#previous = this.#current;
      this.#current = oldest;
    }
    this.#current.add(hash);
    return true;
  }
}
