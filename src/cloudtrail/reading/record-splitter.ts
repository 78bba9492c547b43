import { MAX_RECORD_BYTES, MAX_RECORD_DEPTH } from '../limits.ts';
import { WholeRecords } from './whole-records.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Names of lists of records. */
const LISTS = ['Records', 'Events'];
/** What stands before the lists of records: `Records` of a log file, `Events` of the answer of LookupEvents. */
const LIST = /[{,]\s*"(?:Records|Events)"\s*:\s*$/;
/** How many bytes before a list are looked at. */
const BEFORE_LIST = 256;
/** Deeper than anything: no object is a record. */
const NOWHERE = Number.MAX_SAFE_INTEGER;

/** The text of a record, or what was parsed of it already, or why there is none. */
export type SplitRecord = Buffer | object | 'too long' | 'nested too deep' | 'cut off';

/**
 * Finds the records in the bytes of a JSON text of any length, one at a time: objects one behind the other (NDJSON),
 * in an array, or in the list `Records` or `Events` of an object. It holds on to no more than one record. It only
 * counts brackets: whether a record is valid JSON is for the parser to say.
 */
export class RecordSplitter {
  /** How deep the brackets are, and how deep those are that hold records. */
  #depth = 0;
  #base = 0;
  #inString = false;
  #escaped = false;
  #isRecord = false;
  #problem: 'too long' | 'nested too deep' | undefined;
  /** The bytes of the open record that came with chunks before. */
  #pieces: Buffer[] = [];
  #length = 0;
  readonly #whole = new WholeRecords();

  /** Whether the bytes so far end in the middle of something. */
  get isOpen(): boolean {
    return this.#depth > 0 || this.#inString;
  }

  /** Takes the next bytes and gives the records that they complete. */
  push(chunk: Buffer): SplitRecord[] {
    const records: SplitRecord[] = [];
    let depth = this.#depth;
    let start = 0;
    this.#whole.begin();
    for (let i = 0; i < chunk.length; i += 1) {
      const code = chunk[i];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else {
          // Most bytes are in strings: run through them.
          let at = i;
          while (at < chunk.length && chunk[at] !== QUOTE && chunk[at] !== BACKSLASH && chunk[at] !== NEWLINE) at += 1;
          i = at;
          if (chunk[at] === QUOTE) this.#inString = false;
          else if (chunk[at] === BACKSLASH) this.#escaped = true;
          else if (chunk[at] === NEWLINE && this.#base === 0) {
            // No text of JSON goes over a line: this one was cut off, and the next begins anew.
            this.#inString = false;
            this.#forget();
            depth = 0;
            records.push('cut off');
          }
        }
      } else if (code === QUOTE) this.#inString = true;
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        if (depth === this.#base && code === OPEN_BRACE) {
          const whole = this.#whole.at(chunk, i);
          if (whole !== undefined && !(depth === 0 && holdsList(whole.value))) {
            records.push(whole.value);
            i = whole.end - 1;
            continue;
          }
          start = i;
          this.#isRecord = true;
        } else if (depth === 0) this.#base = 1;
        else if (depth === 1 && this.#base === 0 && code === OPEN_BRACKET && this.#isList(chunk, start, i)) {
          this.#forget();
          this.#base = 2;
        }
        depth += 1;
        if (depth - this.#base > MAX_RECORD_DEPTH) this.#problem ??= 'nested too deep';
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        depth = Math.max(0, depth - 1);
        if (this.#isRecord && depth === this.#base) {
          records.push(this.#take(chunk.subarray(start, i + 1)));
        } else if (depth === 0) this.#base = 0;
        else if (depth < this.#base) this.#base = NOWHERE;
      }
    }
    this.#depth = depth;
    if (this.#isRecord) this.#keep(chunk.subarray(start));
    return records;
  }

  /** Whether the bracket at a place opens a list of records: by what stands before it in its object. */
  #isList(chunk: Buffer, start: number, end: number): boolean {
    const here = chunk.subarray(Math.max(start, end - BEFORE_LIST), end);
    const pieces = start === 0 ? this.#pieces.slice(-BEFORE_LIST) : [];
    const before = Buffer.concat(pieces).toString('latin1').slice(-BEFORE_LIST);
    return LIST.test(before + here.toString('latin1'));
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length > MAX_RECORD_BYTES) this.#problem ??= 'too long';
    if (this.#problem === undefined) this.#pieces.push(piece);
    else this.#pieces = [];
  }

  #take(last: Buffer): SplitRecord {
    this.#keep(last);
    const record =
      this.#problem ?? (this.#pieces.length === 1 ? (this.#pieces[0] ?? last) : Buffer.concat(this.#pieces));
    this.#forget();
    return record;
  }

  #forget(): void {
    this.#isRecord = false;
    this.#problem = undefined;
    this.#pieces = [];
    this.#length = 0;
  }
}

/** Whether what looks like a record has a list of them. */
function holdsList(value: object): boolean {
  return LISTS.some((name) => Object.hasOwn(value, name));
}
