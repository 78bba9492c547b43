/**
 * The one interchange format: a recorded run as NDJSON, a header line and one line a step.
 *
 * @packageDocumentation
 */
export { formatTrace } from './format-trace.ts';
export { MAX_DEPTH, MAX_FILE_BYTES, MAX_LINE_BYTES, MAX_STEPS } from './limits.ts';
export { readTraceFile } from './read-trace-file.ts';
export { traceJsonSchema } from './schema/json-schema.ts';
export { TRACE_FORMAT, type Trace, type TraceHeader } from './trace.ts';
export { TraceError, TraceExistsError } from './trace-error.ts';
export { parseTrace } from './trace-reader.ts';
export { writeTraceFile } from './write-trace-file.ts';
