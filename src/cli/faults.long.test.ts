import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { MUTANTS } from '../adequacy/index.ts';
import { mutantSut } from '../adequacy/mutant-sut.ts';
import { inProcessExecutor, planOf, runCampaign } from '../check/campaign.ts';
import { leaveNothing } from '../files/left-behind.ts';
import { embeddedSut } from '../suts/embedded.ts';
import type { Sut } from '../suts/sut.ts';
import { readTraceFile } from '../trace/read-trace-file.ts';
import { readCheckpointFile } from './checkpoint-file/read-checkpoint.ts';
import type { Commands } from './commands.ts';
import { readReportFile } from './report-file/read-report-file.ts';
import { bucketkey, fakeCommands, ownFolder } from './testing/harness.ts';

// In the manner of SQLite's tests: each call of the file system fails in turn, once as an error that is told, and once
// as the last that the process lives to see. Whatever a command writes is then the old file or the new one, and whole.

/** Which call is to fail, counted from 1, and how. */
const fault = { at: 0, isCrash: false, calls: 0, isOver: false, failed: '' };

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const failing = (name: string): boolean => {
    if (fault.isOver) return true;
    fault.calls += 1;
    if (fault.calls !== fault.at) return false;
    fault.failed = name;
    fault.isOver = fault.isCrash;
    return true;
  };
  const failure = () => Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  const wrap = <Args extends unknown[], Result>(name: string, call: (...args: Args) => Promise<Result>) => {
    return async (...args: Args): Promise<Result> => {
      if (failing(name)) throw failure();
      return call(...args);
    };
  };
  const handle = (file: FileHandle): FileHandle =>
    new Proxy(file, {
      get(target, name) {
        const part: unknown = Reflect.get(target, name);
        if (typeof part !== 'function') return part;
        if (name === 'close') return part.bind(target);
        return async (...args: unknown[]): Promise<unknown> => {
          if (!failing(String(name))) return part.apply(target, args);
          // Some of it was written.
          if (name === 'writeFile') await target.write('half');
          throw failure();
        };
      },
    });
  const open = wrap('open', real.open);
  const names = ['link', 'rename', 'unlink', 'lstat', 'stat', 'realpath', 'readdir', 'readFile', 'mkdir'] as const;
  const wrapped = names.map((name) => [name, wrap(name, real[name] as (...args: unknown[]) => Promise<unknown>)]);
  return {
    ...real,
    ...Object.fromEntries(wrapped),
    open: async (...args: Parameters<typeof real.open>) => handle(await open(...args)),
  };
});

const { readdir } = await vi.importActual<typeof import('node:fs/promises')>('node:fs/promises');

beforeEach(() => Object.assign(fault, { at: 0, isCrash: false, calls: 0, isOver: false, failed: '' }));

/** What is done without any fault. */
async function soundly<T>(what: () => Promise<T>): Promise<T> {
  const { at, isOver } = fault;
  Object.assign(fault, { at: 0, isOver: false });
  try {
    return await what();
  } finally {
    Object.assign(fault, { at, isOver });
  }
}

function checking(sut: Sut): Commands {
  return fakeCommands({ check: (request) => runCampaign(request, sut, inProcessExecutor(planOf(request), sut)) });
}

const correct = checking(embeddedSut());
const faulty = checking({
  ...mutantSut(MUTANTS.find(({ id }) => id === 'cache-shared-by-all')!),
  name: embeddedSut().name,
});
const CHECK = ['check', '--seed', '5', '--runs', '3', '--size', '10'];

interface Writing {
  readonly argv: readonly string[];
  readonly commands: Commands;
  /** Files that are there before. */
  prepare(): Promise<unknown>;
  /** Throws where a file is there that is not whole; a name is relative to the working folder. */
  readonly files: Readonly<Record<string, (path: string) => Promise<unknown>>>;
  /** What goes on after a crash, and its exit code. */
  readonly after?: readonly [argv: readonly string[], code: number];
}

const report = (path: string) => readReportFile(path, 'r');
const nothing = async () => undefined;
const aborted = () => {
  const interruption = new AbortController();
  interruption.abort();
  return interruption;
};

