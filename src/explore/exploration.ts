import type { Verdict, Violation } from '../oracle/verdict.ts';
import type { ActionCoverage } from './action-counts.ts';
import type { Liveness } from './liveness/liveness.ts';
import type { ToldTrace } from './told-trace.ts';

/** How much of a scope has been seen. */
export interface ExploreCounts {
  /** States that were told apart, the first included. */
  readonly states: number;
  /**
   * Results of actions and ticks from states that were left: each action counts once for each way to resolve what it
   * leaves open.
   */
  readonly transitions: number;
  /** Most actions and ticks it takes to reach a state that was found. */
  readonly depth: number;
  /** New states at each depth. */
  readonly levels: readonly number[];
}

/** A thing that can happen, and whether it did. */
export interface Reach {
  /** For charts `chart: from -event-> to`, for choices `point=option`. */
  readonly reached: readonly string[];
  /** What did not happen anywhere in the part of the scope that was seen. */
  readonly unreached: readonly string[];
}

/** A violation with a shortest trace that shows it. */
export interface ShortestViolation extends ToldTrace {
  readonly violation: Violation;
}

/** A question of reachability, and what answers it. */
export interface QuestionAnswer {
  readonly name: string;
  /** A shortest trace to a transition that is so; undefined where none was found. */
  readonly told: ToldTrace | undefined;
}

/** What was compared with whole worlds. */
export interface Compared {
  /** States from which all transitions were. */
  readonly states: number;
}

/** Where an exploration stands. */
export interface ExploreProgress {
  readonly states: number;
  readonly transitions: number;
  /** States that were found but not yet left. */
  readonly queue: number;
  readonly depth: number;
  /** States at each depth down to this one. */
  readonly levels: readonly number[];
}

/** Everything an exploration has to say. */
export interface Exploration {
  readonly scope: string;
  readonly profile: string;
  /** `conforms` only when the scope was seen whole. */
  readonly verdict: Verdict;
  /** The bound that was hit, or the interruption, when the verdict is unknown. */
  readonly unknownBecause?: string;
  readonly counts: ExploreCounts;
  /** States that were found but not left: 0 when the scope was seen whole. */
  readonly queue: number;
  /** Memory of states, links and rows at its largest, in bytes. */
  readonly bytes: number;
  /**
   * How likely it is that two states had the same state hash, so that one was missed; 0 where states were told apart
   * by all they are.
   */
  readonly collisionProbability: number;
  /**
   * Ways to rename what the scope treats alike, the one that renames nothing included: states that one of them makes of
   * each other are one.
   */
  readonly symmetries: number;
  /** Ids of the invariants that were checked on each transition. */
  readonly invariants: readonly string[];
  /**
   * Ids of the properties whose monitors watched the shortest path to each state; empty where the scope is too large
   * for it.
   */
  readonly monitors: readonly string[];
  /**
   * States from which all transitions were compared with those of whole worlds; missing where a
   * violation or an interruption ended the exploration.
   */
  readonly compared?: Compared;
  readonly charts: Reach;
  readonly choices: Reach;
  /** What came of each action, in the order of the scope; missing where symmetries take one for another. */
  readonly actions?: readonly ActionCoverage[];
  /** Questions of reachability that were asked. */
  readonly answers: readonly QuestionAnswer[];
  readonly found?: ShortestViolation;
  /** Whether what is pending ends; missing where nothing can be pending, or something else ended the exploration. */
  readonly liveness?: Liveness;
}
