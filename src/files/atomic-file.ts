import { randomBytes } from 'node:crypto';
import { link, open, rename, unlink } from 'node:fs/promises';
import { fileErrorCode } from '../../trace/file-error.ts';

/** What a file is to hold: a text, or bytes in pieces that are asked for one after the other. */
export type Content = string | Iterable<Uint8Array>;

/**
 * Writes a text or bytes to a file that does not exist yet; rejects with `EEXIST` where one does. The file appears
 * whole or not at all.
 */
export async function createFile(path: string, content: Content): Promise<void> {
  await withTemporary(path, content, async (temporary) => {
    try {
      await link(temporary, path);
      await unlink(temporary);
    } catch (error) {
      if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(fileErrorCode(error) ?? '')) throw error;
      // A file system without links: take the name first, then put the content in its place.
      await (await open(path, 'wx')).close();
      await rename(temporary, path);
    }
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
  // The name must not clash with that of another process; it leaves no mark on what is written.
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      // One behind the other: each goes on where the last one ended.
      for (const piece of typeof content === 'string' ? [content] : content) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await move(temporary);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}
