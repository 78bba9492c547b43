import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Checkpoint } from '../../explore/large/checkpoint.ts';
import { exploreLarge } from '../../explore/large/explore-large.ts';
import { MOST_EXPLORED } from '../../explore/options.ts';
import { copies } from '../../explore/scopes/copies.ts';
import { tiny } from '../../explore/scopes/tiny.ts';
import { TIMES } from '../../testing/times.ts';
import { UsageError } from '../usage-error.ts';
import { packageVersion } from '../version.ts';
import { checkpointBytes } from './checkpoint-bytes.ts';
import { type CheckpointFile, scopeDigest } from './checkpoint-file.ts';
import { CheckpointWriter } from './checkpoint-writer.ts';
import { readCheckpointFile } from './read-checkpoint.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-checkpoint-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const head = {
  version: packageVersion(),
  scope: 'tiny',
  scopeDigest: scopeDigest(tiny),
  exact: false,
  symmetry: false,
};
const checkpoints: Checkpoint[] = [];
await exploreLarge(tiny, { maxStates: 1_000, onLevel: (checkpoint) => checkpoints.push(checkpoint) });
const good: CheckpointFile = { head, checkpoint: checkpoints[4] as Checkpoint };
const bytes = Buffer.concat([...checkpointBytes(good)]);
const headerLength = bytes.indexOf('\n') + 1;

async function read(contents: Uint8Array): Promise<CheckpointFile> {
  await writeFile(join(folder, 'f'), contents);
  return readCheckpointFile(join(folder, 'f'), 'the file');
}

async function problemOf(contents: Uint8Array): Promise<string> {
  const error = await read(contents).catch((problem: unknown) => problem);
  expect(error).toBeInstanceOf(UsageError);
  const { message } = error as UsageError;
  expect(message).toMatch(/^the file: [^\n]{1,310}$/);
  return message;
}

/** The file as somebody would write it who knows the digest. */
function forged(change: (header: Record<string, unknown>) => void): Buffer {
  const header: Record<string, unknown> = JSON.parse(bytes.subarray(0, headerLength).toString());
  change(header);
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), bytes.subarray(headerLength, -32)]);
  return Buffer.concat([content, createHash('sha256').update(content).digest()]);
}

