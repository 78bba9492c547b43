import type { Profile } from '../../model/index.ts';
import type { KnownDeviation } from '../check/known/known-deviation.ts';
import type { Sut } from '../suts/sut.ts';

/** What a suite checks, and how much of it. */
export interface SuiteOptions {
  /** The system under test; omitted = the embedded reference implementation. */
  readonly sut?: Sut;
  /** Omitted = `ideal`. */
  readonly profile?: Profile;
  /** Ids of the properties to check, a test for each; omitted = all that apply under the profile. */
  readonly properties?: readonly string[];
  /**
   * While you look into a failure: only these of the tests run, as with `test.only`, and the check is about nothing
   * else. As `test.only` it is refused in CI, so that it is not left behind.
   */
  readonly only?: string | readonly string[];
  /** Random traces; omitted = 100. */
  readonly runs?: number;
  /** Whole number from 0 to 2^32 - 1; omitted = 1, so that the suite does the same each time. */
  readonly seed?: number;
  /** Maximum length of a trace; omitted = 300. */
  readonly maxSteps?: number;
  /**
   * Whether the check goes on after a violation, so that each property has its own verdict; omitted = it does, until
   * ten faults were found.
   */
  readonly keepGoing?: boolean;
  /**
   * Whether each trace is run twice, on fresh state, with a test `deterministic` that fails where the same steps are
   * answered otherwise the second time; omitted = it is not.
   */
  readonly deterministic?: boolean;
  /** How long the system may take to answer a step, in milliseconds; omitted = a minute. */
  readonly stepTimeoutMs?: number;
  /**
   * Milliseconds after which the check ends with what it has found; omitted = 120,000. A suite that has made fewer runs
   * than it was asked for does not pass.
   */
  readonly timeoutMs?: number;
  /** Differences that the system is known to have: they are excused, and the suite fails for one that is not met. */
  readonly known?: readonly KnownDeviation[];
  /**
   * Folder for the trace of each violation, relative to where vitest was started; omitted = `bucketkey-failures`. The
   * traces of the same system and profile that are there run first. `false` = none are kept, and none run.
   */
  readonly failures?: string | false;
}
