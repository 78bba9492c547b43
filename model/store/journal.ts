import type { Owner } from './table.ts';

/** Keeps what a step replaces, so that it can be taken back. Who sets with its owner changes tables in place. */
export class Journal<Place> {
  #owner: Owner = {};
  // Only the first entries count, as many as the length says: a journal is written in every step.
  readonly #places: Place[] = [];
  readonly #indices: number[] = [];
  readonly #records: (object | undefined)[] = [];
  #length = 0;

  /** Owner of what has been set since the last time it was shared. */
  get owner(): Owner {
    return this.#owner;
  }

  /** Notes what was at an index of a place before it is replaced. */
  note(place: Place, index: number, record: object | undefined): void {
    const entry = this.#length++;
    this.#places[entry] = place;
    this.#indices[entry] = index;
    this.#records[entry] = record;
  }

  /** Indices of what was replaced at a place since the step began. */
  indicesAt(place: Place): readonly number[] {
    const indices: number[] = [];
    for (let entry = 0; entry < this.#length; entry++) {
      if (this.#places[entry] === place) indices.push(this.#indices[entry] ?? -1);
    }
    return indices;
  }

  /** A step begins: what was noted before is settled. */
  begin(): void {
    this.#length = 0;
  }

  /** Hands out all that was replaced since the step began, the last first, to be put back. */
  rollBack(restore: (place: Place, index: number, record: object | undefined) => void): void {
    while (this.#length > 0) {
      const entry = --this.#length;
      const place = this.#places[entry];
      if (place !== undefined) restore(place, this.#indices[entry] ?? -1, this.#records[entry]);
    }
  }

  /** Leaves what was set so far to others as well: what is set later goes to copies. */
  share(): void {
    this.#owner = {};
  }
}
