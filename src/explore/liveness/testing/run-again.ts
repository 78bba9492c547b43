import { FIRST_OPTION, initialWorld, type perform, type Step, stepBy, type World } from '../../../../model/index.ts';
import { Canonical } from '../../canonical.ts';
import type { ExploreScope } from '../../scope.ts';
import type { Lasso } from '../liveness.ts';

/** What the model makes of a lasso. */
export interface Round {
  /**
   * What tells the worlds apart in which the first step of the cycle is taken: the first time, the second, the third.
   */
  readonly keys: readonly string[];
  /** The worlds after each step of the cycle, twice round. */
  readonly worlds: readonly World[];
}

/**
 * Runs a lasso of a scope in which nothing is open: the stem, then the cycle twice, on whole worlds instead of what an
 * exploration keeps of them.
 */
export function runAgain(scope: ExploreScope, { trace, cycleFrom, roundMs }: Lasso, act: typeof perform): Round {
  const initial = initialWorld(scope.setup, scope.profile);
  const canonical = new Canonical(scope, initial);
  const stem = trace.steps.slice(0, cycleFrom).map(({ step }) => step);
  const cycle = trace.steps.slice(cycleFrom).map(({ step }) => step);
  const beginMs = cycle[0]?.atMs ?? 0;
  let world = initial;
  const take = (step: Step) => {
    world = stepBy(act, world, step, FIRST_OPTION).world;
    return world;
  };
  for (const step of stem) take(step);
  const keys = [canonical.key({ ...world, nowMs: beginMs })];
  const worlds: World[] = [];
  for (const round of [0, 1]) {
    for (const step of cycle) worlds.push(take({ ...step, atMs: step.atMs + round * roundMs }));
    keys.push(canonical.key({ ...world, nowMs: beginMs + (round + 1) * roundMs }));
  }
  return { keys, worlds };
}
