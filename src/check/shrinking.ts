import type { Profile } from '../../model/index.ts';
import type { Verdict, Violation } from '../oracle/verdict.ts';
import type { Trace } from '../trace/trace.ts';
import type { Flakiness } from './check-report.ts';

/** How to shrink a recorded trace. */
export interface ShrinkRequest {
  readonly profile: Profile;
  /** Ids of the properties to judge by; omitted = all that one trace can show. */
  readonly properties?: readonly string[];
  /** After so much time of trying the smallest trace found so far is the answer. Omitted = no bound. */
  readonly maxSeconds?: number;
  /** Ends it early, likewise. */
  readonly signal?: AbortSignal;
  /** Called now and then. */
  onProgress?(progress: ShrinkProgress): void;
}

/** Where shrinking stands. */
export interface ShrinkProgress {
  /** Steps of the smallest trace so far. */
  readonly steps: number;
  readonly attempts: number;
  readonly elapsedMs: number;
}

/** What came of shrinking a trace. */
export interface Shrinking {
  readonly verdict: Verdict;
  /** Name of the bound that was hit, or what else kept it from being judged, where that is why it is unknown. */
  readonly unknownBecause?: string;
  /** Undefined where there is nothing to shrink: it conforms, or is unknown because a bound was hit. */
  readonly shrunk?: ShrunkTrace;
}

/** The smallest trace found that is refused for the same reason, or doubted. */
export interface ShrunkTrace {
  readonly violation: Violation;
  readonly trace: Trace;
  /** The index in the recorded trace of each step, counted from 0; omitted where the steps were taken afresh. */
  readonly indices?: readonly number[];
  readonly foundAtLength: number;
  /** Traces that were judged. */
  readonly attempts: number;
  /** What ended it before it was sure that no single step can be left out. */
  readonly endedBy?: 'out of time' | 'interrupted';
  /** Present where the same steps, taken afresh, do not fail every time. */
  readonly flaky?: Flakiness;
}
