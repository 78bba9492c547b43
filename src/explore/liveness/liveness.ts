import type { Verdict } from '../../oracle/verdict.ts';
import type { ToldTrace } from '../told-trace.ts';

/** A run that never ends: the way to a cycle, the cycle once, and which steps are repeated for ever. */
export interface Lasso extends ToldTrace {
  /**
   * Index of the first step of the cycle; beyond the last step where none is repeated: then nothing happens any more,
   * or only time passes.
   */
  readonly cycleFrom: number;
  /** Time that passes with each time round, in milliseconds. */
  readonly roundMs: number;
}

/** An assumption of a goal, and what it is good for. */
export interface AssumptionReport {
  readonly id: string;
  readonly text: string;
  /** Requirement ids it rests on. */
  readonly requirements: readonly string[];
  /**
   * A run on which the goal would be pending for ever, were it not for this assumption; undefined when the goal holds
   * without it.
   */
  readonly rulesOut: Lasso | undefined;
}

/** What was found out about one thing that must not be pending for ever. */
export interface GoalReport {
  readonly id: string;
  readonly title: string;
  /** Requirement ids it rests on. */
  readonly requirements: readonly string[];
  /** What it is about, such as `b/x`. */
  readonly subject: string;
  /** What is not over in the pending states, as a clause. */
  readonly pendingText: string;
  /** States in which it is pending; 0 = the scope never exercises the goal. */
  readonly pendingStates: number;
  readonly assumptions: readonly AssumptionReport[];
  /** A fair run on which it is pending for ever. */
  readonly lasso?: Lasso;
}

/** Whether everything that is pending in a scope comes to an end. */
export interface Liveness {
  readonly scope: string;
  readonly profile: string;
  /** `conforms` only when the scope was seen whole. */
  readonly verdict: Verdict;
  /** The bound that was hit, or the interruption, when the verdict is unknown. */
  readonly unknownBecause?: string;
  /** States that were told apart. */
  readonly states: number;
  /** The goals that were looked at. */
  readonly goals: readonly GoalReport[];
}
