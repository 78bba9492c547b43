import type { Draft } from './draft.ts';
import type { Scope } from './scope.ts';
import type { Owner, Table } from './table.ts';
import { copyScalars, type Kept, type TableName, type Tables } from './tables.ts';
import type { World } from './world.ts';

/**
 * A draft that starts as a world and becomes another one: when the step is over, it is a world like any other, and
 * nobody sets anything in it any more. The world it came from stays as it is.
 */
export class WorldDraft implements Draft, World {
  readonly scope: Scope;
  nowMs: number;
  buckets: Tables['buckets'];
  objects: Tables['objects'];
  kmsKeys: Tables['kmsKeys'];
  aliases: Tables['aliases'];
  bucketKeys: Tables['bucketKeys'];
  families: Tables['families'];
  holdings: Tables['holdings'];
  someBucketKeys: Tables['someBucketKeys'];
  someEntries: Tables['someEntries'];
  steps = 0;
  cachesTouched = 0;
  epoch = 0;
  restartEpoch = 0;
  kmsThrottled = false;

  /** @param nowMs - time of the step, in milliseconds */
  constructor(world: World, nowMs: number) {
    this.scope = world.scope;
    this.nowMs = nowMs;
    this.buckets = world.buckets;
    this.objects = world.objects;
    this.kmsKeys = world.kmsKeys;
    this.aliases = world.aliases;
    this.bucketKeys = world.bucketKeys;
    this.families = world.families;
    this.holdings = world.holdings;
    this.someBucketKeys = world.someBucketKeys;
    this.someEntries = world.someEntries;
    copyScalars(world, this);
  }

  set<Name extends TableName>(table: Name, index: number, record: Kept[Name] | undefined): void {
    this.put(table, index, record, undefined);
  }

  /** Sets a record; whoever is the owner of a table changes it in place. */
  protected put(name: TableName, index: number, record: object | undefined, owner: Owner | undefined): void {
    // A record comes with the name of its table.
    const tables = this as Record<TableName, Table<object>>;
    tables[name] = tables[name].set(index, record, owner);
  }

  /** Takes a bucket key away for good. */
  forget(bucketKey: number): void {
    this.bucketKeys = this.bucketKeys.set(bucketKey, undefined);
  }
}
