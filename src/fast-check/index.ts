/**
 * The properties and the random traces for users of fast-check.
 *
 * @module bucketkey/fast-check
 */
export type { GeneratedTrace, TraceOptions } from '../../properties/arbitraries/index.ts';
export { classifyTrace } from './classify-trace.ts';
export { conforms } from './conforms.ts';
export { holds } from './holds.ts';
export { operations, traces } from './traces.ts';
