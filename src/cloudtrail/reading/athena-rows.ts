import { TraceError } from '../../trace/trace-error.ts';
import { MAX_RECORD_BYTES } from '../limits.ts';
import { type AthenaValue, athenaValue } from './athena-struct.ts';
import { csvRows } from './csv-rows.ts';
import { Unread } from './unread.ts';

/** Athena folds names to lower case; these are the fields of a record that somebody here looks at. */
const NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...['userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'errorCode', 'requestParameters'],
    ...['responseElements', 'additionalEventData', 'eventID', 'sharedEventID', 'recipientAccountId', 'resources'],
    ...['type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'userName', 'invokedBy', 'sessionContext'],
    ...['sessionIssuer', 'attributes', 'creationDate', 'eventVersion', 'managementEvent'],
  ].map((name) => [name.toLowerCase(), name]),
);
const NEEDED = ['eventTime', 'eventSource', 'eventName'];
/** The columns of which a cell holds more than a text. */
const STRUCTURED = new Set([
  'userIdentity',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'resources',
]);

/**
 * The rows of a CSV that Athena wrote from a table of CloudTrail, as records.
 *
 * @throws TraceError
 */
export async function* athenaRows(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<object | Unread> {
  const options = { bom: true, max_record_size: MAX_RECORD_BYTES, relax_column_count: true, relax_quotes: true };
  let columns: readonly (string | undefined)[] | undefined;
  for await (const row of csvRows(bytes, name, options)) {
    if (columns === undefined) columns = columnsOf(row, name);
    else yield recordOf(columns, row) ?? new Unread('not a record');
  }
}

function columnsOf(titles: readonly string[], name: string): readonly (string | undefined)[] {
  const columns = titles.map((title) => NAMES.get(title.trim().toLowerCase()));
  const missing = NEEDED.find((column) => !columns.includes(column));
  if (missing === undefined) return columns;
  throw new TraceError(name, 1, `neither JSON nor a CSV of CloudTrail records: there is no column ${missing}`);
}

function recordOf(columns: readonly (string | undefined)[], row: readonly string[]): object | undefined {
  const fields: [string, unknown][] = [];
  for (const [index, cell] of row.entries()) {
    const column = columns[index];
    if (column === undefined || cell === '' || cell === 'null') continue;
    const value = STRUCTURED.has(column) ? structured(cell) : cell;
    // A name with a bracket in it makes a struct unreadable; who it was, a record has to tell.
    if (value === undefined && column === 'userIdentity') return undefined;
    fields.push([column, value]);
  }
  return Object.fromEntries(fields);
}

/** Some tables have JSON where others have a struct of Athena. */
function structured(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    const value = athenaValue(cell);
    return value === undefined ? undefined : renamed(value);
  }
}

function renamed(value: AthenaValue): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(renamed);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [NAMES.get(name) ?? name, renamed(part)]));
}
