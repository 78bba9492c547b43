import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Vector } from '../vectors/vector-schema.ts';
import { run } from './run.ts';
import { bucketkey, ownFolder, usageErrorOf } from './testing/harness.ts';
import { wiredCommands } from './wiring.ts';

/** What `oracle` says of a vector in the end. */
async function saidOf({ profile, setup, steps }: Vector) {
  const header = { bucketkeyTrace: 1, profile, sut: 'vector', seed: 0, setup };
  const lines = [header, ...steps.map(({ atMs, by, event, observation }) => ({ atMs, by, event, observation }))];
  let out = '';
  const stdout = (text: string): void => {
    out += text;
  };
  const stdin = () => Readable.from(lines.map((line) => Buffer.from(`${JSON.stringify(line)}\n`)));
  const { signal } = new AbortController();
  await run(['oracle'], { stdout, stderr: () => {}, stdin, isTTY: false, signal, cwd: ownFolder() }, wiredCommands());
  return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '');
}

describe('vectors', () => {
  test('writes a README, the schema, and vectors of which the oracle says what is expected', async () => {
    const { code, out, err } = await bucketkey(['vectors', '--out', 'v', '--seed', '3', '--count', '8']);
    expect([code, out, err]).toEqual([0, '16 vectors in v, seed 3, profile ideal.\n', '']);
    const names = await readdir(join(ownFolder(), 'v'));
    const text = (name: string) => readFile(join(ownFolder(), 'v', name), 'utf8');
    expect(await text('README.md')).toContain('profile ideal: `bucketkey vectors --seed 3 --count 8 --steps 30`');
    expect((await bucketkey(['schema', 'vector'])).out).toBe(await text('vector.schema.json'));
    const vectors = names.filter((name) => /^\d/.test(name));
    expect(vectors.length).toBe(16);
    for (const name of vectors) {
      const vector: Vector = JSON.parse(await text(name));
      const { verdict, violation } = await saidOf(vector);
      const { expected } = vector;
      expect({ verdict, ...violation }, name).toMatchObject(expected);
      expect(name).toBe(`${vector.name}.json`);
    }
  });

  test('never writes among other files', async () => {
    expect((await bucketkey(['vectors', '--out', 'v', '--count', '1'])).code).toBe(0);
    expect(await usageErrorOf('vectors', '--out', 'v')).toMatch(/--out: v: exists already, and is never overwritten/);
    expect(await usageErrorOf('vectors', '--out', 'no/v')).toMatch(/--out: no\/v: /);
    expect(await usageErrorOf('vectors')).toMatch(/required option '--out <folder>' not specified/);
    expect(await usageErrorOf('vectors', '--out', 'w', '--count', '0')).toMatch(/--count takes a whole number from 1/);
  });

  test('ends when it is interrupted', async () => {
    const interruption = new AbortController();
    interruption.abort();
    const ended = await bucketkey(['vectors', '--out', 'v', '--count', '1'], undefined, interruption);
    expect([ended.code, ended.err]).toEqual([130, 'bucketkey: interrupted\n']);
  });
});