const WRITINGS: readonly (readonly [string, Writing])[] = [
  [
    'a new report',
    {
      argv: [...CHECK, '--report', 'r.json'],
      commands: correct,
      prepare: nothing,
      files: { 'r.json': report },
    },
  ],
  [
    'a report that is continued',
    {
      argv: ['check', '--resume', 'r.json'],
      commands: correct,
      prepare: () => bucketkey([...CHECK, '--report', 'r.json'], correct, aborted()),
      files: { 'r.json': report },
      after: [['check', '--resume', 'r.json'], 0],
    },
  ],
  [
    'a merged report',
    {
      argv: ['merge', 'r.json', '--json', 'm.json'],
      commands: correct,
      prepare: () => bucketkey([...CHECK, '--report', 'r.json'], correct),
      files: { 'r.json': report, 'm.json': async (path) => JSON.parse(await textOf(path)) },
    },
  ],
  [
    'the trace of a violation',
    {
      argv: ['check', '--seed', '5', '--runs', '20', '--size', '60'],
      commands: faulty,
      prepare: nothing,
      files: { 'bucketkey-failures/every-requester-pays-5.ndjson': readTraceFile },
    },
  ],
  [
    'a new checkpoint',
    {
      argv: ['explore', '--checkpoint', 'c'],
      commands: fakeCommands(),
      prepare: nothing,
      files: { c: (path) => readCheckpointFile(path, 'c') },
    },
  ],
  [
    'a checkpoint that is gone on from',
    {
      argv: ['explore', '--resume', 'c'],
      commands: fakeCommands(),
      prepare: () => bucketkey(['explore', '--checkpoint', 'c', '--max-states', '50']),
      files: { c: (path) => readCheckpointFile(path, 'c') },
      after: [['explore', '--resume', 'c'], 0],
    },
  ],
];

async function textOf(path: string): Promise<string> {
  const { readFile } = await vi.importActual<typeof import('node:fs/promises')>('node:fs/promises');
  return readFile(path, 'utf8');
}

async function clean(): Promise<void> {
  const { rm } = await vi.importActual<typeof import('node:fs/promises')>('node:fs/promises');
  for (const name of await readdir(ownFolder())) await rm(join(ownFolder(), name), { recursive: true });
}

/** Files in the working folder, below it too. */
async function files(): Promise<string[]> {
  const entries = await readdir(ownFolder(), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ownFolder().length + 1));
}

/** Makes each call fail in turn, until one is asked for that is not made any more. */
async function eachFault(
  isCrash: boolean,
  { argv, commands, prepare }: Writing,
  look: (code: number) => Promise<void>,
) {
  for (let at = 1; ; at += 1) {
    await clean();
    await soundly(prepare);
    Object.assign(fault, { at, isCrash, calls: 0, isOver: false, failed: '' });
    const { code, err } = await bucketkey(argv, commands);
    if (fault.failed === '') return at;
    if (!isCrash) leaveNothing();
    expect([0, 1, 2, 3]).toContain(code);
    expect(err.split('\n').length).toBeLessThanOrEqual(3);
    await soundly(() => look(code));
  }
}

describe.each(WRITINGS)('%s', (_, writing) => {
  test('an error of any call leaves the old file or the new one, and nothing else', async () => {
    const tried = await eachFault(false, writing, async (code) => {
      for (const name of await files()) {
        // What could not be removed stays until the next one comes.
        if (fault.failed === 'unlink' && /\.lock$|\.tmp$/.test(name)) continue;
        expect([fault.failed, Object.keys(writing.files)]).toEqual([fault.failed, expect.arrayContaining([name])]);
        await writing.files[name]?.(join(ownFolder(), name));
      }
      // Success is not claimed of what is not there.
      if (code === 0) expect(await files()).toEqual(expect.arrayContaining(Object.keys(writing.files)));
    });
    expect(tried).toBeGreaterThan(8);
  }, 120_000);

  test('a process that ends at any call leaves the old file or the new one, and the next one cleans up', async () => {
    await eachFault(true, writing, async () => {
      for (const [name, read] of Object.entries(writing.files)) {
        if ((await files()).includes(name)) await read(join(ownFolder(), name));
      }
      if (writing.after === undefined) return;
      fault.isOver = false;
      const [argv, expected] = writing.after;
      const { code, err } = await bucketkey(argv, writing.commands);
      expect([code, err]).toEqual([expected, '']);
      const left = (await files()).filter((name) => !/\.lock\.bucketkey-\d+-[0-9a-f]{12}\.tmp$/.test(name));
      expect(left).toEqual(Object.keys(writing.files));
    });
  }, 120_000);
});