describe('a checkpoint file', () => {
  test('gives back what was written: 6 bytes a state, and nothing that depends on time', async () => {
    const { head: readHead, checkpoint } = await read(bytes);
    expect(readHead).toEqual(head);
    expect(Buffer.concat([...checkpointBytes({ head: readHead, checkpoint })])).toEqual(bytes);
    const states = good.checkpoint.levels.reduce((sum, level) => sum + level);
    expect(bytes.length).toBe(headerLength + 6 * states + 32);
  });

  test('is refused with any one bit of it flipped', async () => {
    // Of the first line more bytes than of the rest: each is under the same digest.
    for (let at = 0; at < bytes.length; at += Math.ceil((at < headerLength ? 20 : 60) / TIMES)) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (at % 8)), at);
      await problemOf(flipped);
    }
  });

  test('is refused where it was cut short, or goes on', async () => {
    for (const length of [
      0,
      1,
      headerLength - 1,
      headerLength,
      headerLength + 1,
      bytes.length - 33,
      bytes.length - 1,
    ]) {
      expect(await problemOf(bytes.subarray(0, length))).toMatch(/not a checkpoint|cut short/);
    }
    expect(await problemOf(Buffer.concat([bytes, Buffer.alloc(1)]))).toMatch(
      /cut short or not a whole checkpoint: \d+ bytes instead of \d+/,
    );
  });

  test.each<[string, RegExp, (header: Record<string, unknown>) => void]>([
    [
      'another format',
      /format version 2 is not supported; this bucketkey reads version 1/,
      (header) => (header.bucketkeyCheckpoint = 2),
    ],
    ['no format', /there is no field "bucketkeyCheckpoint"/, (header) => delete header.bucketkeyCheckpoint],
    ['another version', /version: written by bucketkey "9\.9\.9"/, (header) => (header.version = '9.9.9')],
    ['an unknown field', /unknown field "more"/, (header) => (header.more = 1)],
    ['more states than there are bytes', /cut short/, (header) => (header.levels = [1, MOST_EXPLORED - 1])],
    ['more states than can be', /more than 400000000 states/, (header) => (header.levels = [1, MOST_EXPLORED])],
    ['two first states', /levels: there is one first state/, (header) => (header.levels = [2, 3])],
    ['a depth without states', /levels\.1/, (header) => (header.levels = [1, 0, 144])],
    [
      'names that drive a terminal',
      /coverage\.moves\.0/,
      (header) => (header.coverage = { moves: ['\u001b[2J'], options: [], points: [], actions: [] }),
    ],
    [
      'a choice point there is not',
      /no choice point/,
      (header) => (header.coverage = { moves: [], options: [], points: ['toString'], actions: [] }),
    ],
    ['fewer pairs than are used', /a state was reached by what is not there/, (header) => (header.pairs = [[0, 0]])],
    ['half a state hash', /print\.low/, (header) => (header.print = { low: 2 ** 31, high: 0 })],
  ])('is refused with %s, whatever its digest', async (_, problem, change) => {
    expect(await problemOf(forged(change))).toMatch(problem);
  });

  test('is refused where it is none at all', async () => {
    expect(await problemOf(Buffer.from('{}\n'))).toMatch(/there is no field/);
    expect(await problemOf(Buffer.from('[[[[\n'))).toMatch(/not valid JSON/);
    expect(await problemOf(Buffer.from(`${'['.repeat(100_000)}\n`))).toMatch(/nested deeper/);
    expect(await problemOf(Buffer.alloc(5_000_000, 0x20))).toMatch(/it has no first line/);
    await expect(readCheckpointFile(folder, 'the file')).rejects.toThrow('the file: is not a regular file');
    await expect(readCheckpointFile(join(folder, 'no'), 'the file')).rejects.toThrow(
      'the file: no such file or folder',
    );
  });

  test('a scope is known by what it is, not by its name', () => {
    expect(scopeDigest({ ...tiny, name: 'other', title: 'other' })).toBe(scopeDigest(tiny));
    const others = [
      copies,
      { ...tiny, tickMs: tiny.tickMs + 1 },
      { ...tiny, actions: tiny.actions.slice(1) },
      { ...tiny, profile: { ...tiny.profile, cacheLifetime: { minMs: 0, maxMs: Number.POSITIVE_INFINITY } } },
      { ...tiny, profile: { ...tiny.profile, cacheLifetime: { minMs: 0, maxMs: 0 } } },
    ];
    expect(new Set([tiny, ...others].map(scopeDigest)).size).toBe(6);
  });
});

describe('CheckpointWriter', () => {
  test('writes no more often than every 30 seconds, and at the end what came last', async () => {
    const path = join(folder, 'c');
    const [first, ...rest] = checkpoints;
    const clock = { ms: 1_000 };
    const levels = async () => (await readCheckpointFile(path, 'c')).checkpoint.levels.length;
    await writeFile(path, Buffer.concat([...checkpointBytes({ head, checkpoint: first as Checkpoint })]));
    const writer = new CheckpointWriter(path, { head, checkpoint: first as Checkpoint }, () => clock.ms);
    clock.ms += 29_999;
    writer.offer(rest[0] as Checkpoint);
    expect(await levels()).toBe(2);
    clock.ms += 1;
    writer.offer(rest[1] as Checkpoint);
    await expect.poll(levels).toBe(4);
    clock.ms += 29_999;
    writer.offer(rest[2] as Checkpoint);
    writer.offer(rest[3] as Checkpoint);
    expect(await levels()).toBe(4);
    await writer.finish();
    expect(await levels()).toBe(6);
    expect(await readdir(folder)).toEqual(['c']);
    expect((await readFile(path)).length).toBe(
      Buffer.concat([...checkpointBytes({ head, checkpoint: rest[3] as Checkpoint })]).length,
    );
  });

  test('says at the end that it could not', async () => {
    const writer = new CheckpointWriter(join(folder, 'no', 'c'), good);
    writer.offer(checkpoints[5] as Checkpoint);
    await expect(writer.finish()).rejects.toThrow(/ENOENT/);
  });
});
