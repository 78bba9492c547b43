import { choicesOf, forEachResult, type Observation, type Seen, type Step, type World } from '../../model/index.ts';
import { explains } from './match.ts';
import { choiceText } from './near-miss.ts';

/**
 * The choices of each way in which some world explains a step, those that explain it alike once; at most so many, found
 * among at most so many results of each world.
 */
export function explanationsIn(
  frontier: readonly World[],
  step: Step,
  observation: Observation,
  seen: Seen,
  { most, results }: { readonly most: number; readonly results: number },
): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  for (const world of frontier) {
    let result = 0;
    forEachResult(world, step, seen, ({ outcome }) => {
      if (explains(outcome, observation)) {
        const made = choicesOf(world, step, seen, result).map(choiceText);
        found.set(made.join(), made);
      }
      result += 1;
      return found.size < most && result < results;
    });
  }
  return [...found.values()];
}
