import type { Transition } from './transition.ts';

/**
 * What must hold of every transition, told from what AWS documents, without a look at the rules: why the transition
 * breaks it, or undefined where it does not. Where the property needs a history, the invariant is inductive: it relies
 * on what the world remembers, and holds the world to remembering nothing that did not happen.
 */
export type Invariant = (transition: Transition) => string | undefined;

/** What must hold of transitions, where no trace shows it: an answer tells nothing of what is stored. */
export interface TransitionProperty {
  /** Stable id. */
  readonly id: string;
  /** What must hold, in one sentence. */
  readonly title: string;
  /** Requirement ids it rests on. */
  readonly requirements: readonly string[];
  readonly invariant: Invariant;
}
