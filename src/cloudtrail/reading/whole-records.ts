import { MAX_RECORD_BYTES, MAX_RECORD_DEPTH } from '../limits.ts';
import { RecordParser } from './record-parser.ts';

const COLON = 0x3a;
const CLOSE_BRACE = 0x7d;
/** Longest beginning of a record, up to the colon behind its first name, in bytes. */
const MAX_BEGINNING = 64;

/** A record that was found whole, where it ends, and how many newlines are in it. */
export interface WholeRecord {
  readonly value: object;
  readonly end: number;
  readonly newlines: number;
}

/**
 * Finds records without a look at each byte: those of a log begin with the same name, so the next beginning tells where
 * one ends. Whether it does the parser says, since a JSON text has one end only. Where it does not, or where anything
 * else is unusual, somebody has to look closely.
 */
export class WholeRecords {
  /** How the last record began, such as `{"eventVersion":`. */
  #beginning: Buffer = Buffer.alloc(0);
  /** Whether all went well in this chunk. What fails is not tried again there, or it could cost time without end. */
  #isUsual = true;
  readonly #parser = new RecordParser();

  /** To be called for each chunk. */
  begin(): void {
    this.#isUsual = true;
  }

  /** The record that begins at a place, where that is as usual. */
  at(chunk: Buffer, start: number): WholeRecord | undefined {
    if (!this.#isUsual) return undefined;
    if (!startsWith(chunk, start, this.#beginning)) {
      const colon = chunk.subarray(start, start + MAX_BEGINNING).indexOf(COLON);
      this.#beginning = Buffer.from(chunk.subarray(start, start + colon + 1));
      return undefined;
    }
    const found = this.#recordBefore(chunk.indexOf(this.#beginning, start + 1), chunk, start);
    this.#isUsual = found !== undefined;
    return found;
  }

  /** The record that begins at a place, if it ends before the next one. */
  #recordBefore(next: number, chunk: Buffer, start: number): WholeRecord | undefined {
    const end = chunk.lastIndexOf(CLOSE_BRACE, next) + 1;
    if (next < 0 || end <= start || end - start > MAX_RECORD_BYTES) return undefined;
    const text = chunk.toString('utf8', start, end);
    if (mayBeDeep(text)) return undefined;
    try {
      return { value: this.#parser.parse(text), end, newlines: countOf('\n', text, text.length) };
    } catch {
      return undefined;
    }
  }
}

/** Whether bytes that are not none stand at a place. */
function startsWith(chunk: Buffer, start: number, bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i += 1) if (chunk[start + i] !== bytes[i]) return false;
  return bytes.length > 0;
}

/** Whether there are so many brackets that a record could nest too deep. */
function mayBeDeep(text: string): boolean {
  const braces = countOf('{', text, MAX_RECORD_DEPTH);
  return braces + countOf('[', text, MAX_RECORD_DEPTH) > MAX_RECORD_DEPTH;
}

/** How often a sign is in a text; more than a bound once there are more. */
function countOf(sign: string, text: string, bound: number): number {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0 && count <= bound; at = text.indexOf(sign, at + 1)) count += 1;
  return count;
}
