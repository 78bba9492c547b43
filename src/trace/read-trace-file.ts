import { stat } from 'node:fs/promises';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { fileErrorText } from '../files/file-error.ts';
import { MAX_FILE_BYTES, WHOLE_BOUNDS } from './limits.ts';
import { openFile, type TraceSource } from './read-trace-steps.ts';
import type { Trace } from './trace.ts';
import { TraceError } from './trace-error.ts';
import { unpackedBytes } from './unpacked-bytes.ts';

/**
 * Reads a trace file whole, unpacked if its name ends in `.gz`; in the Informal Trace Format if it ends in `.itf.json`
 * before that. The file is input nobody vouches for: its size, lines, steps and nesting are bounded.
 *
 * @param reorderMs - steps that come late by up to so many milliseconds are put in order
 * @throws TraceError if the file cannot be read or is not a trace of the supported version
 */
export async function readTraceFile(path: string, reorderMs = 0): Promise<Trace> {
  await refuseUnlikely(path);
  return readWholeTrace({ name: path, bytes: unpackedBytes(path) }, reorderMs);
}

/**
 * Reads a trace whole from bytes as they lie in a file without compression, within the bounds of a file.
 *
 * @param signal - ends a read that waits for more
 * @throws TraceError if it is not a trace of the supported version
 */
export async function readWholeTrace(source: TraceSource, reorderMs = 0, signal?: AbortSignal): Promise<Trace> {
  const { header, steps } = await openFile(source, WHOLE_BOUNDS, signal, reorderMs);
  const all: ObservedStep[] = [];
  for await (const step of steps) all.push(step);
  return { header, steps: all };
}

/** Says no to what is no regular file of reasonable size before a byte of it is read. */
async function refuseUnlikely(path: string): Promise<void> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) throw new TraceError(path, undefined, 'is a directory, not a trace file');
    if (!stats.isFile()) throw new TraceError(path, undefined, 'is not a regular file');
    if (stats.size > MAX_FILE_BYTES) {
      throw new TraceError(path, undefined, `${stats.size} bytes are more than the ${MAX_FILE_BYTES} a trace may have`);
    }
  } catch (error) {
    throw error instanceof TraceError ? error : new TraceError(path, undefined, fileErrorText(error));
  }
}
