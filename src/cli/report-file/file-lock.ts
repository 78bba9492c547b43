import { randomBytes } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { fileErrorCode, fileErrorText } from '../../trace/file-error.ts';
import { printable } from '../../trace/printable.ts';
import { UsageError } from '../usage-error.ts';
import { createFile, replaceFile } from './atomic-file.ts';

/** A file that this process alone may write, until it gives it free. */
export interface FileLock {
  /** Lets others write the file. */
  release(): Promise<void>;
}

const holderSchema = z.strictObject({
  pid: z.int().min(1),
  host: z.string(),
  token: z.string().regex(/^[0-9a-f]{16}$/),
});

/** Who holds a lock. The token tells apart two processes that had the same number one after the other. */
type Holder = z.infer<typeof holderSchema>;

/** Longest lock that is read, in bytes. */
const MOST_BYTES = 4_096;
/** Tokens of the locks this process holds. */
const held = new Set<string>();

/**
 * Takes the lock of a file: `<path>.lock`, beside it. One that a killed process of this machine left behind is taken
 * over; whether a process of another machine still runs cannot be seen from here, so that is for people to decide.
 * `name` stands for the file in errors.
 *
 * @throws UsageError where another process holds the lock, naming it
 */
export async function lockFile(path: string, name: string): Promise<FileLock> {
  const lock = `${path}.lock`;
  const mine: Holder = { pid: process.pid, host: hostname(), token: randomBytes(8).toString('hex') };
  let holder: Holder | undefined;
  try {
    const free = await created(lock, mine);
    holder = free ? undefined : await holderOf(lock);
    if (free || (holder !== undefined && isOver(holder) && (await takenOver(lock, holder, mine)))) {
      held.add(mine.token);
      return { release: () => release(lock, mine) };
    }
  } catch (error) {
    throw new UsageError(`${printable(name)}: ${fileErrorText(error)}`);
  }
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${JSON.stringify(holder.host)}`;
  const cure = `if that does not run any more, delete ${name}.lock and try again`;
  throw new UsageError(printable(`${name}: ${who} is writing it; ${cure}`));
}

async function created(path: string, holder: Holder): Promise<boolean> {
  try {
    await createFile(path, `${JSON.stringify(holder)}\n`);
    return true;
  } catch (error) {
    if (fileErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
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

/** Puts a lock in the place of one whose holder has ended; false where somebody else was faster. */
async function takenOver(lock: string, ended: Holder, mine: Holder): Promise<boolean> {
  // Of all who found the same holder, one at a time may go on, and only the first of them still finds it.
  const turn = `${lock}.${ended.token}`;
  if (!(await created(turn, mine))) return false;
  try {
    if ((await holderOf(lock))?.token !== ended.token) return false;
    await replaceFile(lock, `${JSON.stringify(mine)}\n`);
    return true;
  } finally {
    await unlink(turn);
  }
}

async function release(lock: string, { token }: Holder): Promise<void> {
  held.delete(token);
  // Somebody may have broken it, and another process have taken it since.
  if ((await holderOf(lock))?.token === token) await unlink(lock).catch(() => undefined);
}
