import { Journal } from './journal.ts';
import type { Kept, TableName } from './tables.ts';
import type { World } from './world.ts';
import { WorldDraft } from './world-draft.ts';

/**
 * A draft that goes from step to step: it changes in place what it has made itself, and takes back what was set since a
 * step began.
 */
export class WorkingDraft extends WorldDraft {
  readonly #journal = new Journal<TableName>();

  /** A step begins: what was set before is settled. */
  begin(): void {
    this.#journal.begin();
  }

  /** Indices of the records of a table that were set since the step began, some perhaps more than once. */
  written(name: TableName): readonly number[] {
    return this.#journal.indicesAt(name);
  }

  /** Puts every record back that was replaced since the step began. */
  rollBack(): void {
    this.#journal.rollBack((name, index, record) => this.put(name, index, record, this.#journal.owner));
  }

  /** The world as it stands, which stays so: what is set later goes to copies. */
  world(): World {
    this.#journal.share();
    return new WorldDraft(this, this.nowMs);
  }

  /** Sets the record at the index of its number, or takes it away, and notes what was there. */
  override set<Name extends TableName>(name: Name, index: number, record: Kept[Name] | undefined): void {
    this.#journal.note(name, index, this[name].get(index));
    this.put(name, index, record, this.#journal.owner);
  }

  /** Takes a bucket key away for good: no journal keeps it, and no step that is taken back brings it back. */
  override forget(bucketKey: number): void {
    this.bucketKeys = this.bucketKeys.set(bucketKey, undefined, this.#journal.owner);
  }
}
