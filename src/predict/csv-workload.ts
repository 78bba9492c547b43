import { csvRows } from '../cloudtrail/reading/csv-rows.ts';
import { TraceError } from '../trace/trace-error.ts';
import { LeftOut } from './left-out.ts';
import { MAX_NAME_CHARACTERS, MAX_ROW_BYTES } from './limits.ts';
import { OPERATIONS } from './operations.ts';
import type { Workload, WorkloadRequest } from './request.ts';

const COLUMNS = ['ms', 'operation', 'object', 'requester', 'bucket', 'kmskey', 'source'] as const;
type Column = (typeof COLUMNS)[number];
const NEEDED: readonly Column[] = ['ms', 'operation', 'object'];

/**
 * A workload as CSV, a row of titles first: `ms`, `operation` and `object`; `requester`, `bucket`, `kmsKey`, and
 * `source`, the object that a copy reads in the same bucket, as they are needed. What cannot be read is thrown where
 * its request would be.
 */
export function csvWorkload(bytes: AsyncIterable<Buffer>, name: string): Workload {
  const leftOut = new LeftOut();
  return { requests: requestsOf(bytes, name, leftOut), leftOut: leftOut.counts };
}

async function* requestsOf(
  bytes: AsyncIterable<Buffer>,
  name: string,
  leftOut: LeftOut,
): AsyncGenerator<WorkloadRequest> {
  const options = { bom: true, max_record_size: MAX_ROW_BYTES, skip_empty_lines: true, trim: true, info: true };
  let places: ReadonlyMap<Column, number> | undefined;
  let lastMs = 0;
  for await (const { record, info } of csvRows<ParsedRow>(bytes, name, options)) {
    if (places === undefined) {
      places = placesOf(record, name);
      continue;
    }
    const request = requestOf(places, record, name, info.lines);
    if (request.ms < lastMs)
      throw new TraceError(name, info.lines, `time runs backwards: from ${lastMs} ms to ${request.ms} ms`);
    lastMs = request.ms;
    const operation = OPERATIONS.get(request.operation.toLowerCase());
    if (operation === undefined) leftOut.add(request.operation);
    else yield { ...request, operation };
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
