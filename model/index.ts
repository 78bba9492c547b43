/**
 * The specification: vocabulary, charts, operations, openness, and the one function that everything else uses,
 * {@link step}. What the floors above see of it; users of the package see less (`src/api/model.ts`).
 *
 * @module specification
 */
export * from './charts/index.ts';
export { type MachineCast, MachineFeed } from './machine/feed.ts';
export { bucketkeyMachine, type MachineEvent } from './machine/machine.ts';
export * from './openness/index.ts';
export * from './operations/index.ts';
export * from './records/index.ts';
export * from './requirements/index.ts';
export { cachedUntilMs, liveUntilMs, mayServe } from './rules/bucket-key-lifetime.ts';
export { KMS_USD_PER_10_000, kmsCostUsd, reductionPercent } from './rules/cost.ts';
export { shownAlgorithm, shownRule } from './rules/encryption.ts';
export { ARN_PAIR, callerPairs, NO_PAIRS } from './rules/encryption-context.ts';
export { type Answered, withoutErrorInside } from './rules/error-inside.ts';
export { isMultipartEtag, isOpaqueEtag } from './rules/etag.ts';
export { requesterIdentity } from './rules/requester-identity.ts';
export { type Obtaining, someEntryLeft, withKnownKey, withSomeKey } from './rules/some-entry.ts';
export { mayBeTransient } from './rules/transient.ts';
export * from './step/enumerate.ts';
export { statusOf } from './step/object-moves.ts';
export { perform, type StepResult, step, stepBy } from './step/step.ts';
export { WorkingWorld } from './step/working-world.ts';
export * from './store/index.ts';
export * from './vocabulary/index.ts';
