import { setImmediate } from 'node:timers/promises';
import type { DepthEnd, Past } from './past.ts';
import type { Region } from './region.ts';
import { transfersFor } from './share-out.ts';

/** States a region leaves before the others, and the event loop, get their turn. */
const STATES_AT_A_TIME = 4_096;

/**
 * Has regions explore a scope in this thread from where it was left, taking turns, and tells each depth that has ended.
 * Ends when all is seen, when something is found or some region is full, or when `isInterrupted` says so; answers
 * whether it did.
 */
export async function exploreHere(
  regions: readonly Region[],
  past: Past,
  isInterrupted: () => boolean,
  onDepth: (ends: readonly DepthEnd[]) => void,
): Promise<boolean> {
  for (const _ of regions[0]?.retrace(past) ?? []) {
    if (isInterrupted()) return true;
    await setImmediate();
  }
  let numbered = shareOut(regions, past.leftBefore);
  for (const region of regions) region.descend();
  for (;;) {
    for (let isDone = false; !isDone; ) {
      if (isInterrupted()) return true;
      await setImmediate();
      isDone = regions.map((region) => region.leave(STATES_AT_A_TIME)).every((done) => done);
    }
    if (regions.some(({ found, isFull }) => found !== undefined || isFull)) return false;
    if (regions.every(({ nextStates }) => nextStates === 0)) return false;
    numbered = shareOut(regions, numbered);
    onDepth(regions.map((region) => region.descend()));
  }
}

/**
 * Numbers the states of the next depth, after so many others, and has every region leave about as many of them as every
 * other.
 */
function shareOut(regions: readonly Region[], numbered: number): number {
  let number = numbered;
  for (const region of regions) {
    region.numberNext(number);
    number += region.nextStates;
  }
  for (const { from, to, states } of transfersFor(regions.map(({ nextStates }) => nextStates))) {
    const parcel = regions[from]?.handOver(to, states);
    if (parcel !== undefined) regions[to]?.adopt(parcel);
  }
  return number;
}
