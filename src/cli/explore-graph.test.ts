import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copies } from '../explore/scopes/copies.ts';
import { tiny } from '../explore/scopes/tiny.ts';
import { bucketkey, fakeCommands, ownFolder, usageErrorOf } from './testing/harness.ts';

describe('explore --graph', () => {
  test('writes every state and transition, and explores as ever', async () => {
    const plain = await bucketkey(['explore']);
    expect(await bucketkey(['explore', '--graph', 'tiny.dot'])).toEqual(plain);
    expect(await bucketkey(['explore', '--graph', 'tiny.ndjson', '--max-states', '50'])).toMatchObject({ code: 3 });
    const dot = await readFile(join(ownFolder(), 'tiny.dot'), 'utf8');
    expect(dot.match(/^ {2}\d+ \[/gm)).toHaveLength(260);
    expect(dot).toMatch(/\n {2}0 -> \d+ \[label="ann PutObject b\/x \\"x\\": 200\\nbob PutObject [^\n]*: 200"\]\n/);
    const lines = (await readFile(join(ownFolder(), 'tiny.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 260 + 3_380);
    expect(JSON.parse(lines[0] as string)).toEqual({
      bucketkeyGraph: 1,
      scope: 'tiny',
      tickMs: tiny.tickMs,
      states: 260,
    });
  });

  test('is there even where an invariant is broken', async () => {
    await writeFile(join(ownFolder(), 'mine.mjs'), 'export const never = () => false;');
    expect((await bucketkey(['explore', '--invariant', 'mine.mjs', '--graph', 'tiny.dot'])).code).toBe(1);
    expect((await readFile(join(ownFolder(), 'tiny.dot'), 'utf8')).match(/^ {2}\d+ \[/gm)).toHaveLength(260);
  });

  test('is never half a file, and never overwrites one', async () => {
    const large = await bucketkey(
      ['explore', '--graph', 'copies.dot'],
      fakeCommands({ scopesCalled: async () => [copies] }),
    );
    expect(large).toEqual({
      code: 2,
      out: '',
      err: 'bucketkey: --graph: the scope copies has more than 10000 states, too many for a graph\n',
    });
    const several = await bucketkey(
      ['explore', '--graph', 'all.dot'],
      fakeCommands({ scopesCalled: async () => [tiny, copies] }),
    );
    expect([several.code, several.err]).toEqual([
      2,
      'bucketkey: --graph is for one scope at a time; these are 2: tiny, copies\n',
    ]);
    expect(await readdir(ownFolder())).toEqual([]);
    await writeFile(join(ownFolder(), 'mine.dot'), 'mine');
    expect(await usageErrorOf('explore', '--graph', 'mine.dot')).toMatch(
      /--graph: mine\.dot: exists already, and is never overwritten/,
    );
    expect(await readFile(join(ownFolder(), 'mine.dot'), 'utf8')).toBe('mine');
    expect(await usageErrorOf('explore', '--graph', 'none/tiny.dot')).toMatch(
      /none\/tiny\.dot: no such file or folder/,
    );
    expect(await usageErrorOf('explore', '--graph', 'tiny.png')).toMatch(
      /tiny\.png: the name must end in \.dot or \.nd/,
    );
    expect(await usageErrorOf('explore', '--graph', 'tiny.dot', '--symmetry')).toMatch(/cannot be used with/);
  });

  test('an interruption leaves nothing', async () => {
    const interruption = new AbortController();
    interruption.abort();
    const { code, err } = await bucketkey(['explore', '--graph', 'tiny.dot'], fakeCommands(), interruption);
    expect([code, err]).toEqual([130, 'bucketkey: interrupted\n']);
    expect(await readdir(ownFolder())).toEqual([]);
  });
});
