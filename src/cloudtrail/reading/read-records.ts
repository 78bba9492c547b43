import { ACCESS_LOG, accessLogRecords } from './access-log.ts';
import { athenaRows } from './athena-rows.ts';
import { type LogSource, logBytes } from './log-bytes.ts';
import { RecordSplitter } from './record-splitter.ts';
import { Unread } from './unread.ts';

/** A record of CloudTrail as it was parsed, of which nothing is known yet. */
export interface RawRecord {
  readonly [name: string]: unknown;
}

/** What a piece of a log holds: hands on one after the other, each read not before the last was taken. */
export type ReadRecords = (take: (found: RawRecord | Unread) => void) => void;

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
  for await (const chunk of chunks)
    yield (take) =>
      splitter.push(chunk, (found) =>
        take(found instanceof Unread ? found : unwrapped(found as RawRecord, splitter.recordLine)),
      );
  const open = splitter.end();
  if (open !== undefined) yield (take) => take(open);
}

/** EventBridge has the record in `detail`, LookupEvents as a text in `CloudTrailEvent`. */
function unwrapped(value: RawRecord, line: number): RawRecord | Unread {
  if (typeof value.eventSource === 'string') return value;
  if (typeof value.CloudTrailEvent === 'string') return inText(value.CloudTrailEvent, line);
  if (isObject(value.detail) && typeof value.detail.eventSource === 'string') return value.detail;
  return new Unread('not a record', line);
}

function inText(text: string, line: number): RawRecord | Unread {
  // Within the bounds of the record around it, and cut into pieces by the same rules.
  const found: (object | Unread)[] = [];
  new RecordSplitter().push(Buffer.from(text, 'utf8'), (one) => found.push(one));
  const [record] = found;
  if (record instanceof Unread) return new Unread(record.because, line);
  return isObject(record) && typeof record.eventSource === 'string' ? record : new Unread('not a record', line);
}

async function* inBatches(rows: AsyncIterable<object | Unread>): AsyncGenerator<ReadRecords> {
  let batch: (RawRecord | Unread)[] = [];
  const taken = (): ReadRecords => {
    const records = batch;
    batch = [];
    return (take) => records.forEach(take);
  };
  for await (const row of rows) {
    batch.push(row as RawRecord | Unread);
    if (batch.length >= ROWS) yield taken();
  }
  yield taken();
}

/** Whether a value has names. */
export function isObject(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
