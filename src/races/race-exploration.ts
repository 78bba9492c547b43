import type { Verdict, Violation } from '../oracle/verdict.ts';
import type { Point } from '../suts/overlapping.ts';
import type { Trace } from '../trace/trace.ts';

/** How much of a world was seen, and how it was explained. */
export interface RaceCounts {
  /** Pairs of requests. */
  readonly races: number;
  /** Orders of their points that were run. */
  readonly orders: number;
  /** Orders that are explained only if nobody looks at the KMS calls of one that came to nothing (U-06, U-39). */
  readonly withoutCalls: number;
  /** Orders that nothing explains, but in which a request that reads and writes was interrupted. */
  readonly interrupted: number;
}

/** A race without an order, as short as it can be. */
export interface FoundRace {
  readonly world: string;
  /** The two requests, what was before, and what is asked afterwards, as it was seen. */
  readonly trace: Trace;
  readonly violation: Violation;
  /** Whether with fewer steps before and after the two always have an order; not where looking was interrupted. */
  readonly isShortest: boolean;
  /** In what order the two went on. */
  readonly points: readonly {
    /** Index in the trace of the request that went on. */
    readonly stepIndex: number;
    readonly atMs: number;
    readonly at: Point['at'];
  }[];
}

/** Where an exploration of races stands. */
export interface RaceProgress {
  readonly races: number;
  /** Races of all worlds together. */
  readonly ofRaces: number;
  readonly orders: number;
}

/** Everything an exploration of races has to say. */
export interface RaceExploration {
  readonly scope: string;
  readonly profile: string;
  /** What the races were run on. */
  readonly sut: string;
  /** `conforms` only when every order of every race was run. */
  readonly verdict: Verdict;
  /** The bound that was hit, or the interruption, when the verdict is unknown. */
  readonly unknownBecause?: string;
  /** All worlds together. */
  readonly counts: RaceCounts;
  /** Those that were begun, in their order. */
  readonly worlds: readonly (RaceCounts & { readonly name: string })[];
  readonly found?: FoundRace;
}
