export type { Capabilities, KeyForm, Signature } from './capabilities.ts';
export { DRAWN_REQUESTERS } from './draw-setup.ts';
export type { GeneratedTrace } from './generated-trace.ts';
export { OBJECT_KEYS as DRAWN_OBJECT_KEYS } from './pools.ts';
export { shrinkTrace } from './shrink/shrink-trace.ts';
export { describeStatistics, type EventTally, TraceStatistics } from './statistics.ts';
export { stepArbitrary } from './step-arbitrary.ts';
export { traceArbitrary } from './trace-arbitrary.ts';
export type { TraceOptions } from './walk.ts';
