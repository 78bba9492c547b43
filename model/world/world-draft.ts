import type { Draft } from './draft.ts';
import type { Journal } from './journal.ts';
import type { Alias, Bucket, Family, Generation, Holding, KmsKey, ObjectVersion } from './records.ts';
import type { Scope } from './scope.ts';
import { TableStore } from './table-store.ts';
import type { World } from './world.ts';

/**
 * A draft that starts as a world and becomes another one; the world it came from stays as it is. With a journal, it changes in place
 * what it has made itself.
 */
export class WorldDraft implements Draft {
  readonly scope: Scope;
  readonly buckets: TableStore<Bucket>;
  readonly objects: TableStore<ObjectVersion>;
  readonly kmsKeys: TableStore<KmsKey>;
  readonly aliases: TableStore<Alias>;
  readonly generations: TableStore<Generation>;
  readonly families: TableStore<Family>;
  readonly holdings: TableStore<Holding>;
  nowMs: number;
  nextGeneration: number;
  cachesTouched: number;
  epoch: number;
  restartEpoch: number;
  kmsThrottled: boolean;

  constructor(world: World, nowMs: number, journal?: Journal) {
    this.scope = world.scope;
    this.buckets = new TableStore(world.buckets, journal);
    this.objects = new TableStore(world.objects, journal);
    this.kmsKeys = new TableStore(world.kmsKeys, journal);
    this.aliases = new TableStore(world.aliases, journal);
    this.generations = new TableStore(world.generations, journal);
    this.families = new TableStore(world.families, journal);
    this.holdings = new TableStore(world.holdings, journal);
    this.nowMs = nowMs;
    this.nextGeneration = world.nextGeneration;
    this.cachesTouched = world.cachesTouched;
    this.epoch = world.epoch;
    this.restartEpoch = world.restartEpoch;
    this.kmsThrottled = world.kmsThrottled;
  }

  /** The world as it stands; what a draft with a journal sets later shows in it. */
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
      cachesTouched: this.cachesTouched,
      epoch: this.epoch,
      restartEpoch: this.restartEpoch,
      kmsThrottled: this.kmsThrottled,
    };
  }
}
