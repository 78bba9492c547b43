import { setImmediate } from 'node:timers/promises';
import type { Region } from './region.ts';
import { transfersFor } from './share-out.ts';

/** Where an exploration stands. */
export interface Standing {
  readonly states: number;
  readonly transitions: number;
  readonly left: number;
  readonly depth: number;
}

/** States a region leaves before the others, and the event loop, get their turn. */
const STATES_AT_A_TIME = 4_096;

/**
 * Has regions explore a scope in this thread, taking turns. Ends when all is seen, when something is found or some region is full, or when
 * `isInterrupted` says so; answers whether it did.
 */
export async function exploreHere(regions: readonly Region[], isInterrupted: (standing: Standing) => boolean): Promise<boolean> {
  for (let depth = 0; ; depth++) {
    for (let isDone = false; !isDone; ) {
      if (isInterrupted(standingOf(regions, depth))) return true;
      await setImmediate();
      isDone = regions.map((region) => region.leave(STATES_AT_A_TIME)).every((done) => done);
    }
    if (regions.some(({ found, isFull }) => found !== undefined || isFull)) return false;
    if (regions.every(({ nextStates }) => nextStates === 0)) return false;
    shareOut(regions);
    for (const region of regions) region.descend();
  }
}

function standingOf(regions: readonly Region[], depth: number): Standing {
  const sum = (count: (region: Region) => number) => regions.reduce((total, region) => total + count(region), 0);
  return { states: sum(({ states }) => states), transitions: sum(({ transitions }) => transitions), left: sum(({ left }) => left), depth };
}

/** Has every region leave about as many states of the next depth as every other. */
function shareOut(regions: readonly Region[]): void {
  for (const { from, to, states } of transfersFor(regions.map(({ nextStates }) => nextStates))) {
    const parcel = regions[from]?.handOver(to, states);
    if (parcel !== undefined) regions[to]?.adopt(parcel);
  }
}
