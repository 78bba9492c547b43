import type { CheckState } from '../../check/check-state.ts';
import type { Shard } from '../../check/shard.ts';
import type { DescribedProfile } from '../../profile/profile-file.ts';

/** Version of the format of report files; a reader refuses every other one. */
export const REPORT_FORMAT = 1;

/** What was asked of a check. Together with the ids in its tally this says everything that decides what comes out. */
export interface ReportHead {
  /** Version of bucketkey: another one may generate other traces from the same seed. */
  readonly version: string;
  readonly seed: number;
  /** The profile: the name of a shipped one, or what differs from one. */
  readonly profile: DescribedProfile;
  /** Name of the system under test. */
  readonly sut: string;
  /** Runs of the whole check, of all shards together; null = as many as there is time for. */
  readonly runs: number | null;
  readonly maxSteps: number;
  readonly shard: Shard;
  /** Whether it goes on after a violation. */
  readonly keepGoing: boolean;
  /** Time after which no run is started, in seconds; null = no bound. */
  readonly seconds: number | null;
}

/** What `check --report` writes, `check --resume` continues and `merge` adds up. */
export interface ReportFile {
  readonly head: ReportHead;
  readonly state: CheckState;
}
