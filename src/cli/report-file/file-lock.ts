import { randomBytes } from 'node:crypto';
import { link, open, rename, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { fileErrorCode, fileErrorText } from '../../trace/file-error.ts';
import { printable } from '../../trace/printable.ts';
import { UsageError } from '../usage-error.ts';
import { createFile } from './atomic-file.ts';

/** A file that this process alone may write, until it gives it free. */
export interface FileLock {
  /** Lets others write the file. */
  release(): Promise<void>;
}

const holderSchema = z.strictObject({ pid: z.int().min(1), host: z.string(), token: z.string() });

/** Who holds a lock. The token tells apart two processes that had the same number one after the other. */
type Holder = z.infer<typeof holderSchema>;

/** Longest lock that is read, in bytes. */
const MOST_BYTES = 4_096;
/** Tokens of the locks this process holds. */
const held = new Set<string>();

/**
 * Takes the lock of a file: `<path>.lock`, beside it. One that a killed process of this machine left behind is taken over; whether a
 * process of another machine still runs cannot be seen from here, so that is for people to decide. `name` stands for the file in errors.
 *
 * @throws UsageError where another process holds the lock, naming it
 */
export async function lockFile(path: string, name: string): Promise<FileLock> {
  const lock = `${path}.lock`;
  const mine: Holder = { pid: process.pid, host: hostname(), token: randomBytes(8).toString('hex') };
  const refuse = (problem: string) => new UsageError(`${printable(name)}: ${problem}`);
  const taken = async (): Promise<boolean> => {
    try {
      await createFile(lock, `${JSON.stringify(mine)}\n`);
      return true;
    } catch (error) {
      if (fileErrorCode(error) === 'EEXIST') return false;
      throw refuse(fileErrorText(error));
    }
  };
  if (!(await taken())) {
    const holder = await holderOf(lock);
    const free = holder !== undefined && isOver(holder) && (await clearedAway(lock, holder));
    if (!free || !(await taken())) {
      const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${JSON.stringify(holder.host)}`;
      throw refuse(`${who} is writing it; if that does not run any more, delete ${printable(`${name}.lock`)} and try again`);
    }
  }
  held.add(mine.token);
  return {
    release: async () => {
      held.delete(mine.token);
      // Somebody may have broken it, and another process have taken it since.
      if ((await holderOf(lock))?.token === mine.token) await unlink(lock).catch(() => undefined);
    },
  };
}

/** Who holds a lock; undefined where that cannot be read, as when it was released just now. */
async function holderOf(lock: string): Promise<Holder | undefined> {
  try {
    const file = await open(lock);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
      return holderSchema.parse(JSON.parse(buffer.toString('utf8', 0, bytesRead)));
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** Whether the holder of a lock has surely ended. */
function isOver({ pid, host, token }: Holder): boolean {
  if (host !== hostname()) return false;
  // A container that takes the place of another may have its name, and the process in it the same number.
  if (pid === process.pid) return !held.has(token);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return fileErrorCode(error) === 'ESRCH';
  }
}

/** Moves the lock of a process that has ended out of the way; false where somebody else was faster. */
async function clearedAway(lock: string, holder: Holder): Promise<boolean> {
  const aside = `${lock}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await rename(lock, aside);
    const moved = await holderOf(aside);
    if (moved?.token === holder.token) return true;
    // What was moved is the new lock of the faster one.
    await link(aside, lock);
    return false;
  } catch {
    return false;
  } finally {
    await unlink(aside).catch(() => undefined);
  }
}
