import type { BrokenResult } from './successors.ts';

/** Where a transition is in a search. */
export interface FoundTransition {
  /** Number of the state it follows on. */
  readonly parent: number;
  /** Whether it follows on the tick on that state, by what has ended with it. */
  readonly afterTick: boolean;
}

/** A result that breaks an invariant, and the state it follows on. */
export interface BrokenTransition extends BrokenResult, FoundTransition {}

/** An action of which some result answers a question. */
export interface ReachedTransition extends FoundTransition {
  /** Place of the action. */
  readonly action: number;
}
