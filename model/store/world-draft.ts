import type { Alias, Bucket, Family, Generation, Holding, KmsKey, ObjectVersion } from '../records/records.ts';
import type { Draft } from './draft.ts';
import type { Scope } from './scope.ts';
import type { Table } from './table.ts';
import type { World } from './world.ts';

/**
 * A draft that starts as a world and becomes another one: when the step is over, it is a world like any other, and
 * nobody sets anything in it any more. The world it came from stays as it is.
 */
export class WorldDraft implements Draft, World {
  readonly scope: Scope;
  nowMs: number;
  buckets: Table<Bucket>;
  objects: Table<ObjectVersion>;
  kmsKeys: Table<KmsKey>;
  aliases: Table<Alias>;
  generations: Table<Generation>;
  families: Table<Family>;
  holdings: Table<Holding>;
  nextGeneration: number;
  cachesTouched: number;
  epoch: number;
  restartEpoch: number;
  kmsThrottled: boolean;

  /** @param nowMs - time of the step, in milliseconds */
  constructor(world: World, nowMs: number) {
    this.scope = world.scope;
    this.nowMs = nowMs;
    this.buckets = world.buckets;
    this.objects = world.objects;
    this.kmsKeys = world.kmsKeys;
    this.aliases = world.aliases;
    this.generations = world.generations;
    this.families = world.families;
    this.holdings = world.holdings;
    this.nextGeneration = world.nextGeneration;
    this.cachesTouched = world.cachesTouched;
    this.epoch = world.epoch;
    this.restartEpoch = world.restartEpoch;
    this.kmsThrottled = world.kmsThrottled;
  }

  setBucket(index: number, bucket: Bucket | undefined): void {
    this.buckets = this.buckets.set(index, bucket);
  }

  setObject(index: number, version: ObjectVersion | undefined): void {
    this.objects = this.objects.set(index, version);
  }

  setKmsKey(index: number, key: KmsKey | undefined): void {
    this.kmsKeys = this.kmsKeys.set(index, key);
  }

  setAlias(index: number, alias: Alias | undefined): void {
    this.aliases = this.aliases.set(index, alias);
  }

  setGeneration(index: number, generation: Generation | undefined): void {
    this.generations = this.generations.set(index, generation);
  }

  setFamily(index: number, family: Family | undefined): void {
    this.families = this.families.set(index, family);
  }

  setHolding(index: number, holding: Holding | undefined): void {
    this.holdings = this.holdings.set(index, holding);
  }

  /** Takes a bucket key away for good. */
  dropGeneration(index: number): void {
    this.generations = this.generations.set(index, undefined);
  }
}
