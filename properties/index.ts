/**
 * What must hold: properties of one trace with their monitors, the ledger they share, the suite that runs them, and
 * properties of two traces. They judge what was asked and what was seen, on any system, and know no rule of the model.
 *
 * @module bucketkey/properties
 */

export {
  describeStatistics,
  type EventTally,
  type GeneratedTrace,
  shrinkTrace,
  type TraceOptions,
  TraceStatistics,
  traceArbitrary,
} from './arbitraries/index.ts';
export { BucketRecord, type Configuration, type Grant } from './ledger/bucket-record.ts';
export { type Certainty, KeyRecord } from './ledger/key-record.ts';
export type { Holding, KnownBucketKey } from './ledger/known-bucket-key.ts';
export type {
  AskedEncryption,
  ExtraContext,
  FailedWrite,
  ObjectName,
  ObjectRecord,
  ReplicaOrigin,
  Version,
  Written,
} from './ledger/object-record.ts';
export type { KnownRequester } from './ledger/requesters.ts';
export type { ReadSide, Side, Sides, WriteSide } from './ledger/sides.ts';
export { Ledger } from './ledger.ts';
export type { MetamorphicProperty, Script } from './metamorphic/metamorphic-property.ts';
export { METAMORPHIC } from './metamorphic.ts';
export type { ObservedStep } from './observed-step.ts';
export { PROPERTIES } from './properties.ts';
export type { Judgement, Monitor, MonitorContext, Needs, Property } from './property.ts';
export { type Finding, type PropertyCount, PropertySuite } from './suite.ts';
