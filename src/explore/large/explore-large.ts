import { perform } from '../../../model/index.ts';
import { Coverage } from '../coverage.ts';
import type { Exploration } from '../exploration.ts';
import { INTERRUPTED } from '../options.ts';
import type { ExploreScope } from '../scope.ts';
import { StateSet } from '../search/state-set.ts';
import { Successors } from '../search/successors.ts';
import { Budget } from './budget.ts';
import { CompletedLevels } from './completed-levels.ts';
import { StateHashSet } from './hash/state-hash-set.ts';
import { expandAll } from './one-thread.ts';
import type { LargeOptions } from './options.ts';
import { Partition } from './partition.ts';
import { reportOfPartitions } from './report-of-partitions.ts';

/**
 * Explores a scope as `explore` does, with what only size needs: states are kept as hashes, their number and memory are
 * bounded, those that differ only in names may be one, and it can go on from a checkpoint. All in this thread.
 *
 * @throws CheckpointError where it cannot go on from what it is given
 */
export async function exploreLarge(scope: ExploreScope, options: LargeOptions): Promise<Exploration> {
  const { exact = false, signal, act = perform } = options;
  // Each partition numbers the values of parts for itself, so only one can keep states as those numbers.
  const count = exact ? 1 : (options.partitions ?? 1);
  const completed = new CompletedLevels(options.resumeFrom);
  const budget = new Budget(Budget.memory(completed.size), options, 1);
  budget.hold(completed.links.bytes, 0);
  const known = exact
    ? new StateSet(widthOf(scope))
    : new StateHashSet(StateHashSet.memory(options.maxStates, completed.size));
  const symmetry = !exact && options.symmetry === true;
  const shared = { partitions: count, known, symmetry, makeRoom: (full: StateHashSet) => full.grow() };
  const partitions = Array.from(
    { length: count },
    (_, index) => new Partition(scope, act, { ...shared, index }, budget),
  );
  const isInterrupted = await expandAll(
    partitions,
    completed,
    () => {
      options.onProgress?.(completed.progress(partitions));
      return signal?.aborted === true;
    },
    (ends) => {
      budget.hold(completed.add(ends), 0);
      options.onLevel?.(completed.checkpoint());
    },
  );
  const reports = partitions.map((partition) => partition.report());
  const unknownBecause = isInterrupted ? INTERRUPTED : budget.reachedText;
  const found = { completed, reports, bytes: budget.mostBytes, exact, act, unknownBecause };
  const [only, ...others] = partitions;
  const isAlone = only !== undefined && others.length === 0;
  return reportOfPartitions(scope, { ...found, ...(isAlone && { successors: only.successors }) }, options);
}

/** Parts of a state of a scope. */
function widthOf(scope: ExploreScope): number {
  return new Successors(scope, new Coverage(), perform).layout.size;
}
