import type { Transition } from '../../../properties/transition.ts';
import type { NamedInvariant } from '../invariants.ts';
import { type ExploredTransition, exploredTransition } from './explored-world.ts';

/** What somebody else's code says of a transition. */
export type OwnFunction = (transition: ExploredTransition) => unknown;

/** A question of reachability: whether some transition is so. */
export interface Question {
  readonly name: string;
  isSo(transition: Transition): boolean;
}

/** Somebody's own invariant or question broke down, or answered what is no answer. */
export class QuestionError extends Error {
  constructor(name: string, problem: string) {
    super(`${name}: ${problem}`);
    this.name = 'QuestionError';
  }
}

/** An invariant of one's own: it holds where the function answers true or nothing, and says why where it does not. */
export function ownInvariant(name: string, judge: OwnFunction): NamedInvariant {
  return {
    id: `own:${name}`,
    title: `The invariant ${name} holds.`,
    requirements: [],
    judge(transition) {
      const answer = asked(name, judge, transition);
      if (answer === undefined || answer === true) return undefined;
      if (answer === false) return `${name} answered false`;
      if (typeof answer === 'string' && answer !== '') return answer;
      throw new QuestionError(name, `it must answer true, false, a reason or nothing, not ${told(answer)}`);
    },
  };
}

/** A question of one's own: whether there is a transition of which the function answers true. */
export function ownQuestion(name: string, ask: OwnFunction): Question {
  return {
    name,
    isSo(transition) {
      const answer = asked(name, ask, transition);
      if (typeof answer === 'boolean') return answer;
      throw new QuestionError(name, `it must answer true or false, not ${told(answer)}`);
    },
  };
}

function asked(name: string, ask: OwnFunction, transition: Transition): unknown {
  try {
    return ask(exploredTransition(transition));
  } catch (error) {
    throw new QuestionError(name, `it threw ${error instanceof Error ? error.message : String(error)}`);
  }
}

function told(answer: unknown): string {
  return answer instanceof Promise ? 'a promise' : answer === null ? 'null' : `a ${typeof answer}`;
}
