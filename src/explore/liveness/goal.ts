import type { Assumption } from './assumption.ts';

/** Something that must not stay as it is for ever. */
export interface Goal {
  /** Id of the property, or of the goal where it is no property of implementations. */
  readonly id: string;
  /** What must hold, in one sentence. */
  readonly title: string;
  /** Requirement ids it rests on. */
  readonly requirements: readonly string[];
  /** What it is about, such as `b/x`. */
  readonly subject: string;
  /** What is not over yet, as a clause: `the replication of b/x is pending`. */
  readonly pendingText: string;
  /** Whether it is not over yet in the state whose row begins at `at`. */
  isPending(items: ArrayLike<number>, at: number): boolean;
  readonly assumptions: readonly Assumption[];
  /** Places of the actions that count for the assumptions even where they change nothing. */
  readonly attempts: readonly number[];
}
