import { ACCESS_LOG, accessLogRecords } from './access-log.ts';
import { athenaRows } from './athena-rows.ts';
import { type LogSource, logBytes } from './log-bytes.ts';
import { RecordSplitter, type SplitRecord } from './record-splitter.ts';

/** Why something that should have been a record was none. */
export type Unreadable = 'too long' | 'nested too deep' | 'not JSON' | 'not a record' | 'cut off';

/** A record of CloudTrail as it was parsed, of which nothing is known yet. */
export interface RawRecord {
  readonly [name: string]: unknown;
}

/** What a piece of a log held. */
export interface ReadRecords {
  readonly records: readonly RawRecord[];
  readonly unreadable: readonly Unreadable[];
}

const BLANKS: readonly number[] = [0x20, 0x09, 0x0a, 0x0d];
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
/** Rows of a CSV, or lines of an access log, that are given at a time. */
const ROWS = 256;

/**
 * Reads the records of a log in any of the forms in which CloudTrail gives them: a log file (`Records`), NDJSON, events
 * of EventBridge, answers of LookupEvents, or a CSV of Athena; and of a server access log of S3. What cannot be read is
 * counted and passed over: a log of months is not thrown away for one line.
 *
 * @throws TraceError where the bytes cannot be had, or are of none of these forms
 */
export async function* readRecords(source: LogSource, signal?: AbortSignal): AsyncGenerator<ReadRecords> {
  const bytes = logBytes(source, signal);
  const { form, chunks } = await formOf(bytes);
  if (form === 'JSON') yield* jsonRecords(chunks);
  else if (form === 'access log') yield* inBatches(accessLogRecords(chunks));
  else if (form === 'CSV') yield* inBatches(athenaRows(chunks, source.name));
}

interface Opened {
  readonly form: 'JSON' | 'CSV' | 'access log' | 'empty';
  readonly chunks: AsyncIterable<Buffer>;
}

/** Bytes of a byte order mark, which may stand before the first character. */
const MARK = '\xef\xbb\xbf';
/** Bytes that tell the form, whichever it is. */
const LONG_ENOUGH = 100;

/** The first character that is no blank tells the form. */
async function formOf(bytes: AsyncGenerator<Buffer>): Promise<Opened> {
  let first: Buffer = Buffer.alloc(0);
  for (;;) {
    const next = await bytes.next();
    first = next.done === true ? first : Buffer.concat([first, next.value]);
    const text = first.toString('latin1', 0, MARK.length) === MARK ? first.subarray(MARK.length) : first;
    const start = text.findIndex((byte) => !BLANKS.includes(byte));
    if (start >= 0 && (first.length >= start + LONG_ENOUGH || next.done === true)) {
      const isJson = text[start] === OPEN_BRACE || text[start] === OPEN_BRACKET;
      const isAccessLog = ACCESS_LOG.test(text.toString('latin1', start, start + LONG_ENOUGH));
      return { form: isJson ? 'JSON' : isAccessLog ? 'access log' : 'CSV', chunks: withFirst(text, bytes) };
    }
    if (next.done === true) return { form: 'empty', chunks: bytes };
    // Blanks without end are not kept; what may be the beginning of a mark is.
    if (start < 0 && text.length > MARK.length) first = text.subarray(-1);
  }
}

async function* withFirst(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

async function* jsonRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<ReadRecords> {
  const splitter = new RecordSplitter();
  for await (const chunk of chunks) yield read(splitter.push(chunk));
  if (splitter.isOpen) yield { records: [], unreadable: ['cut off'] };
}

function read(found: readonly SplitRecord[]): ReadRecords {
  const records: RawRecord[] = [];
  const unreadable: Unreadable[] = [];
  for (const one of found) {
    if (typeof one === 'string') {
      unreadable.push(one);
      continue;
    }
    const record = unwrapped(one instanceof Buffer ? parsed(one.toString('utf8')) : one);
    if (typeof record === 'string') unreadable.push(record);
    else records.push(record);
  }
  return { records, unreadable };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** EventBridge has the record in `detail`, LookupEvents as a text in `CloudTrailEvent`. */
function unwrapped(value: unknown): RawRecord | 'not JSON' | 'not a record' {
  if (value === undefined) return 'not JSON';
  if (!isObject(value)) return 'not a record';
  if (typeof value.eventSource === 'string') return value;
  if (typeof value.CloudTrailEvent === 'string') return inText(value.CloudTrailEvent);
  if (isObject(value.detail) && typeof value.detail.eventSource === 'string') return value.detail;
  return 'not a record';
}

function inText(text: string): RawRecord | 'not JSON' | 'not a record' {
  // Within the bounds of the record around it, and cut into pieces by the same rules.
  const [record] = new RecordSplitter().push(Buffer.from(text, 'utf8'));
  if (!(record instanceof Buffer)) return 'not a record';
  const value = parsed(record.toString('utf8'));
  if (value === undefined) return 'not JSON';
  return isObject(value) && typeof value.eventSource === 'string' ? value : 'not a record';
}

async function* inBatches(rows: AsyncIterable<object | undefined>): AsyncGenerator<ReadRecords> {
  let records: RawRecord[] = [];
  let unreadable: Unreadable[] = [];
  for await (const row of rows) {
    if (row === undefined) unreadable.push('not a record');
    else records.push(row as RawRecord);
    if (records.length + unreadable.length < ROWS) continue;
    yield { records, unreadable };
    records = [];
    unreadable = [];
  }
  yield { records, unreadable };
}

/** Whether a value has names. */
export function isObject(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
