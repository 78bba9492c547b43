import type { Transition } from './transition.ts';

/**
 * What must hold of every transition, told from what AWS documents, without a look at the rules. An invariant goes by
 * the id of the property it mirrors; where the property needs a history, the invariant is inductive: it relies on what
 * the world remembers, and holds the world to remembering nothing that did not happen.
 */
export interface Invariant {
  /** Id of a property. */
  readonly id: string;
  /** Why the transition breaks it, or undefined where it does not. */
  judge(transition: Transition): string | undefined;
}
