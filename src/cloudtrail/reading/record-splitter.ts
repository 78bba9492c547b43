import { MAX_RECORD_BYTES, MAX_RECORD_DEPTH } from '../limits.ts';
import { Unread } from './unread.ts';
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

/**
 * Finds the records in the bytes of a JSON text of any length, one at a time: objects one behind the other (NDJSON),
 * in an array, or in the list `Records` or `Events` of an object. It holds on to no more than one record. It only
 * counts brackets: whether a record is valid JSON is for the parser to say.
 *
 * In NDJSON a record that was cut off costs no other: a text that does not end in its line was cut off, and so was what
 * is open where a line begins with a brace and a quote. Within a record no form of JSON has a line begin so: what is
 * spread over lines has its names in lines of their own, or is indented.
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
  /** What of a line was seen that may begin a record. */
  #lineStart: 'nothing' | 'a brace' | 'more' = 'nothing';
  /** The line that is read, counted from 1, and the one in which the last record begins, open or not. */
  #line = 1;
  #recordLine = 1;
  readonly #whole = new WholeRecords();

  /** To be called behind the last bytes: what they leave open. */
  end(): Unread | undefined {
    return this.#depth > 0 || this.#inString ? this.#cutOff() : undefined;
  }

  /** The line in which the record begins that was given last, or that is open. */
  get recordLine(): number {
    return this.#recordLine;
  }

  /** Takes the next bytes, and hands on each record that they complete, parsed. */
  push(chunk: Buffer, take: (found: object | Unread) => void): void {
    let depth = this.#depth;
    let start = 0;
    this.#whole.begin();
    for (let i = 0; i < chunk.length; i += 1) {
      const code = chunk[i];
      if (this.#inString) {
        if (this.#escaped && code !== NEWLINE) this.#escaped = false;
        else {
          // Most bytes are in strings: run through them.
          let at = i;
          while (at < chunk.length && chunk[at] !== QUOTE && chunk[at] !== BACKSLASH && chunk[at] !== NEWLINE) at += 1;
          i = at;
          if (chunk[at] === QUOTE) this.#inString = false;
          else if (chunk[at] === BACKSLASH) this.#escaped = true;
          else if (chunk[at] === NEWLINE) {
            this.#line += 1;
            this.#escaped = false;
            if (this.#base > 0) continue;
            this.#inString = false;
            this.#lineStart = 'nothing';
            depth = 0;
            take(this.#cutOff());
          }
        }
      } else if (code === NEWLINE) {
        this.#line += 1;
        this.#lineStart = 'nothing';
      } else if (code === QUOTE) {
        this.#inString = true;
        if (this.#lineStart === 'a brace' && this.#base === 0 && depth > 1) {
          take(this.#cutOff());
          this.#isRecord = true;
          this.#recordLine = this.#line;
          this.#keep(Buffer.from('{'));
          start = i;
          depth = 1;
        }
        this.#lineStart = 'more';
      } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        this.#lineStart = this.#lineStart === 'nothing' && code === OPEN_BRACE ? 'a brace' : 'more';
        if (depth === this.#base && code === OPEN_BRACE) {
          this.#recordLine = this.#line;
          const whole = this.#whole.at(chunk, i);
          if (whole !== undefined && !(depth === 0 && holdsList(whole.value))) {
            this.#line += whole.newlines;
            this.#lineStart = 'more';
            i = whole.end - 1;
            take(whole.value);
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
        if (this.#isRecord && depth === this.#base) take(this.#taken(chunk.subarray(start, i + 1)));
        else if (depth === 0) this.#base = 0;
        else if (depth < this.#base) this.#base = NOWHERE;
      } else this.#lineStart = 'more';
    }
    this.#depth = depth;
    if (this.#isRecord) this.#keep(chunk.subarray(start));
  }

  /** Whether the bracket at a place opens a list of records: by what stands before it in its object. */
  #isList(chunk: Buffer, start: number, end: number): boolean {
    const here = chunk.subarray(Math.max(start, end - BEFORE_LIST), end);
    const before = Buffer.concat(this.#pieces.slice(-BEFORE_LIST)).toString('latin1').slice(-BEFORE_LIST);
    return LIST.test(before + here.toString('latin1'));
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#length > MAX_RECORD_BYTES) this.#problem ??= 'too long';
    if (this.#problem === undefined) this.#pieces.push(piece);
    else this.#pieces = [];
  }

  #taken(last: Buffer): object | Unread {
    this.#keep(last);
    const problem = this.#problem;
    const [first = last] = this.#pieces;
    const bytes = this.#pieces.length > 1 ? Buffer.concat(this.#pieces) : first;
    this.#forget();
    if (problem !== undefined) return new Unread(problem, this.#recordLine);
    return parsed(bytes.toString('utf8')) ?? new Unread('not JSON', this.#recordLine);
  }

  /** What is open is no record. */
  #cutOff(): Unread {
    const because = this.#problem ?? 'cut off';
    this.#forget();
    return new Unread(because, this.#recordLine);
  }

  #forget(): void {
    this.#isRecord = false;
    this.#problem = undefined;
    this.#pieces = [];
    this.#length = 0;
  }
}

/** Undefined where an object is no JSON. */
function parsed(text: string): object | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether what looks like a record has a list of them. */
function holdsList(value: object): boolean {
  return LISTS.some((name) => Object.hasOwn(value, name));
}
