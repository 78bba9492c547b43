import type { Alias, Bucket, Family, Generation, Holding, KmsKey, ObjectVersion } from '../records/records.ts';
import type { Scope } from './scope.ts';

/** Records by small integers, to be looked at. */
export interface Records<T extends object> {
  /** The record at an index, or undefined. */
  get(index: number): T | undefined;
}

/** All that a step may look at. */
export interface Sight {
  readonly scope: Scope;
  /** Time of the step, in milliseconds. */
  readonly nowMs: number;
  readonly buckets: Records<Bucket>;
  readonly objects: Records<ObjectVersion>;
  readonly kmsKeys: Records<KmsKey>;
  readonly aliases: Records<Alias>;
  readonly generations: Records<Generation>;
  readonly families: Records<Family>;
  readonly holdings: Records<Holding>;
  /** Number the next bucket key gets. */
  readonly nextGeneration: number;
  /** Caches that have ever served a request; the others are empty and so interchangeable. */
  readonly cachesTouched: number;
  /** Counts the events that lose cached bucket keys. */
  readonly epoch: number;
  /** Plaintext bucket keys cached before this epoch are gone from every cache (RestartHosts). */
  readonly restartEpoch: number;
  readonly kmsThrottled: boolean;
}

/**
 * A world in the making: what a step may look at, and how it changes that. It is an interface so that whoever carries
 * worlds about decides how: values that share what they agree on, or components whose reading is noted down. A record
 * is set at the index of its number.
 */
export interface Draft extends Sight {
  /** Sets a bucket, or takes it away. */
  setBucket(index: number, bucket: Bucket | undefined): void;
  /** Sets the version of an object, or takes it away. */
  setObject(index: number, version: ObjectVersion | undefined): void;
  /** Sets a KMS key, or takes it away. */
  setKmsKey(index: number, key: KmsKey | undefined): void;
  /** Sets an alias, or takes it away. */
  setAlias(index: number, alias: Alias | undefined): void;
  /** Sets a bucket key, or takes it away. */
  setGeneration(index: number, generation: Generation | undefined): void;
  /** Sets what is known of the bucket keys of a family, or takes it away. */
  setFamily(index: number, family: Family | undefined): void;
  /** Sets what a requester holds in a cache, or takes it away. */
  setHolding(index: number, holding: Holding | undefined): void;
  nextGeneration: number;
  cachesTouched: number;
  epoch: number;
  restartEpoch: number;
  kmsThrottled: boolean;
}
