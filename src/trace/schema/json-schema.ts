import { z } from 'zod';
import { stepLineSchema, traceHeaderSchema } from './trace-schema.ts';

/**
 * The JSON Schema (draft 2020-12) of one line of a trace: the header in the first line, a step in every other.
 * Generated from the schemas the reader uses. What one line alone cannot show (order of times, names of requesters, MD5
 * of bodies) only the reader checks.
 */
export function traceJsonSchema(): unknown {
  const line = z.union([traceHeaderSchema, stepLineSchema]).meta({
    title: 'A line of a bucketkey trace',
    description: 'A trace is NDJSON: the first line is a Header, every other line a Step.',
  });
  return z.toJSONSchema(line, { target: 'draft-2020-12' });
}
