import type { Draft } from './draft.ts';
import type { Scope } from './scope.ts';
import type { Owner, Table } from './table.ts';
import { copyScalars, type Kept, type Scalars, type TableName, type Tables } from './tables.ts';
import type { World } from './world.ts';

/**
 * A draft that starts as a world and becomes another one: when the step is over, it is a world like any other, and
 * nobody sets anything in it any more. The world it came from stays as it is.
 */
export class WorldDraft implements Draft, World {
  // Declared only: to define what the constructor sets would set everything twice, in each step.
  declare readonly scope: Scope;
  declare nowMs: number;
  declare buckets: Tables['buckets'];
  declare objects: Tables['objects'];
  declare possibleVersions: Tables['possibleVersions'];
  declare versions: Tables['versions'];
  declare uploads: Tables['uploads'];
  declare kmsKeys: Tables['kmsKeys'];
  declare aliases: Tables['aliases'];
  declare bucketKeys: Tables['bucketKeys'];
  declare families: Tables['families'];
  declare holdings: Tables['holdings'];
  declare someBucketKeys: Tables['someBucketKeys'];
  declare someEntries: Tables['someEntries'];
  declare steps: number;
  declare cachesTouched: number;
  declare epoch: number;
  declare restartEpoch: number;
  declare kmsThrottled: boolean;
  declare kmsUnreachable: Scalars['kmsUnreachable'];
  declare kmsUse: Scalars['kmsUse'];

  /** @param nowMs - time of the step, in milliseconds */
  constructor(world: World, nowMs: number) {
    this.scope = world.scope;
    this.nowMs = nowMs;
    this.buckets = world.buckets;
    this.objects = world.objects;
    this.possibleVersions = world.possibleVersions;
    this.versions = world.versions;
    this.uploads = world.uploads;
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
