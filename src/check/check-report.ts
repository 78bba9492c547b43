import type { Observation } from '../../model/index.ts';
import type { ProbeRow } from '../drivers/endpoint/probe-report.ts';
import type { CoverageCounts } from '../oracle/model-coverage.ts';
import type { Verdict, Violation } from '../oracle/verdict.ts';
import type { Trace } from '../trace/trace.ts';
import type { MetDeviation } from './known/known-deviation.ts';
import type { DeclinedSetups, UnsupportedOperation } from './sut-notes.ts';
import type { DifferingAnswer } from './twice/differing-answers.ts';

/**
 * Verdict on one property over a whole check. `not-exercised`: its interesting case never occurred, so nothing is
 * claimed. `not-judged`: nor is anything where a violation of another property ended the check before its time.
 */
export type PropertyVerdict = 'holds' | 'violated' | 'not-exercised' | 'not-judged' | 'unknown';

/** What a check found for one property. */
export interface PropertyReport {
  readonly id: string;
  readonly title: string;
  readonly verdict: PropertyVerdict;
  /** Steps it had something to say of. */
  readonly checked: number;
  /** Steps in which the case it exists for occurred. */
  readonly exercised: number;
  /** Why it was not exercised, where the system cannot do or show what it is about. */
  readonly because?: 'not-supported' | 'not-observable';
}

/** What came of a deviation that was known. */
export interface KnownReport extends MetDeviation {
  /** Whether it was never met, though all runs were made: whoever knows it has to be told. */
  readonly isStale: boolean;
  /** The shortest beginning of a trace that shows it; omitted where it was not met. */
  readonly trace?: Trace;
}

/** What a system said of itself while it was checked. */
export interface SystemReport {
  /** Operations that it turned out not to support, which were not asked any more. */
  readonly unsupported: readonly UnsupportedOperation[];
  /** Why it declined setups, and in how many runs. */
  readonly declined: readonly DeclinedSetups[];
  /** Answers that were errors of the moment; the steps were asked again. */
  readonly transientAnswers: number;
}

/** What there is to say of a server that was asked over HTTP. */
export interface EndpointReport {
  readonly url: string;
  /** What all that was made there has in its name. */
  readonly run: string;
  /** Requests to S3, those of the probe among them. */
  readonly requests: number;
  readonly probe: readonly ProbeRow[];
  /** Deviations that nobody knew before, each once; the violations tell them. */
  readonly deviations: readonly MetDeviation[];
  /**
   * Steps whose calls of KMS are not known, since several traces were under way and no context told whose they were;
   * those of shrinking and confirming count as well.
   */
  readonly unclearSteps: number;
}

/**
 * A violation with the smallest trace found that shows it; one that has `onlyIf` is none, and the verdict is `unknown`.
 */
export interface FoundViolation {
  readonly violation: Violation;
  /** The shrunk trace as it was observed; its last step is the violation's. */
  readonly trace: Trace;
  /** Steps of the trace before shrinking. */
  readonly foundAtLength: number;
  /** Ids of the other properties that this trace violates: as a rule what follows from the same fault. */
  readonly also: readonly string[];
  /** Present where the same steps do not fail every time: then the trace is what was seen when they did. */
  readonly flaky?: Flakiness;
}

/** How often steps failed again that had failed once. */
export interface Flakiness {
  /** How often they were run again. */
  readonly runs: number;
  /** How often they failed then as they had before. */
  readonly failed: number;
}

/** What came of taking each trace twice. It is no violation to answer otherwise: where AWS leaves it open, S3 may. */
export interface DeterminismReport {
  /** Traces that were taken twice and could be compared. */
  readonly compared: number;
  /** Those among them that were answered otherwise the second time. */
  readonly differing: number;
  /** The first of those, made shorter; omitted where there is none. */
  readonly first?: DifferingAnswer & {
    /** Number of the run that showed it in the whole check, counted from 0. */
    readonly run: number;
    /** What was seen the first time; its last step was answered otherwise the second time. */
    readonly trace: Trace;
    /** What that step was answered then; omitted where it was not taken. */
    readonly again?: Observation;
  };
}

/** How often each event was generated, how often it was refused (status 400 and above), and what it asked of KMS. */
export interface EventStatistics {
  readonly event: string;
  readonly count: number;
  readonly refused: number;
  /** KMS calls that were seen. */
  readonly kmsCalls: number;
  /** Calls that the same requests would have made without bucket keys: at least so many. */
  readonly kmsCallsWithout: number;
}

/** Everything a check has to say. */
export interface CheckReport {
  readonly verdict: Verdict;
  /** Name of the bound that was hit, or the assumption that would have to fail, when the verdict is unknown. */
  readonly unknownBecause?: string;
  /**
   * What is missing of the check, if anything is: runs that were asked for and not made, a shard that was not merged;
   * the verdict is never `conforms` then.
   */
  readonly incomplete?: string;
  /** Id of the property whose violation ended the check, so that others were not judged; undefined where none did. */
  readonly endedBy?: string;
  readonly seed: number;
  readonly profile: string;
  readonly sut: string;
  /** Runs that were asked for; null = as many as there was time for. */
  readonly runsAsked: number | null;
  /** Runs that were made. */
  readonly runs: number;
  readonly steps: number;
  readonly kmsCalls: number;
  readonly properties: readonly PropertyReport[];
  readonly violations: readonly FoundViolation[];
  readonly events: readonly EventStatistics[];
  /** What came of what was known; omitted where nothing was. */
  readonly known?: readonly KnownReport[];
  /** What the system said of itself; omitted = nothing. */
  readonly system?: SystemReport;
  /** The server, where it is one that was asked over HTTP. */
  readonly endpoint?: EndpointReport;
  /** Whether it answers the same steps alike; omitted where that was not asked. */
  readonly determinism?: DeterminismReport;
  /** What of the model explained steps, of some runs, the first among them; omitted where it did not take part. */
  readonly coverage?: CoverageCounts;
}

/** Where a check stands, for progress displays. */
export interface CheckProgress {
  readonly runs: number;
  readonly steps: number;
  /** What is being done: traces are run, or a violation is being shrunk. */
  readonly phase: 'running' | 'shrinking';
}
