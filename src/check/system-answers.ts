import type { ObservedStep } from '../../properties/observed-step.ts';
import { attemptedText } from '../../properties/wording.ts';
import type { Violation } from '../oracle/verdict.ts';

/** Id under which a system is reported that throws, hangs, or gives what is no observation. */
export const SYSTEM_ANSWERS = 'system-answers';

/** What that says must hold. */
export const SYSTEM_ANSWERS_TITLE = 'The system under test answers each step, in time and with an observation.';

/** Why a step that has no answer breaks every check, whatever else it is about. */
export function unansweredStep(seen: ObservedStep, stepIndex: number, problem: string): Violation {
  return {
    property: SYSTEM_ANSWERS,
    title: SYSTEM_ANSWERS_TITLE,
    requirements: [],
    stepIndex,
    reason: `${attemptedText(seen)} and got no answer: ${problem}`,
    parts: [],
    nearest: [],
  };
}
