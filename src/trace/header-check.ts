import { issueText } from './issue-text.ts';
import { nameProblem } from './name-check.ts';
import { firstFindings } from './schema/first-findings.ts';
import { traceHeaderSchema } from './schema/trace-schema.ts';
import { setupProblem } from './setup-check.ts';
import { TRACE_FORMAT, type TraceHeader } from './trace.ts';

/** What the first line of a trace says, if it is one, or what is wrong with it. */
export type CheckedHeader = { readonly header: TraceHeader } | { readonly problem: string };

/** Holds a value to what the first line of a trace may be. */
export function checkedHeader(value: unknown): CheckedHeader {
  if (typeof value !== 'object' || value === null || !('bucketkeyTrace' in value))
    return { problem: 'not a bucketkey trace: the first line has no field "bucketkeyTrace"' };
  const version: unknown = value.bucketkeyTrace;
  if (version !== TRACE_FORMAT) {
    const said = JSON.stringify(version);
    return { problem: `format version ${said} is not supported; this bucketkey reads version ${TRACE_FORMAT}` };
  }
  const result = firstFindings(traceHeaderSchema, value);
  if (!result.success) return { problem: issueText(result.error) };
  const header: TraceHeader = result.data;
  const long = nameProblem(header);
  if (long !== undefined) return { problem: long };
  const problem = setupProblem(header.setup);
  return problem === undefined ? { header } : { problem: `setup.${problem}` };
}
