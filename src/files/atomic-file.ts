import { link, lstat, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileErrorCode } from './file-error.ts';
import { removeOldTemporaries, temporaryBeside } from './left-behind.ts';

/** What a file is to hold: a text, or pieces that are asked for one after the other. */
export type Content = string | Iterable<Uint8Array> | AsyncIterable<Uint8Array | string>;

/**
 * Writes a text or bytes to a file that does not exist yet; rejects with `EEXIST` where one does, before anything is
 * asked for. The file appears whole or not at all.
 */
export async function createFile(path: string, content: Content): Promise<void> {
  if (await exists(path)) throw existing(path);
  await withTemporary(path, content, async (temporary) => {
    const { mtimeMs } = await lstat(temporary);
    await moveToNewName(temporary, path);
    await removeOldTemporaries(dirname(path), mtimeMs);
  });
}

/**
 * Puts other content in the place of a file. Whoever reads it meanwhile, or after a crash, finds either the old one or
 * the new one, whole.
 */
export async function replaceFile(path: string, content: Content): Promise<void> {
  await withTemporary(path, content, (temporary) => rename(temporary, path));
}

async function withTemporary(
  path: string,
  content: Content,
  move: (temporary: string) => Promise<void>,
): Promise<void> {
  const { temporary, isGone } = temporaryBeside(path);
  try {
    const file = await open(temporary, 'wx');
    try {
      // One behind the other: each goes on where the last one ended.
      for await (const piece of typeof content === 'string' ? [content] : content) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await move(temporary);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  } finally {
    isGone();
  }
}

/**
 * `rename` would replace a file that came up in the meantime, `link` refuses to; but not every file system has links.
 * There the name is taken first, and then given to the content.
 */
async function moveToNewName(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(fileErrorCode(error) ?? '')) throw error;
    await (await open(to, 'wx')).close();
    try {
      await rename(from, to);
    } catch (problem) {
      await unlink(to).catch(() => undefined);
      throw problem;
    }
    return;
  }
  // The file is there: that its other name stays for a while is no reason to say that it is not.
  await unlink(from).catch(() => undefined);
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

function existing(path: string): Error {
  return Object.assign(new Error(`EEXIST: file already exists, ${path}`), { code: 'EEXIST' });
}
