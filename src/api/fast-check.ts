/**
 * The properties and the random traces for users of fast-check.
 *
 * @module bucketkey/fast-check
 */
export type { GeneratedTrace, TraceOptions } from '../../properties/arbitraries/index.ts';
export { classifyTrace } from '../fast-check/classify-trace.ts';
export { conforms } from '../fast-check/conforms.ts';
export { holds } from '../fast-check/holds.ts';
export { operations, traces } from '../fast-check/traces.ts';
