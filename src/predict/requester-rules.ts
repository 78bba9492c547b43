import { patternMatches } from '../../model/rules/pattern.ts';
import { csvRows } from '../cloudtrail/reading/csv-rows.ts';
import { TraceError } from '../trace/trace-error.ts';
import { MAX_NAME_CHARACTERS, MAX_ROW_BYTES } from './limits.ts';
import type { Workload, WorkloadRequest } from './request.ts';

const COLUMNS = ['operation', 'bucket', 'object', 'requester'] as const;
type Column = (typeof COLUMNS)[number];
/** Most rules: each request is held against them one after the other. */
const MOST_RULES = 1_000;

/** Who asks, of requests that match all patterns. */
export type RequesterRule = Readonly<Record<Column, string>>;

/**
 * Rules that say who asks, as CSV with a row of titles: `requester`, and patterns with stars of `operation`, `bucket`
 * and `object`, each left out where it does not matter. In `requester`, `{bucket}` stands for the bucket and `{prefix}`
 * for what stands before the first slash of the object.
 *
 * @throws TraceError
 */
export async function requesterRules(bytes: AsyncIterable<Buffer>, name: string): Promise<readonly RequesterRule[]> {
  const options = { bom: true, max_record_size: MAX_ROW_BYTES, skip_empty_lines: true, trim: true };
  const rules: RequesterRule[] = [];
  let titles: readonly string[] | undefined;
  for await (const row of csvRows(bytes, name, options)) {
    if (titles === undefined) {
      titles = row.map((title) => title.toLowerCase());
      const wrong = titles.find((title) => !COLUMNS.some((column) => column === title));
      if (wrong !== undefined || !titles.includes('requester'))
        throw new TraceError(name, 1, `the first row has titles: ${COLUMNS.join(',')}`);
      continue;
    }
    const places = titles;
    const cell = (column: Column) => row[places.indexOf(column)] ?? '';
    const [operation, bucket, object] = [cell('operation'), cell('bucket'), cell('object')].map((text) => text || '*');
    const requester = cell('requester');
    if (requester === '') throw new TraceError(name, rules.length + 2, 'no requester');
    rules.push({ operation: operation ?? '*', bucket: bucket ?? '*', object: object ?? '*', requester });
    if (rules.length > MOST_RULES) throw new TraceError(name, undefined, `more than ${MOST_RULES} rules`);
  }
  return rules;
}

/** A workload by whom rules say: the first that matches counts, and where none does the requester stays. */
export function withRequesters({ requests, leftOut }: Workload, rules: readonly RequesterRule[]): Workload {
  return { requests: asRules(requests, rules), leftOut };
}

async function* asRules(
  requests: Workload['requests'],
  rules: readonly RequesterRule[],
): AsyncGenerator<WorkloadRequest> {
  for await (const request of requests) {
    const rule = rules.find((one) => matches(one, request));
    yield rule === undefined ? request : { ...request, requester: requesterOf(rule, request) };
  }
}

function matches(rule: RequesterRule, { operation, bucket, object }: WorkloadRequest): boolean {
  return (
    patternMatches(rule.operation, operation) &&
    patternMatches(rule.bucket, bucket) &&
    patternMatches(rule.object, object)
  );
}

function requesterOf({ requester }: RequesterRule, { bucket, object }: WorkloadRequest): string {
  const slash = object.indexOf('/');
  const prefix = slash < 0 ? '' : object.slice(0, slash);
  const named = requester.replaceAll('{bucket}', () => bucket).replaceAll('{prefix}', () => prefix);
  return named.slice(0, MAX_NAME_CHARACTERS);
}
