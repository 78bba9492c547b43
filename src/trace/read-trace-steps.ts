import { stat } from 'node:fs/promises';
import { addAbortSignal, Readable } from 'node:stream';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import { gzipErrorText } from './gzip.ts';
import { itfLines, wholeBytes } from './itf/itf-lines.ts';
import { isItfName } from './itf/itf-name.ts';
import { STREAM_BOUNDS, type TraceBounds } from './limits.ts';
import type { TraceHeader } from './trace.ts';
import { TraceError } from './trace-error.ts';
import { headerOf, TraceReader } from './trace-reader.ts';
import { storedBytes, unpackedBytes, unpackedPipeBytes } from './unpacked-bytes.ts';

/** A trace whose steps are read as they are asked for. */
export interface TraceStream {
  readonly header: TraceHeader;
  /**
   * The steps, once, in order; ask to the end or leave the loop, either closes the file. What is wrong with a line is
   * thrown where its step would be, as a `TraceError`; an abort as an `AbortError`.
   */
  readonly steps: AsyncIterable<ObservedStep>;
  /**
   * How much of the file has been read, from 0 to 1; omitted where that says nothing of the steps to come: of a stream,
   * a pipe, and a file that is read whole.
   */
  fractionRead?(): number;
}

/** Where a trace comes from. */
export interface TraceSource {
  /** Name for errors. */
  readonly name: string;
  /** Bytes as they lie in a file without compression. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Reads a trace a step at a time, in memory that does not grow with its length: from a file, unpacked if its name ends
 * in `.gz`, or from a stream of bytes. It is input nobody vouches for: lines, nesting, steps and unpacked bytes are
 * bounded (`MAX_LINE_BYTES`, `MAX_DEPTH`, `MAX_STREAMED_STEPS`, `MAX_STREAMED_BYTES`). A file whose name ends in
 * `.itf.json` is in the Informal Trace Format, and read whole.
 *
 * @param signal - ends a read that waits for more
 * @param reorderMs - steps that come late by up to so many milliseconds are put in order
 * @throws TraceError if the source cannot be read or does not start as a trace of the supported version
 */
export async function readTraceSteps(
  source: string | TraceSource,
  signal?: AbortSignal,
  reorderMs = 0,
): Promise<TraceStream> {
  if (typeof source !== 'string') return openSteps(source, STREAM_BOUNDS, signal, reorderMs);
  const { bytes, fractionRead } = await bytesOf(source);
  const stream = await openFile({ name: source, bytes }, STREAM_BOUNDS, signal, reorderMs);
  return fractionRead === undefined || isItfName(source) ? stream : { ...stream, fractionRead };
}

/**
 * Opens a trace file in the format that its name says, and reads up to the first step; one in the Informal Trace Format
 * is read whole, whatever its bounds.
 */
export async function openFile(
  source: TraceSource,
  bounds: TraceBounds,
  signal?: AbortSignal,
  reorderMs = 0,
): Promise<TraceStream> {
  const { name, bytes } = source;
  if (!isItfName(name)) return openSteps(source, bounds, signal, reorderMs);
  const whole = await wholeBytes(signal === undefined ? bytes : abortable(bytes, signal), name).catch((error) => {
    throw readError(error, name, undefined);
  });
  const { lines, placeOf } = itfLines(whole, name);
  const pieces = Readable.from(lines.map((line) => Buffer.from(line, 'utf8')));
  return openSteps({ name, bytes: pieces }, bounds, signal, reorderMs, placeOf);
}

/** Opens a trace and reads up to its first step. */
export async function openSteps(
  { name, bytes }: TraceSource,
  bounds: TraceBounds,
  signal?: AbortSignal,
  reorderMs = 0,
  placeOf?: (line: number) => string,
): Promise<TraceStream> {
  const reader = new TraceReader(name, bounds, reorderMs, placeOf);
  const steps = stepsOf(reader, signal === undefined ? bytes : abortable(bytes, signal), name);
  let first: Promise<IteratorResult<ObservedStep, void>> | undefined = Promise.resolve(await steps.next());
  const iterator: AsyncIterableIterator<ObservedStep, void> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () => {
      const next = first ?? steps.next();
      first = undefined;
      return next;
    },
    return: () => steps.return(),
  };
  return { header: headerOf(reader), steps: iterator };
}

function abortable(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Readable {
  return addAbortSignal(signal, bytes instanceof Readable ? bytes : Readable.from(bytes));
}

async function* stepsOf(
  reader: TraceReader,
  bytes: AsyncIterable<Uint8Array | string>,
  name: string,
): AsyncGenerator<ObservedStep, void> {
  try {
    // A stream somebody has given an encoding gives texts.
    for await (const chunk of bytes) {
      for (const step of reader.push(typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk)) yield step;
    }
  } catch (error) {
    throw readError(error, name, reader.openLine);
  }
  for (const step of reader.finish()) yield step;
}

/** What is told of an error that came up in reading so far as a line. */
function readError(error: unknown, name: string, line: number | undefined): unknown {
  if (error instanceof TraceError || (error instanceof Error && error.name === 'AbortError')) return error;
  const packed = gzipErrorText(fileErrorCode(error));
  return packed === undefined
    ? new TraceError(name, undefined, fileErrorText(error))
    : new TraceError(name, line, packed);
}

/** Pipes and devices may be read as streams, a folder may not. */
async function bytesOf(path: string): Promise<{ readonly bytes: Readable; readonly fractionRead?: () => number }> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) throw new TraceError(path, undefined, 'is a directory, not a trace file');
    if (stats.isFIFO()) return { bytes: unpackedPipeBytes(path) };
    const stored = storedBytes(path);
    const bytes = unpackedBytes(path, stored);
    // Of a device nobody knows the size, and a file may have grown since.
    return stats.isFile() ? { bytes, fractionRead: () => Math.min(1, stored.bytesRead / stats.size) } : { bytes };
  } catch (error) {
    throw error instanceof TraceError ? error : new TraceError(path, undefined, fileErrorText(error));
  }
}
