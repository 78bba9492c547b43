import { randomBytes } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { readdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRunning } from './process-number.ts';

/** What this process has to do before it ends: it holds something, or is in the middle of writing. */
const duties = new Set<() => void>();

/** Has something done when the process ends before it was called off by the function that is given back. */
export function beforeEnd(duty: () => void): () => void {
  duties.add(duty);
  return () => void duties.delete(duty);
}

/** Does at once whatever is left to be done. It is for the end of the process: everything in it is synchronous. */
export function leaveNothing(): void {
  for (const duty of duties) {
    duties.delete(duty);
    try {
      duty();
    } catch {
      // What cannot be cleaned up now is when somebody writes here again.
    }
  }
}

/**
 * A name for a temporary file beside another one, which must not clash with that of another process; the file goes with
 * the process unless the function that comes with it is called before.
 */
export function temporaryBeside(path: string): { readonly temporary: string; readonly isGone: () => void } {
  const temporary = `${path}.bucketkey-${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  return { temporary, isGone: beforeEnd(() => unlinkSync(temporary)) };
}

const TEMPORARY = /^(.*)\.bucketkey-([0-9]{1,10})-[0-9a-f]{12}\.tmp$/s;
/** Age from which the temporary file of a process that cannot be seen to run is surely nobody's, in milliseconds. */
const OLD_MS = 24 * 60 * 60 * 1_000;

/**
 * Removes the temporary files of killed processes for a file that only this process writes now, and for its lock, which
 * others may be about to take.
 */
export async function removeTemporariesOf(path: string): Promise<void> {
  const file = basename(path);
  await removeFrom(dirname(path), async (name) => {
    const [, of, pid] = TEMPORARY.exec(name) ?? [];
    return of === file || (of === `${file}.lock` && !isRunning(Number(pid)));
  });
}

/**
 * Removes temporary files that killed processes left in a folder. Nobody is sure to be alone there, and processes of
 * other machines cannot be seen: only old files go. `nowMs` is the time of the file system, not of this machine.
 */
export async function removeOldTemporaries(folder: string, nowMs: number): Promise<void> {
  await removeFrom(folder, async (name) => {
    const pid = TEMPORARY.exec(name)?.[2];
    if (pid === undefined || isRunning(Number(pid))) return false;
    return nowMs - (await stat(join(folder, name))).mtimeMs > OLD_MS;
  });
}

/** Removes what lies in a folder for nothing; what cannot be removed stays, and is no failure of what is being done. */
export async function removeFrom(folder: string, isLeft: (name: string) => Promise<boolean>): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    try {
      if (await isLeft(name)) await unlink(join(folder, name));
    } catch {
      // Somebody else was faster, or may not.
    }
  }
}
