import { csvRows } from '../cloudtrail/reading/csv-rows.ts';
import { TraceError } from '../trace/trace-error.ts';
import { MAX_NAME_CHARACTERS, MAX_ROW_BYTES } from './limits.ts';
import type { Workload, WorkloadRequest } from './request.ts';
import { ToldRequests } from './told-requests.ts';

const COLUMNS = ['ms', 'operation', 'object', 'requester', 'bucket', 'kmskey', 'source'] as const;
type Column = (typeof COLUMNS)[number];
const NEEDED: readonly Column[] = ['ms', 'operation', 'object'];

/**
 * A workload as CSV, a row of titles first: `ms`, `operation` and `object`; `requester`, `bucket`, `kmsKey`, and
 * `source`, the object that a copy reads in the same bucket, as they are needed. What cannot be read is thrown where
 * its request would be.
 */
export function csvWorkload(bytes: AsyncIterable<Buffer>, name: string): Workload {
  const told = new ToldRequests(name);
  return { requests: requestsOf(bytes, name, told), leftOut: told.leftOut.counts };
}

async function* requestsOf(
  bytes: AsyncIterable<Buffer>,
  name: string,
  told: ToldRequests,
): AsyncGenerator<WorkloadRequest> {
  const options = { bom: true, max_record_size: MAX_ROW_BYTES, skip_empty_lines: true, trim: true, info: true };
  let places: ReadonlyMap<Column, number> | undefined;
  for await (const { record, info } of csvRows<ParsedRow>(bytes, name, options)) {
    if (places === undefined) {
      places = placesOf(record, name);
      continue;
    }
    const request = told.take(requestOf(places, record, name, info.lines), info.lines);
    if (request !== undefined) yield request;
  }
}

interface ParsedRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function placesOf(titles: readonly string[], name: string): ReadonlyMap<Column, number> {
  const places = new Map<Column, number>();
  for (const [place, title] of titles.entries()) {
    const column = COLUMNS.find((one) => one === title.toLowerCase());
    if (column !== undefined && !places.has(column)) places.set(column, place);
  }
  const missing = NEEDED.find((column) => !places.has(column));
  if (missing === undefined) return places;
  throw new TraceError(
    name,
    1,
    `there is no column ${missing}; the first row has titles: ms,operation,object,requester,bucket,kmsKey,source`,
  );
}

function requestOf(
  places: ReadonlyMap<Column, number>,
  row: readonly string[],
  name: string,
  line: number,
): WorkloadRequest {
  const cell = (column: Column): string => {
    const place = places.get(column);
    const text = place === undefined ? '' : (row[place] ?? '');
    if (text.length <= MAX_NAME_CHARACTERS) return text;
    throw new TraceError(name, line, `${column} is longer than ${MAX_NAME_CHARACTERS} characters`);
  };
  const ms = /^\d{1,15}(\.\d+)?$/.test(cell('ms')) ? Math.floor(Number(cell('ms'))) : -1;
  if (ms < 0) throw new TraceError(name, line, 'ms is no number of milliseconds');
  const bucket = cell('bucket');
  const kmsKey = cell('kmskey');
  const source = cell('source');
  return {
    ms,
    operation: cell('operation'),
    bucket,
    object: cell('object'),
    requester: cell('requester'),
    ...(kmsKey !== '' && { kmsKey }),
    ...(source !== '' && { source: { bucket, object: source } }),
  };
}
