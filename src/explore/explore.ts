import { initialWorld, perform } from '../../model/index.ts';
import type { Exploration, ExploreProgress } from './exploration.ts';
import { Layout } from './parts/layout.ts';
import { INTERRUPTED, reportOf } from './report-of.ts';
import type { ExploreScope } from './scope.ts';
import { type Bounds, Budget } from './search/budget.ts';
import { ExactStates } from './search/exact-states.ts';
import { Fingerprints } from './search/fingerprints.ts';
import { type Checkpoint, Past } from './search/past.ts';
import { Region } from './search/region.ts';
import { exploreHere } from './search/solo.ts';

/** Bounds and witnesses of an exploration. */
export interface ExploreOptions extends Bounds {
  /** Whether states are told apart by all they are, instead of by fingerprints of 64 bits. */
  readonly exact?: boolean;
  /** How many regions the states are divided into; 1 by default. What is found is the same for any number. */
  readonly regions?: number;
  /** Ends the exploration; what was seen until then is reported, its verdict unknown. */
  readonly signal?: AbortSignal;
  onProgress?(progress: ExploreProgress): void;
  /** The model, or a wrapper that watches or spoils what it does. */
  readonly act?: typeof perform;
  /**
   * Takes states for one that differ only in names which the scope treats alike; not where states are told apart by all
   * they are.
   */
  readonly symmetry?: boolean;
  /** Where to go on, of the same scope, and with states told apart in the same way. */
  readonly resumeFrom?: Checkpoint;
  /** Takes, whenever a depth has ended, all that it takes to go on from there. */
  onDepth?(checkpoint: Checkpoint): void;
}

/**
 * Explores a scope breadth first: every action, every way to resolve what it leaves open, and the passing of time, from
 * every state. The invariants are checked on each transition; where the scope says so, the monitors of the properties
 * watch the shortest path to each state as well. The first violation ends it: breadth first, no path to one is shorter.
 *
 * @throws CheckpointError where it cannot go on from what it is given
 */
export async function explore(scope: ExploreScope, options: ExploreOptions): Promise<Exploration> {
  const { exact = false, signal, act = perform } = options;
  // Each region numbers the values of parts for itself, so only one can keep states as those numbers.
  const regions = exact ? 1 : (options.regions ?? 1);
  const past = new Past(options.resumeFrom);
  const budget = new Budget(Budget.memory(past.size), options, 1);
  budget.hold(past.links.bytes, 0);
  const known = exact
    ? new ExactStates(widthOf(scope))
    : new Fingerprints(Fingerprints.memory(options.maxStates, past.size));
  const symmetry = !exact && options.symmetry === true;
  const plan = { regions, known, symmetry, onCrowded: (crowded: Fingerprints) => crowded.grow() };
  const all = Array.from({ length: regions }, (_, index) => new Region(scope, act, { ...plan, index }, budget));
  const isInterrupted = await exploreHere(
    all,
    past,
    () => {
      options.onProgress?.(past.progress(all));
      return signal?.aborted === true;
    },
    (ends) => {
      budget.hold(past.add(ends), 0);
      options.onDepth?.(past.checkpoint());
    },
  );
  const reports = all.map((region) => region.report());
  const unknownBecause = isInterrupted ? INTERRUPTED : budget.reachedText;
  return reportOf(scope, { past, reports, bytes: budget.mostBytes, exact, act, unknownBecause }, options);
}

/** Parts of a state of a scope. */
function widthOf(scope: ExploreScope): number {
  return new Layout(scope, initialWorld(scope.setup, scope.profile)).size;
}
