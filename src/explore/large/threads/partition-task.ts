import type { MessagePort } from 'node:worker_threads';
import type { ExploreScope } from '../../scope.ts';
import type { Bounds } from '../budget.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { LevelEnd, PartitionCounts } from '../completed-levels.ts';
import type { PartitionReport } from '../partition.ts';

/** What a worker thread is told when it starts to explore a partition. */
export interface PartitionTask {
  readonly scope: ExploreScope;
  readonly index: number;
  readonly partitions: number;
  readonly symmetry: boolean;
  /**
   * Memory of the budget, of the states that are known, and of the barrier at which it grows: shared by all threads.
   */
  readonly budget: SharedArrayBuffer;
  readonly known: SharedArrayBuffer;
  readonly barrier: SharedArrayBuffer;
  readonly bounds: Bounds;
  /**
   * Where to go on, told to the first partition alone: it makes the states of the levels that have ended, and hands
   * them over.
   */
  readonly before: Checkpoint | undefined;
  /** States of those levels but the last. */
  readonly expandedBefore: number;
  /** The way to each other partition. */
  readonly ports: ReadonlyMap<number, MessagePort>;
}

/** How far a partition has come. */
export interface ProgressMessage {
  readonly kind: 'progress';
  readonly index: number;
  readonly counts: PartitionCounts;
}

/** What a partition has to say of a level that has ended. */
export interface LevelMessage {
  readonly kind: 'level';
  readonly index: number;
  readonly end: LevelEnd;
}

/** What a partition has to say in the end. */
export interface DoneMessage {
  readonly kind: 'done';
  readonly index: number;
  readonly report: PartitionReport;
}

/** What a worker thread tells the main thread. */
export type WorkerMessage = ProgressMessage | LevelMessage | DoneMessage;
