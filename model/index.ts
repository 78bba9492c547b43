/**
 * The specification: vocabulary, alphabet, charts, rules, and the one function that everything else uses, {@link step}.
 *
 * @module bucketkey/model
 */
export * from './alphabet/index.ts';
export * from './charts/index.ts';
export * from './choice/index.ts';
export { bucketkeyMachine, type MachineContext, type MachineEvent } from './machine/machine.ts';
export * from './observation/index.ts';
export * from './profile/index.ts';
export * from './requirements/index.ts';
export { KMS_USD_PER_10_000, kmsCostUsd, reductionPercent } from './rules/cost.ts';
export { isOpaqueEtag } from './rules/etag.ts';
export { requesterIdentity } from './rules/requester-identity.ts';
export { perform, type StepResult, step, stepBy } from './step/step.ts';
export { WorkingWorld } from './step/working-world.ts';
export * from './vocabulary/index.ts';
export * from './world/index.ts';
