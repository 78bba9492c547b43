import { availableParallelism } from 'node:os';
import type { Exploration } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import { exploreLarge } from '../explore/large/explore-large.ts';
import type { LargeOptions } from '../explore/large/options.ts';
import { exploreOnThreads } from '../explore/large/threads/explore-on-threads.ts';
import type { ExploreScope } from '../explore/scope.ts';
import type { Workers } from '../workers/check-embedded.ts';

/**
 * Most states for the plain search, which keeps all of them whole; by its own bound a scope with more is worth threads.
 * With fewer each thread would spend its time on the same read sets.
 */
const PLAIN_STATES = 1_000_000;

/**
 * Explores a scope by the plain search, unless size is asked for: a scope of many states, threads, a bound on memory,
 * symmetry, a checkpoint. Where states are kept whole, or the model is a spoilt one, that happens in this thread only.
 */
export function exploreScope(scope: ExploreScope, options: LargeOptions, workers: Workers): Promise<Exploration> {
  const { exact = false, symmetry = false, maxBytes, resumeFrom, onLevel, act, judges } = options;
  // Only the plain search has judges of one's own, and says the way to what they ask for.
  if (judges !== undefined) return explore(scope, options);
  const isLarge = (scope.maxStates ?? 0) > PLAIN_STATES;
  const isPlain = !isLarge && options.maxStates <= PLAIN_STATES && workers === 'auto' && !symmetry;
  const asksForMore = maxBytes !== undefined || resumeFrom !== undefined || onLevel !== undefined;
  if (isPlain && !asksForMore) return explore(scope, options);
  const threads = workers === 'auto' ? (isLarge ? availableParallelism() : 1) : workers;
  const isHere = threads === 1 || exact || act !== undefined;
  return isHere ? exploreLarge(scope, options) : exploreOnThreads(scope, options, threads);
}
