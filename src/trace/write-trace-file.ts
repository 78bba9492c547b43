import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, lstat, rename, unlink } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { fileErrorCode, fileErrorText } from './file-error.ts';
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
  // The name of the temporary file must not clash with that of another process; it leaves no mark on what is written.
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    if (await exists(path)) throw new TraceExistsError(path);
    await writeWhole(temporary, isGzipName(path), blocksOf(header, steps));
    await moveToNewName(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    if (error instanceof TraceError) throw error;
    const code = fileErrorCode(error);
    if (code === undefined) throw error;
    throw code === 'EEXIST' ? new TraceExistsError(path) : new TraceError(path, undefined, fileErrorText(error));
  }
}

async function writeWhole(path: string, packed: boolean, blocks: AsyncIterable<string>): Promise<void> {
  const file = createWriteStream(path, { flags: 'wx', flush: true });
  await (packed ? pipeline(blocks, createGzip(), file) : pipeline(blocks, file));
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

/**
 * `rename` would replace a file that came up in the meantime, `link` refuses to; but not every file system has links.
 */
async function moveToNewName(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
    await unlink(from);
  } catch (error) {
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(fileErrorCode(error) ?? '')) throw error;
    if (await exists(to)) throw new TraceExistsError(to);
    await rename(from, to);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
