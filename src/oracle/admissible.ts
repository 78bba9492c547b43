import { forEachResult, type Outcome, type Step, type World } from '../../model/index.ts';
import { SeenStep } from './seen-step.ts';

/** Results of the model that are looked at, of all worlds together. */
const LOOKED_AT = 10_000;

/** What a step may answer. */
export interface Admissible {
  /** In the order of the model, each once. */
  readonly outcomes: readonly Outcome[];
  /** Whether these are all. */
  readonly isComplete: boolean;
}

/** The outcomes that some world admits of a step that nobody has seen yet; at most so many. */
export function admissibleIn(frontier: readonly World[], step: Step, most: number): Admissible {
  const found = new Map<string, Outcome>();
  let looked = 0;
  // One more than are given, to know whether there are more.
  const isComplete = () => looked <= LOOKED_AT && found.size <= most;
  for (const world of frontier) {
    forEachResult(world, step, new SeenStep(), ({ outcome }) => {
      const { because: _why, ...answer } = outcome;
      const text = JSON.stringify(answer);
      looked += 1;
      if (!found.has(text)) found.set(text, outcome);
      return isComplete();
    });
  }
  return { outcomes: [...found.values()].slice(0, most), isComplete: isComplete() };
}
