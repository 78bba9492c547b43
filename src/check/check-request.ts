import type { Profile } from '../../model/index.ts';
import type { CheckProgress } from './check-report.ts';
import type { KnownDeviation } from './known/known-deviation.ts';
import type { ShrinkBudget } from './shrink-broken.ts';

/** What to check, and how long. */
export interface CheckRequest {
  readonly profile: Profile;
  /**
   * Traces to run; the verdict is `unknown` where fewer were made and nothing was found. Omitted = as many as `seconds`
   * leaves time for, of which one is enough.
   */
  readonly runs?: number;
  /**
   * Wall-clock time after which no new trace is started, in seconds; omitted = no bound, and `runs` has to be given.
   */
  readonly seconds?: number;
  /** Whole number from 0 to 2^32 - 1. */
  readonly seed: number;
  /** Ids of the properties to check; omitted = all. */
  readonly properties?: readonly string[];
  /** How long the system under test may take to answer a step, in milliseconds; omitted = a minute. */
  readonly stepTimeoutMs?: number;
  /** Maximum length of a trace. */
  readonly maxSteps: number;
  /**
   * Goes on after a violation, without the properties that its trace violates, until all runs are made or ten faults
   * were found; omitted = the check ends with the first, and the other properties are not judged.
   */
  readonly keepGoing?: boolean;
  /** Whether two requests are begun at a time, which the system has to offer; omitted = one after the other. */
  readonly overlap?: boolean;
  /**
   * Whether each trace is run twice, on fresh systems, to tell whether the same steps are answered alike; omitted =
   * once. Goes with steps one after the other only.
   */
  readonly deterministic?: boolean;
  /**
   * Runs under way at a time, for a system most of whose time is waiting and whose sessions do not get into each
   * other's way; omitted = one. The report does not depend on it.
   */
  readonly concurrency?: number;
  /** How much shrinking one violation may cost; omitted = as usual. */
  readonly shrink?: ShrinkBudget;
  /**
   * How often a trace that failed is run again, to tell what fails every time from what does not; omitted = 3 times,
   * 0 = never.
   */
  readonly confirm?: number;
  /** Differences that the system is known to have: they are excused, and told apart. */
  readonly known?: readonly KnownDeviation[];
  /** Takes what is found for known from then on, so that the check goes on: the report has all of it. */
  readonly learnKnown?: boolean;
  /** Ends the check early; the report then says what was found so far. */
  readonly signal?: AbortSignal;
  /** Called between traces, and while a violation is shrunk. */
  onProgress?(progress: CheckProgress): void;
}
