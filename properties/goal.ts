import type { Event, Scope, WorldView } from '../model/index.ts';

/** What of a world shows whether something is over. */
export type GoalView = Pick<
  WorldView,
  'nowMs' | 'buckets' | 'objects' | 'kmsKeys' | 'aliases' | 'kmsThrottled' | 'kmsUnreachable'
>;

/** Whether a step of a run is of some kind: an event, or a tick (undefined), in a world. */
export type StepPredicate = (event: Event | undefined, world: GoalView) => boolean;

/**
 * What is taken for granted of every run that never ends, because no rule of the model brings it about: if steps of one
 * kind happen again and again, so do steps of another kind. Runs for which that is false are unfair, and prove nothing.
 */
export interface Assumption {
  readonly id: string;
  /** One sentence for people. */
  readonly text: string;
  /** Requirement ids it rests on. */
  readonly requirements: readonly string[];
  /** The steps that happen again and again; undefined = whatever happens, or nothing at all. */
  readonly given: StepPredicate | undefined;
  /**
   * The steps that then happen again and again too; undefined = there are none, so that sooner or later the given steps
   * come to an end.
   */
  readonly expected: StepPredicate | undefined;
}

/** What ends by itself needs nothing but time. */
export const TIME_PASSES: Assumption = {
  id: 'time-passes',
  text: 'Time passes: there is always another tick.',
  requirements: [],
  given: undefined,
  expected: (event) => event === undefined,
};

/** One thing that must not stay as it is for ever. */
export interface Goal {
  /** What it is about, such as `b/x`. */
  readonly subject: string;
  /** What is not over yet, as a clause: `the replication of b/x is pending`. */
  readonly pendingText: string;
  /** Requirement ids it rests on. Omitted = all of its property. */
  readonly requirements?: readonly string[];
  /** Whether it is not over yet in a world. */
  isPending(world: GoalView): boolean;
  readonly assumptions: readonly Assumption[];
  /** Places of the events that count for the assumptions even where they change nothing. */
  readonly attempts: readonly number[];
}

/** What can happen in a scope again and again, from which its goals follow. */
export interface GoalContext {
  /** Setup and profile, and the numbers of names. */
  readonly scope: Scope;
  /** What can happen; attempts of goals are places among them. */
  readonly events: readonly Event[];
}

/** The goals of a property in a scope: everything the property is about that can be pending there. */
export type Goals = (context: GoalContext) => readonly Goal[];

/** What must come to an end, where it is nothing that an implementation could be seen to break. */
export interface LivenessProperty {
  /** Stable id. */
  readonly id: string;
  /** What must hold, in one sentence. */
  readonly title: string;
  /** Requirement ids it rests on. */
  readonly requirements: readonly string[];
  readonly goals: Goals;
}
