import { awsPoc } from './aws-poc.ts';
import { batchJobs } from './batch-jobs.ts';
import { decryptableAfterRotation } from './decryptable-after-rotation.ts';
import { emrTen } from './emr-ten.ts';
import { forgottenFlag } from './forgotten-flag.ts';
import { longAgo } from './long-ago.ts';
import { millionADay } from './million-a-day.ts';
import { oldObjectsKeepTheirKeys } from './old-objects-keep-their-keys.ts';
import { plainReplica } from './plain-replica.ts';
import { policyDemandsHeaders } from './policy-demands-headers.ts';
import { policyPinnedToObjects } from './policy-pinned-to-objects.ts';
import { revokedWhileWarm } from './revoked-while-warm.ts';
import type { Scenario } from './scenario.ts';
import { STORIES } from './stories/index.ts';
import { scenarioOf } from './story.ts';

export type { Scenario, ScenarioFigure, ScenarioOptions, ScenarioResult } from './scenario.ts';

/** The scenarios that come with bucketkey. */
export const SCENARIOS: readonly Scenario[] = [
  awsPoc,
  millionADay,
  emrTen,
  longAgo,
  policyPinnedToObjects,
  policyDemandsHeaders,
  revokedWhileWarm,
  plainReplica,
  oldObjectsKeepTheirKeys,
  decryptableAfterRotation,
  forgottenFlag,
  batchJobs,
  ...STORIES.map(scenarioOf),
];
