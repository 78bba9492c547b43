import type { Judgement } from './property.ts';

const WEIGHT = { idle: 0, held: 1, exercised: 2 } as const;

/** The judgement of a step of which two things were judged: a violation wins, then the stronger claim. */
export function both(first: Judgement, second: Judgement): Judgement {
  if (typeof first === 'object') return first;
  if (typeof second === 'object') return second;
  return WEIGHT[first] >= WEIGHT[second] ? first : second;
}
