import type { Draft, Store } from './draft.ts';
import type { Alias, Bucket, Family, Generation, Holding, KmsKey, ObjectVersion } from './records.ts';
import type { Scope } from './scope.ts';
import type { Table } from './table.ts';
import type { World } from './world.ts';

/** A draft that starts as a world and becomes another one; the world it came from stays as it is. */
export class WorldDraft implements Draft {
  readonly scope: Scope;
  readonly nowMs: number;
  readonly buckets: TableStore<Bucket>;
  readonly objects: TableStore<ObjectVersion>;
  readonly kmsKeys: TableStore<KmsKey>;
  readonly aliases: TableStore<Alias>;
  readonly generations: TableStore<Generation>;
  readonly families: TableStore<Family>;
  readonly holdings: TableStore<Holding>;
  nextGeneration: number;
  nextIncarnation: number;
  cachesTouched: number;
  epoch: number;
  restartEpoch: number;
  kmsThrottled: boolean;

  constructor(world: World, nowMs: number) {
    this.scope = world.scope;
    this.nowMs = nowMs;
    this.buckets = new TableStore(world.buckets);
    this.objects = new TableStore(world.objects);
    this.kmsKeys = new TableStore(world.kmsKeys);
    this.aliases = new TableStore(world.aliases);
    this.generations = new TableStore(world.generations);
    this.families = new TableStore(world.families);
    this.holdings = new TableStore(world.holdings);
    this.nextGeneration = world.nextGeneration;
    this.nextIncarnation = world.nextIncarnation;
    this.cachesTouched = world.cachesTouched;
    this.epoch = world.epoch;
    this.restartEpoch = world.restartEpoch;
    this.kmsThrottled = world.kmsThrottled;
  }

  /** The world as it stands. */
  world(): World {
    return {
      scope: this.scope,
      nowMs: this.nowMs,
      buckets: this.buckets.table,
      objects: this.objects.table,
      kmsKeys: this.kmsKeys.table,
      aliases: this.aliases.table,
      generations: this.generations.table,
      families: this.families.table,
      holdings: this.holdings.table,
      nextGeneration: this.nextGeneration,
      nextIncarnation: this.nextIncarnation,
      cachesTouched: this.cachesTouched,
      epoch: this.epoch,
      restartEpoch: this.restartEpoch,
      kmsThrottled: this.kmsThrottled,
    };
  }
}

class TableStore<T extends object> implements Store<T> {
  table: Table<T>;

  constructor(table: Table<T>) {
    this.table = table;
  }

  get(index: number): T | undefined {
    return this.table.get(index);
  }

  set(index: number, record: T | undefined): void {
    this.table = this.table.set(index, record);
  }
}
