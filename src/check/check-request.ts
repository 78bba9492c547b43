import type { Profile } from '../../model/index.ts';
import type { CheckProgress } from './check-report.ts';

/** What to check, and how long. */
export interface CheckRequest {
  readonly profile: Profile;
  /** Traces to run, at most. */
  readonly runs: number;
  /** Wall-clock time after which no new trace is started, in seconds; omitted = no bound. */
  readonly seconds?: number;
  /** Whole number from 0 to 2^32 - 1. */
  readonly seed: number;
  /** Ids of the properties to check; omitted = all. */
  readonly properties?: readonly string[];
  /** Maximum length of a trace. */
  readonly maxSteps: number;
  /** Whether two requests are begun at a time, which the system has to offer; omitted = one after the other. */
  readonly overlap?: boolean;
  /** Ends the check early; the report then says what was found so far. */
  readonly signal?: AbortSignal;
  /** Called between traces, and while a violation is shrunk. */
  onProgress?(progress: CheckProgress): void;
}
