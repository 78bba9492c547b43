import { join } from 'node:path';
import { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Page } from './io.ts';
import { run } from './run.ts';
import { pageOf } from './tell.ts';
import { fakeCommands, ownFolder } from './testing/harness.ts';

const CASE = join(import.meta.dirname, '../../tests/cases/met/loki-tenant-keys.ndjson');

async function judged(page: Page | undefined, ...argv: readonly string[]): Promise<string> {
  let out = '';
  const io = {
    stdout: (text: string) => {
      out += text;
    },
    stderr: () => {},
    stdin: () => Readable.from([]),
    isTTY: false,
    ...(page !== undefined && { page }),
    signal: new AbortController().signal,
    cwd: ownFolder(),
  };
  expect(await run(['judge', CASE, ...argv], io, fakeCommands())).toBe(1);
  return out;
}

describe('text for a terminal', () => {
  test('is in colour where it has colours, and the same without them', async () => {
    const plain = await judged(undefined);
    const coloured = await judged({ hasColours: true });
    expect(stripVTControlCharacters(coloured)).toBe(plain);
    expect(coloured).toContain('verdict: \u001b[31m\u001b[1mviolates\u001b[22m\u001b[39m every-requester-pays');
    expect(coloured).toContain('  200  \u001b[31m<-- here\u001b[39m\n');
    expect(coloured).toContain('\n\u001b[31mViolated: every-requester-pays, at step 3\u001b[39m\n');
    expect(plain).not.toContain('\u001b');
  });

  test('is as wide as the terminal, or 100 columns without one', async () => {
    // An address is not broken.
    const lines = (text: string) => text.split('\n').filter((line) => !/^ *https:\S+$/.test(line));
    const widest = (text: string) => Math.max(...lines(text).map((line) => line.length));
    expect(widest(await judged({ columns: 60, hasColours: false }))).toBeLessThanOrEqual(60);
    expect(widest(await judged({ columns: 120, hasColours: false }))).toBeGreaterThan(100);
    expect(await judged({ hasColours: false })).toBe(await judged(undefined));
  });

  test('JSON, and files, are the same for everybody', async () => {
    const page = { columns: 60, hasColours: true };
    expect(await judged(page, '--output', 'json')).toBe(await judged(undefined, '--output', 'json'));
  });
});

test('colours: of a terminal that has some, unless NO_COLOR; of a pipe if FORCE_COLOR', () => {
  const terminal = { isTTY: true, columns: 80 };
  const TERM = 'xterm-256color';
  expect(pageOf(terminal, { TERM })).toEqual({ columns: 80, hasColours: true });
  expect(pageOf(terminal, { TERM, NO_COLOR: '1' })).toEqual({ columns: 80, hasColours: false });
  expect(pageOf(terminal, { TERM: 'dumb' })).toEqual({ columns: 80, hasColours: false });
  expect(pageOf(terminal, { TERM, FORCE_COLOR: '0' })).toEqual({ columns: 80, hasColours: false });
  expect(pageOf({}, { TERM })).toEqual({ hasColours: false });
  expect(pageOf({}, { FORCE_COLOR: '1' })).toEqual({ hasColours: true });
  expect(pageOf({ isTTY: true, columns: 0 }, { TERM })).toEqual({ hasColours: true });
});
