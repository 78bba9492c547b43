/**
 * The test kit: checks systems under test against the model, judges recorded traces, tells counterexamples as stories.
 *
 * @module bucketkey
 */
export { check } from './check/check.ts';
export type {
  CheckProgress,
  CheckReport,
  EventStatistics,
  FoundViolation,
  PropertyReport,
  PropertyVerdict,
} from './check/check-report.ts';
export type { CheckRequest } from './check/check-request.ts';
export { propertyIds } from './check/choose.ts';
export { type JudgeRequest, judgedPropertyIds, judgeSteps, type StepsJudgement } from './check/judge-steps.ts';
export { judgeTrace, replayTrace } from './check/replay.ts';
export type { ReplayResult } from './check/replay-result.ts';
export { DEFAULT_BOUNDS, Oracle, type OracleBounds } from './oracle/oracle.ts';
export type { NearMiss, Verdict, Violation } from './oracle/verdict.ts';
export { profileOf } from './profile/described-profile.ts';
export type { DescribedProfile, ProfileFile } from './profile/profile-file.ts';
export * from './report/index.ts';
export { SCENARIOS } from './scenario/index.ts';
export type { Scenario, ScenarioFigure, ScenarioOptions, ScenarioResult } from './scenario/scenario.ts';
export { EMBEDDED_OPTIONS, embeddedSut } from './suts/embedded.ts';
export { modelSut, randomChooser } from './suts/model-sut.ts';
export type { Sut, SutSession } from './suts/sut.ts';
export * from './trace/index.ts';
