import type { ObservedStep } from '../../properties/observed-step.ts';
import { inSomeOrder, type OrderTrial, type Overlapping } from './some-order.ts';

/** Most steps taken in one try: enough for the orders of eight requests, not for all their instants as well. */
export const MOST_STEPS = 2_000;

/**
 * The smallest part of requests that overlap and have no order: the places of those that no order explains whatever
 * became of the others, and of which none can be left out. Later ones are left out first, so that it ends as early as
 * one can. One that a bound keeps the search from leaving out stays.
 *
 * A request that is left out may have come to anything, or to nothing. To forget it altogether would blame whoever has
 * read what it wrote.
 */
export function smallestCore<Trial extends OrderTrial>(
  before: Trial,
  group: readonly ObservedStep[],
  isExact: boolean,
): readonly number[] {
  let core = [...group.keys()];
  for (const place of [...core].reverse()) {
    const without = core.filter((other) => other !== place);
    if (inSomeOrder(before, withAnswersOf(group, without), isExact, MOST_STEPS) === undefined) core = without;
  }
  return core;
}

/** Requests, as of somebody who looks at the answers of some only. */
export function withAnswersOf(group: readonly ObservedStep[], places: readonly number[]): readonly Overlapping[] {
  return group.map((seen, place) => (places.includes(place) ? seen : { ...seen, observation: undefined }));
}
