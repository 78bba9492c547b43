import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ReplayResult } from '../check/replay-result.ts';
import { formatTrace } from '../trace/format-trace.ts';
import type { Trace } from '../trace/trace.ts';
import { bucketkey, fakeCommands, fakeTrace, fakeViolation, ownFolder, usageErrorOf } from './testing/harness.ts';

describe('a replay file that is none is refused in one line, with exit code 2', () => {
  const header = formatTrace({ header: fakeTrace.header, steps: [] });

  test.each([
    ['empty', '', /empty: a trace starts with a header line/],
    ['truncated', formatTrace(fakeTrace).slice(0, -20), /:2: not valid JSON.*truncated\?/],
    [
      'of another version',
      header.replace('"bucketkeyTrace":1', '"bucketkeyTrace":2'),
      /:1: format version 2 is not supported; .* version 1/,
    ],
    ['deeply nested', `${header}${'['.repeat(900_000)}\n`, /:2: nested deeper than 16 levels/],
    ['with __proto__ for a field', `${header}{"__proto__":{"atMs":0}}\n`, /:2: unknown field "__proto__"/],
    [
      'of a profile there is not',
      header.replace('"ideal"', '"iedal"'),
      /:1: profile: there is no profile "iedal" \(did you mean ideal\?\)/,
    ],
  ])('%s', async (_, text, problem) => {
    await writeFile(join(ownFolder(), 't.ndjson'), text);
    expect(await usageErrorOf('replay', 't.ndjson')).toMatch(problem);
  });

  test('missing, a folder, binary rubbish', async () => {
    expect(await usageErrorOf('replay', 'missing.ndjson')).toMatch(/missing\.ndjson: no such file or folder/);
    expect(await usageErrorOf('replay', '.')).toMatch(/is a directory/);
    await writeFile(
      join(ownFolder(), 't.ndjson'),
      Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 131) % 256)),
    );
    expect(await usageErrorOf('replay', 't.ndjson')).toMatch(/:1: not UTF-8 text/);
  });

  test('a sparse file of 1 GiB, at once', async () => {
    await writeFile(join(ownFolder(), 't.ndjson'), '');
    await truncate(join(ownFolder(), 't.ndjson'), 2 ** 30);
    const start = performance.now();
    expect(await usageErrorOf('replay', 't.ndjson')).toMatch(/1073741824 bytes are more than the 268435456/);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('replay', () => {
  const violates = async (given: Trace): Promise<ReplayResult> => ({
    verdict: 'violates',
    violation: fakeViolation,
    properties: [],
    trace: given,
  });
  const unknown = async (given: Trace): Promise<ReplayResult> => ({
    verdict: 'unknown',
    unknownBecause: 'bound',
    properties: [],
    trace: given,
  });

  beforeEach(async () => {
    await writeFile(
      join(ownFolder(), 't.ndjson'),
      formatTrace({ ...fakeTrace, header: { ...fakeTrace.header, profile: 'aws-2023' } }),
    );
  });

  test('judges by the profile of the file and exits by the worse of both verdicts', async () => {
    const profiles: string[] = [];
    const commands = fakeCommands({
      judge: async (given, profile) => {
        profiles.push(profile.name);
        return { verdict: 'conforms', properties: [], trace: given };
      },
    });
    expect((await bucketkey(['replay', 't.ndjson'], commands)).code).toBe(0);
    expect(profiles).toEqual(['aws-2023']);
    expect((await bucketkey(['replay', 't.ndjson'], fakeCommands({ judge: violates }))).code).toBe(1);
    expect((await bucketkey(['replay', 't.ndjson'], fakeCommands({ replay: violates }))).code).toBe(1);
    expect((await bucketkey(['replay', 't.ndjson'], fakeCommands({ replay: unknown }))).code).toBe(3);
    expect((await bucketkey(['replay', 't.ndjson'], fakeCommands({ judge: violates, replay: unknown }))).code).toBe(1);
  });

  test('says which of both violates', async () => {
    const { out } = await bucketkey(['replay', 't.ndjson'], fakeCommands({ judge: violates }));
    expect(out).toMatch(
      /\nas recorded \(embedded\): violates etag-class at step 1 of 1\ntaken afresh \(embedded\): conforms\n/,
    );
  });

  test('writes reports as judge does, with the line of the step and the command that shows it again', async () => {
    const argv = ['replay', 't.ndjson', '--reorder-ms', '5', '--reporter', 'json=r.json', '--reporter', 'github'];
    const { code, out } = await bucketkey(argv, fakeCommands({ replay: violates }));
    expect(code).toBe(1);
    const plain = await bucketkey(['replay', 't.ndjson', '--output', 'json'], fakeCommands({ replay: violates }));
    expect(await readFile(join(ownFolder(), 'r.json'), 'utf8')).toBe(plain.out);
    // Steps that were put in order stand in no line that is known.
    expect(out).toMatch(/\n::error file=t\.ndjson,title=violated%3A etag-class::taken afresh: etag-class: .*\n$/);
    expect(out).toMatch(/%0Areplay it: npx bucketkey replay t\.ndjson --reorder-ms 5\n$/);
    const github = await bucketkey(['replay', 't.ndjson', '--reporter', 'github'], fakeCommands({ replay: violates }));
    expect(github.out).toMatch(/\n::error file=t\.ndjson,line=2,/);
    expect(await usageErrorOf('replay', 't.ndjson', '--reporter', 'json=t.ndjson')).toMatch(
      /is a file of this command/,
    );
  });

  test('--quiet: a line for each answer that violates, and the verdict', async () => {
    const commands = fakeCommands({ judge: violates, replay: violates });
    expect((await bucketkey(['replay', 't.ndjson', '--quiet'], commands)).out).toBe(
      'as recorded: etag-class: It is not (step 1)\ntaken afresh: etag-class: It is not (step 1)\n' +
        'verdict: violates (embedded, profile aws-2023)\n',
    );
    expect((await bucketkey(['replay', 't.ndjson', '--quiet'], fakeCommands({ judge: unknown }))).out).toBe(
      'verdict: unknown, as recorded: bound (embedded, profile aws-2023)\n',
    );
  });

  test('as JSON: one value on standard output and nothing else', async () => {
    const { out } = await bucketkey(['replay', 't.ndjson', '--output', 'json'], fakeCommands({ replay: violates }));
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'violates',
      recorded: { verdict: 'conforms' },
      afresh: { verdict: 'violates', violation: fakeViolation },
    });
  });
});
