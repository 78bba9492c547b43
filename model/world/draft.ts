import type { Alias, Bucket, Family, Generation, Holding, KmsKey, ObjectVersion } from './records.ts';
import type { Scope } from './scope.ts';

/** Records by small integers, as a step reads and writes them. */
export interface Store<T extends object> {
  /** The record at an index, or undefined. */
  get(index: number): T | undefined;
  /** Puts a record at an index, or takes away the one that is there. */
  set(index: number, record: T | undefined): void;
}

/**
 * A world in the making: all a step may look at and change. It is an interface so that whoever carries worlds about decides how: values
 * that share what they agree on, or components whose reading is noted down.
 */
export interface Draft {
  readonly scope: Scope;
  /** Time of the step. */
  readonly nowMs: number;
  readonly buckets: Store<Bucket>;
  readonly objects: Store<ObjectVersion>;
  readonly kmsKeys: Store<KmsKey>;
  readonly aliases: Store<Alias>;
  readonly generations: Store<Generation>;
  readonly families: Store<Family>;
  readonly holdings: Store<Holding>;
  /** Number the next bucket key gets. */
  nextGeneration: number;
  /** Caches that have ever served a request; the others are empty and so interchangeable. */
  cachesTouched: number;
  /** Counts the events that lose cached bucket keys. */
  epoch: number;
  /** Plaintext bucket keys cached before this epoch are gone from every cache (RestartHosts). */
  restartEpoch: number;
  kmsThrottled: boolean;
}
