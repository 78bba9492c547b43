import type { Invariant } from '../../properties/invariant.ts';
import { ON_TRANSITIONS, ON_TRANSITIONS_ALONE } from '../../properties/properties.ts';
import type { Transition } from '../../properties/transition.ts';

/** The invariant of a property. */
export interface NamedInvariant {
  /** Id of the property. */
  readonly id: string;
  /** What must hold, in one sentence. */
  readonly title: string;
  /** Requirement ids it rests on. */
  readonly requirements: readonly string[];
  /** Why a transition breaks it, or undefined where it does not. */
  readonly judge: Invariant;
}

/** What is checked on every transition, the most telling first. */
export const INVARIANTS: readonly NamedInvariant[] = [...ON_TRANSITIONS, ...ON_TRANSITIONS_ALONE].flatMap(
  ({ id, title, requirements, invariant }) =>
    invariant === undefined ? [] : [{ id, title, requirements, judge: invariant }],
);

/** What stands for a property where a step has no end: a chart refuses an event, or the model breaks down. */
export const ANSWERED = {
  id: 'answered',
  title: 'The model has an answer to every event in every world.',
  requirements: [],
} as const;

/** Which invariant a transition breaks, and why. */
export interface BrokenInvariant {
  /** Id of the property. */
  readonly id: string;
  readonly reason: string;
}

/** The first of some invariants that a transition breaks. */
export function firstBroken(
  invariants: readonly NamedInvariant[],
  transition: Transition,
): BrokenInvariant | undefined {
  for (const { id, judge } of invariants) {
    const reason = judge(transition);
    if (reason !== undefined) return { id, reason };
  }
  return undefined;
}

/** That a step broke down, as a broken invariant. */
export function unanswered(error: unknown): BrokenInvariant {
  const problem = error instanceof Error ? error.message : String(error);
  return { id: ANSWERED.id, reason: `the step has no answer: ${problem}` };
}
