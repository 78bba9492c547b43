import type { Alias, Bucket, Family, Generation, Holding, KmsKey, ObjectVersion } from '../records/records.ts';
import { Journal } from './journal.ts';
import type { Table } from './table.ts';
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

  /** Puts every record back that was replaced since the step began. */
  rollBack(): void {
    this.#journal.rollBack((name, index, record) => this.#restore(name, index, record));
  }

  /** The world as it stands, which stays so: what is set later goes to copies. */
  world(): World {
    this.#journal.share();
    return new WorldDraft(this, this.nowMs);
  }

  override setBucket(index: number, bucket: Bucket | undefined): void {
    this.buckets = this.#replaced('buckets', this.buckets, index, bucket);
  }

  override setObject(index: number, version: ObjectVersion | undefined): void {
    this.objects = this.#replaced('objects', this.objects, index, version);
  }

  override setKmsKey(index: number, key: KmsKey | undefined): void {
    this.kmsKeys = this.#replaced('kmsKeys', this.kmsKeys, index, key);
  }

  override setAlias(index: number, alias: Alias | undefined): void {
    this.aliases = this.#replaced('aliases', this.aliases, index, alias);
  }

  override setGeneration(index: number, generation: Generation | undefined): void {
    this.generations = this.#replaced('generations', this.generations, index, generation);
  }

  override setFamily(index: number, family: Family | undefined): void {
    this.families = this.#replaced('families', this.families, index, family);
  }

  override setHolding(index: number, holding: Holding | undefined): void {
    this.holdings = this.#replaced('holdings', this.holdings, index, holding);
  }

  /** Takes a bucket key away for good: no journal keeps it, and no step that is taken back brings it back. */
  override dropGeneration(index: number): void {
    this.generations = this.generations.set(index, undefined, this.#journal.owner);
  }

  #replaced<T extends object>(name: TableName, table: Table<T>, index: number, record: T | undefined): Table<T> {
    this.#journal.note(name, index, table.get(index));
    return table.set(index, record, this.#journal.owner);
  }

  #restore(name: TableName, index: number, record: object | undefined): void {
    // The journal gives back what was noted under this very name.
    const tables = this as Record<TableName, Table<object>>;
    tables[name] = tables[name].set(index, record, this.#journal.owner);
  }
}

type TableName = 'buckets' | 'objects' | 'kmsKeys' | 'aliases' | 'generations' | 'families' | 'holdings';
