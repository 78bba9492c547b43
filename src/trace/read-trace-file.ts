import { open, stat } from 'node:fs/promises';
import { fileErrorText } from './file-error.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import type { Trace } from './trace.ts';
import { TraceError } from './trace-error.ts';
import { TraceReader } from './trace-reader.ts';

/** Bytes read at a time. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Reads a trace file as a stream. The file is input nobody vouches for: its size, lines, steps and nesting are bounded.
 *
 * @throws TraceError if the file cannot be read or is not a trace of the supported version
 */
export async function readTraceFile(path: string): Promise<Trace> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) throw new TraceError(path, undefined, 'is a directory, not a trace file');
    if (!stats.isFile()) throw new TraceError(path, undefined, 'is not a regular file');
    if (stats.size > MAX_FILE_BYTES) {
      throw new TraceError(path, undefined, `${stats.size} bytes are more than the ${MAX_FILE_BYTES} a trace may have`);
    }
    return await readRegularFile(path);
  } catch (error) {
    throw error instanceof TraceError ? error : new TraceError(path, undefined, fileErrorText(error));
  }
}

async function readRegularFile(path: string): Promise<Trace> {
  const reader = new TraceReader(path);
  const file = await open(path, 'r');
  try {
    // A fresh buffer each time: a line that is not complete yet keeps pointing into the last one.
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES);
      if (bytesRead === 0) return reader.finish();
      reader.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
