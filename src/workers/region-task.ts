import type { MessagePort } from 'node:worker_threads';
import type { ExploreScope } from '../explore/scope.ts';
import type { Bounds } from '../explore/search/budget.ts';
import type { LinksData } from '../explore/search/links.ts';
import type { RegionReport } from '../explore/search/region.ts';

/** What a worker thread is told when it starts to explore a region. */
export interface RegionTask {
  readonly scope: ExploreScope;
  readonly index: number;
  readonly regions: number;
  readonly symmetry: boolean;
  /** Memory of the budget, of the states that are known, and of the meeting at which it grows: shared by all threads. */
  readonly budget: SharedArrayBuffer;
  readonly known: SharedArrayBuffer;
  readonly meeting: SharedArrayBuffer;
  readonly bounds: Bounds;
  /** The way to each other region. */
  readonly ports: ReadonlyMap<number, MessagePort>;
}

/** Where a region stands. */
export interface RegionProgress {
  readonly kind: 'progress';
  readonly index: number;
  readonly states: number;
  readonly transitions: number;
  readonly left: number;
  readonly depth: number;
}

/** What a region has to say in the end. */
export interface RegionDone {
  readonly kind: 'done';
  readonly index: number;
  readonly report: RegionReport;
  /** Memory of the states that all regions know, in bytes. */
  readonly knownBytes: number;
}

/** How the states of a region were reached, for whoever asks for it after the end. */
export interface RegionLinks {
  readonly kind: 'links';
  readonly index: number;
  readonly links: LinksData;
}

/** What a worker thread tells the main thread. */
export type RegionMessage = RegionProgress | RegionDone | RegionLinks;
