import type { CoverageData } from '../coverage.ts';
import type { StateHash } from './hash/state-hash.ts';
import type { LinksData } from './links.ts';

/** All that has to be known of an exploration to go on with it where a level has ended. */
export interface Checkpoint {
  /** States at each depth; those of the last one were not expanded yet. */
  readonly levels: readonly number[];
  /** How each state was reached, the first of all included, which was reached from itself. */
  readonly links: LinksData;
  readonly transitions: number;
  readonly coverage: CoverageData;
  /** The hashes of all states but the first put together by exclusive or. */
  readonly print: StateHash;
}

/** Before anything has happened. */
export const BEGINNING: Checkpoint = {
  levels: [1],
  links: { parents: [Uint32Array.of(0)], events: [Uint16Array.of(0)], pairs: [{ action: 0, result: 0 }] },
  transitions: 0,
  coverage: { moves: [], options: [], points: [], actions: [] },
  print: { low: 0, high: 0 },
};

/** A checkpoint does not belong to the exploration that is to go on from it; the message says in what. */
export class CheckpointError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CheckpointError';
  }
}
