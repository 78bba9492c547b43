import { setImmediate } from 'node:timers/promises';
import { movesFor } from './balance.ts';
import type { CompletedLevels, LevelEnd } from './completed-levels.ts';
import type { Partition } from './partition.ts';

/** States a partition expands before the others, and the event loop, get their turn. */
const STATES_AT_A_TIME = 4_096;

/**
 * Has partitions explore a scope in this thread from where it was left, taking turns, and tells each level that has
 * ended. Ends when all is seen, when an invariant is broken or some partition is full, or when `isInterrupted` says so;
 * answers whether it did.
 */
export async function expandAll(
  partitions: readonly Partition[],
  completed: CompletedLevels,
  isInterrupted: () => boolean,
  onLevel: (ends: readonly LevelEnd[]) => void,
): Promise<boolean> {
  for (const _ of partitions[0]?.replay(completed) ?? []) {
    if (isInterrupted()) return true;
    await setImmediate();
  }
  let numbered = balance(partitions, completed.expandedBefore);
  for (const partition of partitions) partition.nextLevel();
  for (;;) {
    for (let isDone = false; !isDone; ) {
      if (isInterrupted()) return true;
      await setImmediate();
      isDone = partitions.map((partition) => partition.expand(STATES_AT_A_TIME)).every((done) => done);
    }
    if (partitions.some(({ broken, isFull }) => broken !== undefined || isFull)) return false;
    if (partitions.every(({ nextStates }) => nextStates === 0)) return false;
    numbered = balance(partitions, numbered);
    onLevel(partitions.map((partition) => partition.nextLevel()));
  }
}

/**
 * Numbers the states of the next level, after so many others, and has every partition expand about as many of them as
 * every other.
 */
function balance(partitions: readonly Partition[], numbered: number): number {
  let number = numbered;
  for (const partition of partitions) {
    partition.numberNext(number);
    number += partition.nextStates;
  }
  for (const { from, to, states } of movesFor(partitions.map(({ nextStates }) => nextStates))) {
    const transfer = partitions[from]?.handOver(to, states);
    if (transfer !== undefined) partitions[to]?.adopt(transfer);
  }
  return number;
}
