import { randomBytes } from 'node:crypto';
import { constants, readFileSync, unlinkSync } from 'node:fs';
import { open, realpath, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { createFile, replaceFile } from '../../files/atomic-file.ts';
import { fileErrorCode, fileErrorText } from '../../files/file-error.ts';
import { beforeEnd, removeFrom, removeTemporariesOf } from '../../files/left-behind.ts';
import { isRunning, startOf } from '../../files/process-number.ts';
import { printable } from '../../trace/printable.ts';
import { UsageError } from '../usage-error.ts';

/** A file that this process alone may write, until it gives it free. */
export interface FileLock {
  /** Where the file is, behind all links: the one name it has for everybody. */
  readonly path: string;
  /** Lets others write the file. */
  release(): Promise<void>;
}

const holderSchema = z.strictObject({
  pid: z.int().min(1),
  host: z.string(),
  token: z.string().regex(/^[0-9a-f]{16}$/),
  started: z.exactOptional(z.string()),
});

/**
 * Who holds a lock. The token and the time of the start tell apart two processes that had the same number one after
 * the other.
 */
type Holder = z.infer<typeof holderSchema>;

/** Longest lock that is read, in bytes. */
const MOST_BYTES = 4_096;
/** Tokens of the locks this process holds, or is about to take. */
const held = new Set<string>();

/**
 * Takes the lock of a file: `<path>.lock`, beside it. One that a killed process of this machine left behind is taken
 * over, and what else it left goes; whether a process of another machine still runs cannot be seen from here, so that
 * is for people to decide. `name` stands for the file in errors.
 *
 * @throws UsageError where another process holds the lock, naming it
 */
export async function lockFile(path: string, name: string): Promise<FileLock> {
  let real: string;
  let holder: Holder | 'unknown' | undefined;
  const mine = newHolder();
  held.add(mine.token);
  try {
    real = await realPathOf(path);
    holder = await take(`${real}.lock`, mine);
    if (holder === undefined) return await taken(real, mine);
    held.delete(mine.token);
  } catch (error) {
    held.delete(mine.token);
    throw new UsageError(`${printable(name)}: ${fileErrorText(error)}`);
  }
  const who = holder === 'unknown' ? 'another process' : `process ${holder.pid} on ${JSON.stringify(holder.host)}`;
  const lock = real === path ? `${name}.lock` : `${real}.lock`;
  const cure = `if that does not run any more, delete ${lock} and try again`;
  throw new UsageError(printable(`${name}: ${who} is writing it; ${cure}`));
}

/** The path of a file behind all links, whether or not there is such a file yet. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (fileErrorCode(error) !== 'ENOENT') throw error;
    return join(await realpath(dirname(path)), basename(path));
  }
}

function newHolder(): Holder {
  const started = startOf(process.pid);
  return {
    pid: process.pid,
    host: hostname(),
    token: randomBytes(8).toString('hex'),
    ...(started !== undefined && { started }),
  };
}

async function taken(path: string, mine: Holder): Promise<FileLock> {
  const lock = `${path}.lock`;
  const isReleased = beforeEnd(() => {
    if (holderIn(readFileSync(lock, 'utf8'))?.token === mine.token) unlinkSync(lock);
  });
  await removeTemporariesOf(path);
  // Turns at the lock of processes that have ended: nobody can find that lock any more.
  await removeFrom(dirname(lock), async (name) => name.startsWith(`${basename(lock)}.`) && TURN.test(name));
  return {
    path,
    release: async () => {
      held.delete(mine.token);
      // Somebody may have broken it, and another process have taken it since.
      const holder = await holderOf(lock);
      if (holder === 'unknown' || holder.token !== mine.token) return;
      // Where that fails, or it could not be read, it is tried once more at the end of the process.
      await unlink(lock).then(isReleased, () => undefined);
    },
  };
}

/** The end of the name of a turn: the token of the holder whose lock is taken over. */
const TURN = /\.lock(\.[0-9a-f]{16})+$/;

/** Takes a lock, or says who holds it. */
async function take(lock: string, mine: Holder): Promise<Holder | 'unknown' | undefined> {
  if (await created(lock, mine)) return undefined;
  const holder = await holderOf(lock);
  const isTaken = holder !== 'unknown' && isOver(holder) && (await takenOver(lock, holder, mine));
  return isTaken ? undefined : holder;
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

/** Who holds a lock; unknown where that cannot be read, as when it was released just now. */
async function holderOf(lock: string): Promise<Holder | 'unknown'> {
  try {
    // Whoever opens a pipe to read it waits for ever, but for this flag.
    const file = await open(lock, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
      return holderIn(buffer.toString('utf8', 0, bytesRead)) ?? 'unknown';
    } finally {
      await file.close();
    }
  } catch {
    return 'unknown';
  }
}

function holderIn(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether the holder of a lock has surely ended. */
function isOver({ pid, host, token, started }: Holder): boolean {
  if (host !== hostname()) return false;
  // A container that takes the place of another may have its name, and the process in it the same number.
  if (pid === process.pid) return !held.has(token);
  if (!isRunning(pid)) return true;
  const start = started === undefined ? undefined : startOf(pid);
  return start !== undefined && start !== started;
}

/** Puts a lock in the place of one whose holder has ended; false where somebody else was faster. */
async function takenOver(lock: string, ended: Holder, mine: Holder): Promise<boolean> {
  // Of all who found the same holder, one at a time may go on, and only the first of them still finds it. Whoever was
  // killed in its turn has left that behind, to be taken over in the same way.
  const turn = `${lock}.${ended.token}`;
  if ((await take(turn, mine)) !== undefined) return false;
  const isGone = beforeEnd(() => unlinkSync(turn));
  try {
    const holder = await holderOf(lock);
    if (holder === 'unknown' || holder.token !== ended.token) return false;
    await replaceFile(lock, `${JSON.stringify(mine)}\n`);
    return true;
  } finally {
    await unlink(turn).catch(() => undefined);
    isGone();
  }
}
