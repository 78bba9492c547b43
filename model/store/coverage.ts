import type { Generation, Holding, Reader } from '../records/records.ts';
import { NO_BUCKET_KEY } from '../records/records.ts';

// Where caches may lose anything at any time, a request may always be cold. Then a world that has more in its caches,
// or has it from a later time, admits all that the other admits. These functions say so of single records; they are
// sound, not complete.

/** Whether one cache's holding serves whatever another would. */
export function cachesMoreHoldings(a: Holding | undefined, b: Holding | undefined): boolean {
  if (b === undefined) return true;
  if (a === undefined) return false;
  const readsAlike =
    a.epoch >= b.epoch && a.someObtainedAtMs >= b.someObtainedAtMs && a.lastObtainedAtMs >= b.lastObtainedAtMs;
  if (!readsAlike || a.othersUntilMs < b.othersUntilMs) return false;
  if (b.generation === NO_BUCKET_KEY) return a.generation === NO_BUCKET_KEY;
  // Which key serves a write shows later, on reads: only the same one will do.
  return (
    a.generation === b.generation &&
    a.mintedAtMs === b.mintedAtMs &&
    a.obtainedAtMs >= b.obtainedAtMs &&
    a.byRead === b.byRead
  );
}

/** Whether a bucket key has at least the readers that it has in another world. */
export function cachesMoreGenerations(a: Generation | undefined, b: Generation | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.state !== b.state || a.family !== b.family || a.mintedAtMs !== b.mintedAtMs) return false;
  return b.readers.every((reader) => a.readers.some((other) => servesMore(other, reader)));
}

function servesMore(a: Reader, b: Reader): boolean {
  // What a read obtained serves reads at least as well as what a write did (U-09).
  const asGood = a.byWrite === b.byWrite || !a.byWrite;
  return (
    asGood && a.identity === b.identity && a.cache === b.cache && a.obtainedAtMs >= b.obtainedAtMs && a.epoch >= b.epoch
  );
}
