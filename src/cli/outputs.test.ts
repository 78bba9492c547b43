import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { formatTrace } from '../trace/format-trace.ts';
import { run } from './run.ts';
import { bucketkey, fakeCommands, fakeTrace, ownFolder, usageErrorOf, violating } from './testing/harness.ts';

const CHECK = ['check', '--seed', '42'];

async function textOf(file: string): Promise<string> {
  return readFile(join(ownFolder(), file), 'utf8');
}

describe('--reporter', () => {
  test('writes files beside the text on standard output, in the place of what was there', async () => {
    await writeFile(join(ownFolder(), 'old.txt'), 'of yesterday');
    const plain = await bucketkey(CHECK, violating());
    const argv = [...CHECK, '--failures', 'f', '--reporter', 'json=a/b/r.json', '--reporter', 'text=old.txt'];
    const { code, out, err } = await bucketkey(argv, violating());
    expect([code, err]).toEqual([1, '']);
    expect(out).toBe(plain.out.replaceAll('bucketkey-failures', 'f'));
    expect(JSON.parse(await textOf('a/b/r.json'))).toMatchObject({ verdict: 'violates', seed: 42 });
    expect(out).toBe(`checking with profile ideal, seed 42\n\n${await textOf('old.txt')}`);
    expect((await readdir(ownFolder())).sort()).toEqual(['a', 'bucketkey-failures', 'f', 'old.txt']);
  });

  test('without a file it is what --output says', async () => {
    const json = await bucketkey([...CHECK, '--output', 'json']);
    expect(await bucketkey([...CHECK, '--reporter', 'json'])).toEqual(json);
    expect(await bucketkey([...CHECK, '--output', 'json', '--reporter', 'json'])).toEqual(json);
    expect(await bucketkey([...CHECK, '--reporter', 'text'])).toEqual(await bucketkey(CHECK));
  });

  test('--quiet: what is wrong in a line, and the verdict, whatever is written to files', async () => {
    const argv = [...CHECK, '--quiet', '--reporter', 'text=r.txt'];
    const { code, out, err } = await bucketkey(argv, violating());
    expect([code, err]).toEqual([1, '']);
    expect(out).toBe('etag-class: It is not (step 1)\nverdict: violates (embedded, profile ideal)\n');
    expect(await textOf('r.txt')).toContain('Violated: etag-class, at step 1');
    expect((await bucketkey([...CHECK, '--quiet'])).out).toBe('verdict: conforms (embedded, profile ideal)\n');
    const json = await bucketkey([...CHECK, '--quiet', '--output', 'json']);
    expect(json).toEqual(await bucketkey([...CHECK, '--output', 'json']));
  });

  test('judge and merge have it as well', async () => {
    await writeFile(join(ownFolder(), 't.ndjson'), formatTrace(fakeTrace));
    const judged = await bucketkey(['judge', 't.ndjson', '--reporter', 'json=j.json']);
    expect(judged.out).toMatch(/\nverdict: /);
    expect(await textOf('j.json')).toBe((await bucketkey(['judge', 't.ndjson', '--output', 'json'])).out);
    await bucketkey([...CHECK, '--runs', '3', '--report', 'r.json']);
    await bucketkey(['merge', 'r.json', '--reporter', 'json=m.json']);
    expect(await textOf('m.json')).toBe((await bucketkey(['merge', 'r.json', '--output', 'json'])).out);
  });

  test('github: annotations behind the text, with the whole command, and the summary of the step', async () => {
    await writeFile(join(ownFolder(), 't.ndjson'), formatTrace(fakeTrace));
    await writeFile(join(ownFolder(), 'summary.md'), '# Before\n');
    let out = '';
    const io = {
      stdout: (text: string) => {
        out += text;
      },
      stderr: () => {},
      stdin: () => Readable.from([]),
      isTTY: false,
      stepSummary: join(ownFolder(), 'summary.md'),
      signal: new AbortController().signal,
      cwd: ownFolder(),
    };
    const argv = [
      'judge',
      join(ownFolder(), 't.ndjson'),
      '--set',
      'ruleDelayMs=20 min',
      '--strict',
      '--reporter',
      'github',
    ];
    expect(await run(argv, io, fakeCommands())).toBe(1);
    expect(out).toMatch(
      /\nverdict: violates .*\n::error file=t\.ndjson,line=2,title=violated%3A explained::explained: /,
    );
    expect(out).toContain("%0Areplay it: npx bucketkey judge t.ndjson --set 'ruleDelayMs=20 min' --strict\n");
    expect(await textOf('summary.md')).toMatch(/^# Before\n## bucketkey: violates\n/);
  });

  test('a link stays one, and what it leads to is replaced', async () => {
    await writeFile(join(ownFolder(), 'real'), '');
    await symlink('real', join(ownFolder(), 'link'));
    await bucketkey([...CHECK, '--reporter', 'json=link']);
    expect(JSON.parse(await textOf('real'))).toMatchObject({ verdict: 'conforms' });
  });

  test('two documents on standard output are refused, and names there are not', async () => {
    expect(await usageErrorOf(...CHECK, '--output', 'json', '--reporter', 'text')).toBe(
      'bucketkey: --reporter: json and text would all go to standard output; give all but one a file, such as ' +
        'json=FILE\n',
    );
    expect(await usageErrorOf(...CHECK, '--reporter', 'jsn=x')).toMatch(/no reporter "jsn" \(did you mean json\?\)/);
    expect(await usageErrorOf(...CHECK, '--reporter', '__proto__')).toMatch(/no reporter "__proto__"; there is text, /);
    expect(await usageErrorOf(...CHECK, '--reporter', 'json=')).toMatch(/--reporter json=: a file expected/);
    expect(await usageErrorOf(...CHECK, '--reporter', 'json=x', '--reporter', 'text=x')).toMatch(/x is named twice/);
  });

  test('what cannot be written is refused before the check: folders, devices, what it reads itself', async () => {
    await mkdir(join(ownFolder(), 'folder'));
    await writeFile(join(ownFolder(), 'file'), formatTrace(fakeTrace));
    await symlink('file', join(ownFolder(), 'link'));
    expect(await usageErrorOf(...CHECK, '--reporter', 'json=folder')).toMatch(/folder: is not a regular file/);
    expect(await usageErrorOf(...CHECK, '--reporter', 'json=/dev/null')).toMatch(/null: is not a regular file/);
    expect(await usageErrorOf(...CHECK, '--reporter', 'json=file/x')).toMatch(/a part of the path is not a folder/);
    expect(await usageErrorOf('judge', 'file', '--reporter', 'json=link')).toMatch(/is a file of this command itself/);
    expect(await usageErrorOf('merge', 'file', '--reporter', 'json=file')).toMatch(/is a file of this command itself/);
  });

  test('what turns out not to be writable is told, exit code 2, and the others are written', async () => {
    const commands = violating();
    const broken = {
      ...commands,
      check: async (...given: Parameters<typeof commands.check>) => {
        await mkdir(join(ownFolder(), 'r.json'));
        return commands.check(...given);
      },
    };
    const argv = [...CHECK, '--reporter', 'json=r.json', '--reporter', 'text=r.txt'];
    const { code, out, err } = await bucketkey(argv, broken);
    expect(code).toBe(2);
    expect(err).toBe('bucketkey: --reporter: r.json: is a directory\n');
    expect(out).toContain(await textOf('r.txt'));
  });
});

describe('--reporter html', () => {
  const RECORDING = {
    bucketkeyTrace: 1,
    profile: 'ideal',
    sut: 's',
    seed: 0,
    setup: { requesters: [], kmsKeys: [{ id: 'k1', account: '111111111111' }], aliases: [], buckets: [] },
  };
  const lines = (steps: number): string =>
    [
      RECORDING,
      ...Array.from({ length: steps }, (_, atMs) => ({
        atMs,
        by: null,
        event: { op: 'RestartHosts' },
        observation: { status: 200 },
      })),
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('');

  test('of a check, a merge and a recording', async () => {
    await writeFile(join(ownFolder(), 't.ndjson'), lines(3));
    await bucketkey([...CHECK, '--runs', '3', '--report', 'r.json', '--reporter', 'html=c.html'], violating());
    await bucketkey(['merge', 'r.json', '--reporter', 'html=m.html']);
    const { out } = await bucketkey(['judge', 't.ndjson', '--reporter', 'html']);
    expect(await textOf('c.html')).toContain('1. Violated: etag-class');
    expect(await textOf('m.html')).toContain('<h1>bucketkey check</h1>');
    expect(out).toMatch(/^<!doctype html>\n.*<\/html>\n$/s);
    expect(out).toContain('See it again: <code>npx bucketkey judge t.ndjson</code>');
    expect(out).toContain('3 steps were looked at for this.');
  });

  test('a long recording is read once more for the world after the steps that are told', async () => {
    await writeFile(join(ownFolder(), 't.ndjson'), lines(60));
    const { out } = await bucketkey(['judge', 't.ndjson', '--reporter', 'html']);
    expect(out).toContain('40 steps left out');
    expect(out.match(/<caption>KMS keys<\/caption>/g)).toHaveLength(20);
    expect(out).not.toContain('Not decided: the model cannot follow');
  });
});
