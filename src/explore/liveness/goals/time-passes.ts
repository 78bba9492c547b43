import type { Assumption } from '../assumption.ts';

/** What ends by itself needs nothing but time. */
export const TIME_PASSES: Assumption = {
  id: 'time-passes',
  text: 'Time passes: there is always another tick.',
  requirements: [],
  given: undefined,
  expected: (event) => event === undefined,
};
