import type { Store } from './draft.ts';
import type { Owner, Table } from './table.ts';

/**
 * The records of one kind in a draft. With an owner, tables are changed in place, and a journal of what was there before takes a step
 * back; without, every set makes a new table and the journal stays empty.
 */
export class TableStore<T extends object> implements Store<T> {
  #table: Table<T>;
  #owner: Owner | undefined;
  /** Where something was set since {@link begin}, and what was there. Only the first {@link #changes} entries count. */
  readonly #indices: number[] | undefined;
  readonly #records: (T | undefined)[] | undefined;
  #changes = 0;

  constructor(table: Table<T>, owner: Owner | undefined) {
    this.#table = table;
    this.#owner = owner;
    this.#indices = owner && [];
    this.#records = owner && [];
  }

  /** The records as they stand; a later set of an owner changes them. */
  get table(): Table<T> {
    return this.#table;
  }

  get(index: number): T | undefined {
    return this.#table.get(index);
  }

  set(index: number, record: T | undefined): void {
    if (this.#indices !== undefined && this.#records !== undefined) {
      this.#indices[this.#changes] = index;
      this.#records[this.#changes++] = this.#table.get(index);
    }
    this.#table = this.#table.set(index, record, this.#owner);
  }

  /** A step begins: what was set before stays. */
  begin(): void {
    this.#changes = 0;
  }

  /** Takes back what was set since the step began. */
  rollBack(): void {
    while (this.#changes > 0) {
      const last = --this.#changes;
      this.#table = this.#table.set(this.#indices?.[last] ?? -1, this.#records?.[last], this.#owner);
    }
  }

  /** Leaves the table as it stands to others as well: from now on, what is set goes to a copy of another owner. */
  share(owner: Owner): void {
    this.#owner = owner;
  }
}
