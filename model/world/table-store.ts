import type { Store } from './draft.ts';
import type { Journal, Restorable } from './journal.ts';
import type { Table } from './table.ts';

/** The records of one kind in a draft. With a journal, tables are changed in place; without, every set makes a new table. */
export class TableStore<T extends object> implements Store<T>, Restorable {
  #table: Table<T>;
  readonly #journal: Journal | undefined;

  constructor(table: Table<T>, journal: Journal | undefined) {
    this.#table = table;
    this.#journal = journal;
  }

  /** The records as they stand; the owner of the journal may change them later. */
  get table(): Table<T> {
    return this.#table;
  }

  get(index: number): T | undefined {
    return this.#table.get(index);
  }

  set(index: number, record: T | undefined): void {
    this.#journal?.note(this, index, this.#table.get(index));
    this.#table = this.#table.set(index, record, this.#journal?.owner);
  }

  /** Takes a record away for good: no journal brings it back. */
  drop(index: number): void {
    this.#table = this.#table.set(index, undefined, this.#journal?.owner);
  }

  restore(index: number, record: object | undefined): void {
    // A journal gives back what it was given by this very store.
    this.#table = this.#table.set(index, record as T | undefined, this.#journal?.owner);
  }
}
