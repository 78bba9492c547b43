/** One of several parts a check is divided into, so that each can run on a machine of its own. */
export interface Shard {
  /** Which part, counted from 1. */
  readonly index: number;
  /** Parts in all. */
  readonly of: number;
}

/** A check that is not divided. */
export const WHOLE: Shard = { index: 1, of: 1 };

/** How many of the first `runs` runs of a check are in a shard. */
export function runsInShard(runs: number, { index, of }: Shard): number {
  return Math.max(0, Math.ceil((runs - index + 1) / of));
}

/** Runs asked of a shard; null = as many as there is time for. */
export function runsAskedOf(runs: number | null | undefined, shard: Shard): number | null {
  return runs === null || runs === undefined ? null : runsInShard(runs, shard);
}

/** Whether the runs that were made are those that were asked for; of no number, at least one. */
export function areAllMade(made: number, asked: number | null): boolean {
  return made >= (asked ?? 1);
}

/**
 * Number of a shard's run within the whole check; both are counted from 0. Neighbouring runs are in different shards.
 */
export function numberOfRun(place: number, { index, of }: Shard): number {
  return place * of + index - 1;
}
