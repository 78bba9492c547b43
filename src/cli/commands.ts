import type { Profile } from '../../model/index.ts';
import type { CheckReport } from '../check/check-report.ts';
import type { CheckRequest } from '../check/check-request.ts';
import type { ReplayResult } from '../check/replay-result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Trace } from '../trace/trace.ts';

/** What the command line can do. It only reads arguments and writes reports itself. */
export interface Commands {
  /** Ids `--property` accepts. */
  readonly propertyIds: readonly string[];
  readonly scenarios: readonly Scenario[];
  /** Checks the embedded reference. An aborted check resolves to what was found so far. */
  check(request: CheckRequest): Promise<CheckReport>;
  /** Judges the observations of a trace as they were recorded. */
  judge(trace: Trace, profile: Profile): Promise<ReplayResult>;
  /** Takes the steps of a trace afresh on the embedded reference, from the seed in its header, and judges what is seen now. */
  replay(trace: Trace, profile: Profile): Promise<ReplayResult>;
}
