import { isUtf8 } from 'node:buffer';
import { duplicateName, namesOf } from '../duplicate-name.ts';
import { nestsDeeper } from '../json-line.ts';
import { MAX_ITF_BYTES, MAX_ITF_DEPTH } from '../limits.ts';
import { TraceError } from '../trace-error.ts';
import { OBSERVATION, STEP } from './format-itf.ts';
import { fromItf, ItfValueError } from './itf-value.ts';

/** A trace in the Informal Trace Format as the lines of a trace file, which are checked as such. */
export interface ItfLines {
  readonly lines: readonly string[];
  /** Where in the file a line comes from, by its number from 1. */
  placeOf(line: number): string;
}

/**
 * The lines that a file in the Informal Trace Format stands for: its `#meta.bucketkey` is the header, the variables
 * `step` and `observation` of each state are a step. Other variables are not looked at, nor are states in which nothing
 * has happened.
 *
 * @param name - stands for the file in errors
 * @throws TraceError
 */
export function itfLines(bytes: Buffer, name: string): ItfLines {
  try {
    return linesOf(parsed(bytes, name));
  } catch (error) {
    throw error instanceof ItfValueError ? new TraceError(name, undefined, error.message) : error;
  }
}

function parsed(bytes: Buffer, name: string): unknown {
  if (!isUtf8(bytes)) throw new TraceError(name, undefined, 'not UTF-8 text');
  const text = bytes.toString('utf8');
  if (nestsDeeper(text, MAX_ITF_DEPTH))
    throw new TraceError(name, undefined, `nested deeper than ${MAX_ITF_DEPTH} levels`);
  const value = parsedJson(text, name);
  const twice = duplicateName(text, namesOf(value));
  if (twice === undefined) return value;
  throw new TraceError(name, undefined, `the name ${JSON.stringify(twice)} is there twice in one object`);
}

function parsedJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Of V8's message only the position is worth repeating, where there is one; see `parseJsonLine`.
    const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    if (position === undefined) throw new TraceError(name, undefined, 'not valid JSON');
    const before = text.slice(0, Number(position)).split('\n');
    throw new TraceError(name, before.length, `not valid JSON at column ${(before.at(-1)?.length ?? 0) + 1}`);
  }
}

function linesOf(trace: unknown): ItfLines {
  const header = fieldOf(fieldOf(trace, '#meta', ''), 'bucketkey', '#meta');
  const vars = fieldOf(trace, 'vars', '');
  for (const variable of [STEP, OBSERVATION])
    if (!Array.isArray(vars) || !vars.includes(variable))
      throw new ItfValueError(`vars: a trace of bucketkey has a variable ${JSON.stringify(variable)}`);
  const states = fieldOf(trace, 'states', '');
  if (!Array.isArray(states)) throw new ItfValueError('states: not a list');
  const lines = [`${JSON.stringify(header)}\n`];
  const places = ['#meta.bucketkey'];
  for (const [index, state] of states.entries()) {
    const place = `states.${index}`;
    const step = fromItf(fieldOf(state, STEP, place), `${place}.${STEP}`);
    const observation = fromItf(fieldOf(state, OBSERVATION, place), `${place}.${OBSERVATION}`);
    if (step === null && observation === null) continue;
    if (typeof step !== 'object' || step === null || Array.isArray(step))
      throw new ItfValueError(`${place}.${STEP}: not a record`);
    if (Object.hasOwn(step, OBSERVATION))
      throw new ItfValueError(`${place}.${STEP}: unknown field ${JSON.stringify(OBSERVATION)}`);
    lines.push(`${JSON.stringify({ ...step, observation })}\n`);
    places.push(place);
  }
  return { lines, placeOf: (line) => places[line - 1] ?? 'states' };
}

function fieldOf(value: unknown, name: string, path: string): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, name))
    return Object.getOwnPropertyDescriptor(value, name)?.value;
  throw new ItfValueError(`${path === '' ? '' : `${path}: `}there is no ${JSON.stringify(name)}`);
}

/**
 * The bytes of a file in one piece; of such a file, other than of lines, all is parsed at once.
 *
 * @throws TraceError where there are too many
 */
export async function wholeBytes(bytes: AsyncIterable<Uint8Array>, name: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > MAX_ITF_BYTES) throw new TraceError(name, undefined, `more than ${MAX_ITF_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces, length);
}
