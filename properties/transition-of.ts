import type { Step, StepResult, Table, World } from '../model/index.ts';
import type { Transition } from './transition.ts';

/** A step from world to world as the invariants look at it. */
export function transitionOf(before: World, step: Step, { world: after, outcome }: StepResult): Transition {
  const written = {
    objects: changes(before.objects, after.objects),
    bucketKeys: changes(before.bucketKeys, after.bucketKeys),
  };
  return { before, step, outcome, after, written };
}

function changes<T extends object>(before: Table<T>, after: Table<T>): readonly number[] {
  const numbers = new Set<number>();
  before.forEach((_, number) => void numbers.add(number));
  after.forEach((_, number) => void numbers.add(number));
  return [...numbers].filter((number) => before.get(number) !== after.get(number));
}
