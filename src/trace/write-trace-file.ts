import { randomBytes } from 'node:crypto';
import { link, lstat, open, rename, unlink } from 'node:fs/promises';
import { fileErrorCode, fileErrorText } from './file-error.ts';
import { traceLines } from './format-trace.ts';
import type { Trace } from './trace.ts';
import { TraceError, TraceExistsError } from './trace-error.ts';

/** Characters written at a time. */
const BLOCK_CHARACTERS = 1024 * 1024;

/**
 * Writes a trace to a file that does not exist yet. The file appears whole or not at all, and another one is never overwritten.
 *
 * @throws TraceExistsError if the name is taken
 * @throws TraceError if the file cannot be written
 */
export async function writeTraceFile(path: string, trace: Trace): Promise<void> {
  // The name of the temporary file must not clash with that of another process; it leaves no mark on what is written.
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    if (await exists(path)) throw new TraceExistsError(path);
    await writeWhole(temporary, trace);
    await moveToNewName(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    if (error instanceof TraceError) throw error;
    throw fileErrorCode(error) === 'EEXIST' ? new TraceExistsError(path) : new TraceError(path, undefined, fileErrorText(error));
  }
}

async function writeWhole(path: string, trace: Trace): Promise<void> {
  const file = await open(path, 'wx');
  try {
    let block = '';
    for (const line of traceLines(trace)) {
      block += line;
      if (block.length < BLOCK_CHARACTERS) continue;
      await file.writeFile(block);
      block = '';
    }
    await file.writeFile(block);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** `rename` would replace a file that came up in the meantime, `link` refuses to; but not every file system has links. */
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
