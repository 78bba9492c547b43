import { stat } from 'node:fs/promises';
import { addAbortSignal, Readable } from 'node:stream';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import { gzipErrorText } from './gzip.ts';
import { STREAM_BOUNDS, type TraceBounds } from './limits.ts';
import type { TraceHeader } from './trace.ts';
import { TraceError } from './trace-error.ts';
import { headerOf, TraceReader } from './trace-reader.ts';
import { unpackedBytes, unpackedPipeBytes } from './unpacked-bytes.ts';

/** A trace whose steps are read as they are asked for. */
export interface TraceStream {
  readonly header: TraceHeader;
  /**
   * The steps, once, in order; ask to the end or leave the loop, either closes the file. What is wrong with a line is
   * thrown where its step would be, as a `TraceError`; an abort as an `AbortError`.
   */
  readonly steps: AsyncIterable<ObservedStep>;
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
 * bounded (`MAX_LINE_BYTES`, `MAX_DEPTH`, `MAX_STREAMED_STEPS`, `MAX_STREAMED_BYTES`).
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
  const opened = typeof source === 'string' ? { name: source, bytes: await bytesOf(source) } : source;
  return openSteps(opened, STREAM_BOUNDS, signal, reorderMs);
}

/** Opens a trace and reads up to its first step. */
export async function openSteps(
  { name, bytes }: TraceSource,
  bounds: TraceBounds,
  signal?: AbortSignal,
  reorderMs = 0,
): Promise<TraceStream> {
  const reader = new TraceReader(name, bounds, reorderMs);
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
    if (error instanceof TraceError || (error instanceof Error && error.name === 'AbortError')) throw error;
    const packed = gzipErrorText(fileErrorCode(error));
    throw packed === undefined
      ? new TraceError(name, undefined, fileErrorText(error))
      : new TraceError(name, reader.openLine, packed);
  }
  for (const step of reader.finish()) yield step;
}

/** Pipes and devices may be read as streams, a folder may not. */
async function bytesOf(path: string): Promise<Readable> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) throw new TraceError(path, undefined, 'is a directory, not a trace file');
    return stats.isFIFO() ? unpackedPipeBytes(path) : unpackedBytes(path);
  } catch (error) {
    throw error instanceof TraceError ? error : new TraceError(path, undefined, fileErrorText(error));
  }
}
