/**
 * The one interchange format: a recorded run as NDJSON, a header line and one line a step.
 *
 * @packageDocumentation
 */
export { formatTrace } from './format-trace.ts';
export {
  MAX_DEPTH,
  MAX_FILE_BYTES,
  MAX_LINE_BYTES,
  MAX_NAME_CHARACTERS,
  MAX_STEPS,
  MAX_STREAMED_BYTES,
  MAX_STREAMED_STEPS,
} from './limits.ts';
export { readTraceFile } from './read-trace-file.ts';
export { readTraceSteps, type TraceSource, type TraceStream } from './read-trace-steps.ts';
export { traceJsonSchema } from './schema/json-schema.ts';
export { TRACE_FORMAT, type Trace, type TraceHeader } from './trace.ts';
export { TraceError, TraceExistsError } from './trace-error.ts';
export { parseTrace } from './trace-reader.ts';
export { writeTraceFile, writeTraceSteps } from './write-trace-file.ts';
