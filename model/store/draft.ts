import type { Scope } from './scope.ts';
import type { Kept, Scalars, TableName } from './tables.ts';

/** Records by small integers, to be looked at. */
export interface Records<T extends object> {
  /** The record at an index, or undefined. */
  get(index: number): T | undefined;
}

/** All that a step may look at. */
export interface WorldView extends Readonly<Scalars>, Readonly<{ [Name in TableName]: Records<Kept[Name]> }> {
  readonly scope: Scope;
  /** Time of the step, in milliseconds. */
  readonly nowMs: number;
}

/**
 * A world in the making: what a step may look at, and how it changes that. It is an interface so that whoever carries
 * worlds about decides how: values that share what they agree on, or components whose reading is noted down.
 */
export interface Draft extends WorldView, Scalars {
  readonly nowMs: number;
  steps: number;
  cachesTouched: number;
  epoch: number;
  restartEpoch: number;
  kmsThrottled: boolean;
  kmsUnreachable: Scalars['kmsUnreachable'];
  kmsUse: Scalars['kmsUse'];
  /** Sets the record at the index of its number, or takes it away. */
  set<Name extends TableName>(table: Name, index: number, record: Kept[Name] | undefined): void;
}
