import type { Values } from './values.ts';

/** When a state is: every time in it is a distance from here. Far enough from 0 that no age of a scope gets there. */
export const NOW_MS = 2 ** 50;

/** The last moment before now. */
export const JUST_BEFORE = NOW_MS - 1;

/**
 * A part of the worlds of a scope that is kept as a small number: one KMS key, one bucket, one object, the bucket keys
 * of one bucket under one KMS key. A state is one number for each part, which is collapse compression (Holzmann 1997,
 * State Compression in SPIN: Recursive Indexing and Compression Training Runs).
 */
export interface Part<V> {
  /** Name for people and for state hashes, such as `object b/x`. */
  readonly name: string;
  readonly values: Values<V>;
  /**
   * Number of a record whose times are distances from {@link NOW_MS}, without what is over. With {@link JUST_BEFORE}
   * what ends in this very moment is still there, as it is in a whole world until somebody looks.
   */
  encode(record: V, nowMs?: number): number;
  /** The same record with all its times later, by milliseconds; times that mean never stay never. */
  moved(record: V, byMs: number): V;
}
