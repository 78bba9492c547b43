/**
 * The test kit: checks systems under test against the model, judges recorded traces, tells counterexamples as stories.
 *
 * @module bucketkey
 */
export { check } from '../check/check.ts';
export type {
  CheckProgress,
  CheckReport,
  DeterminismReport,
  EventStatistics,
  FoundViolation,
  PropertyReport,
  PropertyVerdict,
} from '../check/check-report.ts';
export type { CheckRequest } from '../check/check-request.ts';
export { propertyIds } from '../check/choose.ts';
export { type JudgeRequest, judgeSteps, type StepsJudgement } from '../check/judge-steps.ts';
export { judgeTrace, replayTrace } from '../check/replay.ts';
export type { ReplayResult } from '../check/replay-result.ts';
export type { DifferingAnswer, DifferingPart } from '../check/twice/differing-answers.ts';
export type { OracleBounds } from '../oracle/bounds.ts';
export { Oracle } from '../oracle/oracle.ts';
export type { NearMiss, Verdict, Violation } from '../oracle/verdict.ts';
export { profileOf } from '../profile/described-profile.ts';
export type { DescribedProfile, ProfileFile } from '../profile/profile-file.ts';
export { checkText, type ReplayFile, tellStory } from '../report/index.ts';
export { embeddedSut } from '../suts/embedded.ts';
export { type BucketKeeper, BucketPool, type SessionBuckets } from '../suts/live/bucket-pool.ts';
export { LiveNames, type NamePairs } from '../suts/live/live-names.ts';
export { modelSut } from '../suts/model-sut.ts';
export type { Sut, SutSession } from '../suts/sut.ts';
export {
  formatTrace,
  parseTrace,
  readTraceFile,
  readTraceSteps,
  type Trace,
  TraceError,
  type TraceHeader,
  type TraceSource,
  type TraceStream,
  writeTraceFile,
} from '../trace/index.ts';
