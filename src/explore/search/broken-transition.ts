import type { BrokenResult } from './successors.ts';

/** A result that breaks an invariant, and the state it follows on. */
export interface BrokenTransition extends BrokenResult {
  /** Number of the state. */
  readonly parent: number;
  /** Whether it follows on the tick on that state, by what has ended with it. */
  readonly afterTick: boolean;
}
