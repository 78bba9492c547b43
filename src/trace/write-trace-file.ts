import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { createFile } from '../files/atomic-file.ts';
import { fileErrorCode, fileErrorText } from '../files/file-error.ts';
import { headerLine, stepLine } from './format-trace.ts';
import { isGzipName } from './gzip.ts';
import type { Trace, TraceHeader } from './trace.ts';
import { TraceError, TraceExistsError } from './trace-error.ts';

/** Characters written at a time. */
const BLOCK_CHARACTERS = 256 * 1024;

/**
 * Writes a trace to a file that does not exist yet, packed by gzip if its name ends in `.gz`. The file appears whole or
 * not at all, and another one is never overwritten.
 *
 * @throws TraceExistsError if the name is taken
 * @throws TraceError if the file cannot be written
 */
export async function writeTraceFile(path: string, { header, steps }: Trace): Promise<void> {
  await writeTraceSteps(path, header, steps);
}

/**
 * Writes a trace as `writeTraceFile` does, its steps as they come, in memory that does not grow with their number.
 *
 * @throws TraceExistsError if the name is taken
 * @throws TraceError if the file cannot be written
 */
export async function writeTraceSteps(
  path: string,
  header: TraceHeader,
  steps: Iterable<ObservedStep> | AsyncIterable<ObservedStep>,
): Promise<void> {
  try {
    const blocks = blocksOf(header, steps);
    await createFile(path, isGzipName(path) ? packed(blocks) : blocks);
  } catch (error) {
    if (error instanceof TraceError) throw error;
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    throw code === 'EEXIST' ? new TraceExistsError(path) : new TraceError(path, undefined, fileErrorText(error));
  }
}

function packed(blocks: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  // Whoever reads the packed bytes gets the error of the blocks; the callback has nothing to add.
  return pipeline(blocks, createGzip(), () => {});
}

/** The lines of the file in blocks: a write for each line would cost more than the line. */
async function* blocksOf(
  header: TraceHeader,
  steps: Iterable<ObservedStep> | AsyncIterable<ObservedStep>,
): AsyncGenerator<string> {
  let block = headerLine(header);
  for await (const step of steps) {
    block += stepLine(step);
    if (block.length < BLOCK_CHARACTERS) continue;
    yield block;
    block = '';
  }
  yield block;
}
