import type { Verdict, Violation } from '../oracle/verdict.ts';
import type { Trace } from '../trace/trace.ts';
import type { PropertyReport } from './check-report.ts';
import type { ToldBeginning } from './told-beginnings.ts';

/** What the oracle and the properties say of one trace. */
export interface ReplayResult {
  readonly verdict: Verdict;
  /** Present if and only if the verdict is `violates`. */
  readonly violation?: Violation;
  /** What goes beyond an assumption, where that is why the verdict is `unknown`. */
  readonly doubt?: Violation;
  /** Name of the bound that was hit, or the assumption that would have to fail, when the verdict is unknown. */
  readonly unknownBecause?: string;
  /**
   * What has to have been so before the first step, in sentences, each with the index of the step that shows it; only
   * of a trace whose setup leaves something unknown.
   */
  readonly beginnings?: readonly ToldBeginning[];
  /** What was found for each property. */
  readonly properties: readonly PropertyReport[];
  /** The trace that was judged. */
  readonly trace: Trace;
}
