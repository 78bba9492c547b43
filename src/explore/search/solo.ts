import { setImmediate } from 'node:timers/promises';
import type { Region } from './region.ts';

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
  const deliver = (all: boolean) => {
    for (const region of regions) for (const { to, parcel } of region.parcels(all)) regions[to]?.receive(parcel);
  };
  for (let depth = 0; ; depth++) {
    for (let isDone = false; !isDone; ) {
      if (isInterrupted(standingOf(regions, depth))) return true;
      await setImmediate();
      isDone = regions.map((region) => region.leave(STATES_AT_A_TIME)).every((done) => done);
      deliver(isDone);
    }
    if (regions.some(({ found, isFull, nextStates }) => found !== undefined || isFull || nextStates < 0)) return false;
    if (regions.every(({ nextStates }) => nextStates === 0)) return false;
    for (const region of regions) region.descend();
  }
}

function standingOf(regions: readonly Region[], depth: number): Standing {
  const sum = (count: (region: Region) => number) => regions.reduce((total, region) => total + count(region), 0);
  return { states: sum(({ states }) => states), transitions: sum(({ transitions }) => transitions), left: sum(({ left }) => left), depth };
}
