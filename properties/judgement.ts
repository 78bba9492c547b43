import type { Judgement } from './property.ts';

/** The judgement of a step of which two things were judged: a violation wins, then the stronger claim. */
export function both(first: Judgement, second: Judgement): Judgement {
  if (typeof first === 'object' || second === 'idle') return first;
  if (typeof second === 'object' || first === 'idle') return second;
  return first === 'exercised' ? first : second;
}
