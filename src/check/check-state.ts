import type { FoundViolation } from './check-report.ts';
import type { Tally } from './tally.ts';

/** A violation, and the run that showed it. */
export interface NumberedViolation extends FoundViolation {
  /** Number of the run in the whole check, counted from 0. */
  readonly run: number;
  /** Later findings that follow from the same fault as a rule, with the traces that show them; omitted = none. */
  readonly consequences?: readonly FoundViolation[];
}

/** How far a check, or one shard of it, got. Plain data: it can be written down, and the check continued from it. */
export interface CheckState {
  /**
   * Whether what was asked was done: all runs were made, or at least one where only a time was given, or a violation
   * ended it.
   */
  readonly complete: boolean;
  /** Of its runs from the first on, without a gap, up to and including one that violates. */
  readonly tally: Tally;
  /** One for each fault that was told apart, in the order of runs. */
  readonly violations: readonly NumberedViolation[];
}
