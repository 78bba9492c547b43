import type { MessagePort } from 'node:worker_threads';
import type { ExploreScope } from '../explore/scope.ts';
import type { Bounds } from '../explore/search/budget.ts';
import type { Checkpoint, DepthEnd, Standing } from '../explore/search/past.ts';
import type { RegionReport } from '../explore/search/region.ts';

/** What a worker thread is told when it starts to explore a region. */
export interface RegionTask {
  readonly scope: ExploreScope;
  readonly index: number;
  readonly regions: number;
  readonly symmetry: boolean;
  /**
   * Memory of the budget, of the states that are known, and of the meeting at which it grows: shared by all threads.
   */
  readonly budget: SharedArrayBuffer;
  readonly known: SharedArrayBuffer;
  readonly meeting: SharedArrayBuffer;
  readonly bounds: Bounds;
  /**
   * Where to go on, told to the first region alone: it makes the states of the depths that have ended, and hands them
   * over.
   */
  readonly before: Checkpoint | undefined;
  /** States of those depths but the last. */
  readonly leftBefore: number;
  /** The way to each other region. */
  readonly ports: ReadonlyMap<number, MessagePort>;
}

/** Where a region stands. */
export interface RegionProgress {
  readonly kind: 'progress';
  readonly index: number;
  readonly standing: Standing;
}

/** What a region has to say of a depth that has ended. */
export interface RegionDepth {
  readonly kind: 'depth';
  readonly index: number;
  readonly end: DepthEnd;
}

/** What a region has to say in the end. */
export interface RegionDone {
  readonly kind: 'done';
  readonly index: number;
  readonly report: RegionReport;
}

/** What a worker thread tells the main thread. */
export type RegionMessage = RegionProgress | RegionDepth | RegionDone;
