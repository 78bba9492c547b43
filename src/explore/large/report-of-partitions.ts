import type { perform } from '../../../model/index.ts';
import type { Exploration } from '../exploration.ts';
import { checkLiveness, MOST_STATES } from '../liveness/check-liveness.ts';
import type { ExploreOptions } from '../options.ts';
import { SHIPPED } from '../questions/judges.ts';
import { reportOf } from '../report-of.ts';
import type { ExploreScope } from '../scope.ts';
import type { Successors } from '../search/successors.ts';
import { sum } from '../sum.ts';
import type { CompletedLevels } from './completed-levels.ts';
import { collisionProbability } from './hash/state-hash-set.ts';
import type { PartitionReport } from './partition.ts';

/** What there is to report of an exploration by partitions. */
export interface Partitioned {
  readonly completed: CompletedLevels;
  readonly reports: readonly PartitionReport[];
  /** Memory of states, links and rows at its largest, in bytes. */
  readonly bytes: number;
  readonly exact: boolean;
  /** What follows on states as the only partition looked it up; missing where there are several. */
  readonly successors?: Successors;
  readonly act: typeof perform;
  /** What ended it before all was seen. */
  readonly unknownBecause: string | undefined;
}

/** The report of an exploration by partitions, in one thread or in several. */
export function reportOfPartitions(
  scope: ExploreScope,
  { completed, reports, exact, ...rest }: Partitioned,
  options: ExploreOptions,
): Promise<Exploration> {
  const { before, links } = completed;
  const unfinished = sum(reports.map(({ nextStates }) => nextStates));
  const levels = unfinished === 0 ? [...completed.levels] : [...completed.levels, unfinished];
  const states = sum(levels);
  const symmetries = reports[0]?.symmetries ?? 1;
  return reportOf({
    ...rest,
    scope,
    judges: SHIPPED,
    answered: new Map(),
    levels,
    transitions: before.transitions + sum(reports.map(({ transitions }) => transitions)),
    queue: states - completed.expandedBefore - sum(reports.map(({ expanded }) => expanded)),
    collisionProbability: exact ? 0 : collisionProbability(states, symmetries),
    symmetries,
    coverage: [before.coverage, ...reports.map(({ coverage }) => coverage)],
    newStates: undefined,
    // Partitions go from level to level together, so whatever they have found is equally far from the first state.
    broken: reports.find(({ broken }) => broken !== undefined)?.broken,
    reached: links.size,
    pathTo: (state) => links.pathTo(state),
    checkLiveness: async () => (states > MOST_STATES ? undefined : checkLiveness(scope, options)),
  });
}
