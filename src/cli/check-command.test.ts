import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CheckRequest } from '../check/check-request.ts';
import { propertyIds } from '../check/choose.ts';
import { formatTrace } from '../trace/format-trace.ts';
import { parseTrace } from '../trace/trace-reader.ts';
import type { Workers } from '../workers/check-embedded.ts';
import { bucketkey, fakeCommands, fakeReport, fakeTrace, ownFolder, violating } from './testing/harness.ts';

describe('check', () => {
  test('hands the options on', async () => {
    const requests: CheckRequest[] = [];
    const asked: Workers[] = [];
    const commands = fakeCommands({
      check: async (request, workers) => {
        requests.push(request);
        asked.push(workers);
        return fakeReport(request, {});
      },
    });
    await bucketkey(['check', '--seed', '4294967295'], commands);
    await bucketkey(
      [
        'check',
        '--seed',
        '0',
        '--runs',
        '7',
        '--seconds',
        '0.5',
        '--profile',
        'aws',
        '--property',
        'etag-class',
        '--property',
        'unique-data-keys',
        '--workers',
        '3',
      ],
      commands,
    );
    await bucketkey(['check', '--seconds', '2', '--size', '10'], commands);
    expect(
      requests.map(({ profile, runs, seconds, seed, properties, maxSteps }) => [
        profile.name,
        runs,
        seconds,
        seed,
        properties?.length,
        maxSteps,
      ]),
    ).toEqual([
      ['ideal', 300, undefined, 4_294_967_295, propertyIds().length, 300],
      ['aws', 7, 0.5, 0, 2, 300],
      ['ideal', undefined, 2, expect.any(Number), propertyIds().length, 10],
    ]);
    expect(requests[1]?.properties?.toSorted()).toEqual(['etag-class', 'unique-data-keys']);
    expect(asked).toEqual(['auto', 3, 'auto']);
  });

  test('asks for two requests at a time, judged by the model alone, and writes no trace of them', async () => {
    const requests: CheckRequest[] = [];
    const commands = fakeCommands({
      check: async (request) => {
        requests.push(request);
        return violating().check(request, 1);
      },
    });
    const { code } = await bucketkey(['check', '--overlap', '--profile', 'strict', '--seed', '1'], commands);
    expect(code).toBe(1);
    expect(requests[0]).toMatchObject({ overlap: true, properties: ['explained'], profile: { name: 'strict' } });
    expect(await readdir(ownFolder())).toEqual([]);
    for (const more of [
      ['--profile', 'aws'],
      ['--property', 'etag-class'],
      ['--report', 'r.json'],
    ])
      expect((await bucketkey(['check', '--overlap', ...more], commands)).code).toBe(2);
  });

  test('conforming: exit code 0, seed in the first line and in the last, no files', async () => {
    const { code, out, err } = await bucketkey(['check', '--seed', '42']);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(/^checking with profile ideal, seed 42\n/);
    expect(out).toMatch(/\nverdict: conforms \(embedded, profile ideal, seed 42\)\n$/);
    expect(await readdir(ownFolder())).toEqual([]);
  });

  test('without --seed a random one is taken and printed', async () => {
    const seeds = new Set<string | undefined>();
    for (let time = 0; time < 5; time += 1) seeds.add(/seed (\d+)\n/.exec((await bucketkey(['check'])).out)?.[1]);
    expect(seeds.size).toBeGreaterThan(1);
    expect(seeds).not.toContain(undefined);
  });

  test('violating: exit code 1, the story, and last the command that replays what was written', async () => {
    const { code, out, err } = await bucketkey(['check', '--seed', '42'], violating());
    expect(code).toBe(1);
    expect(err).toBe('');
    expect(out).toMatch(/RestartHosts {2}500 {2}<-- here/);
    expect(out.endsWith('\nreplay it: npx bucketkey replay bucketkey-failures/etag-class-42.ndjson\n')).toBe(true);
    const written = await readFile(join(ownFolder(), 'bucketkey-failures', 'etag-class-42.ndjson'), 'utf8');
    expect(parseTrace(written, 'written')).toEqual(fakeTrace);
    expect((await bucketkey(['replay', 'bucketkey-failures/etag-class-42.ndjson'])).code).toBe(0);
  });

  test('an existing failure file is left alone, the next free name is taken', async () => {
    const folder = join(ownFolder(), 'f');
    await mkdir(folder);
    await writeFile(join(folder, 'etag-class-42.ndjson'), 'mine');
    const { out } = await bucketkey(['check', '--seed', '42', '--failures', 'f'], violating(2));
    expect((await readdir(folder)).sort()).toEqual([
      'etag-class-42-2.ndjson',
      'etag-class-42-3.ndjson',
      'etag-class-42.ndjson',
    ]);
    expect(await readFile(join(folder, 'etag-class-42.ndjson'), 'utf8')).toBe('mine');
    expect(out).toMatch(/replay f\/etag-class-42-2\.ndjson\n/);
    expect(out).toMatch(/replay f\/etag-class-42-3\.ndjson\n$/);
  });

  test('the replay command quotes what a shell would take apart', async () => {
    const { out } = await bucketkey(['check', '--seed', '1', '--failures', "it's $HOME"], violating());
    expect(out.endsWith("replay it: npx bucketkey replay 'it'\\''s $HOME/etag-class-1.ndjson'\n")).toBe(true);
    const dashed = await bucketkey(['check', '--seed', '1', '--failures=-f'], violating());
    expect(dashed.out.endsWith('replay it: npx bucketkey replay ./-f/etag-class-1.ndjson\n')).toBe(true);
  });

  test('a failure file that cannot be written costs neither the report nor the exit code', async () => {
    const commands = violating();
    const spoiled = fakeCommands({
      check: async (request) => {
        await writeFile(join(ownFolder(), 'bucketkey-failures'), 'a file came up in the meantime');
        return commands.check(request, 1);
      },
    });
    const { code, out, err } = await bucketkey(['check', '--seed', '42'], spoiled);
    expect(code).toBe(1);
    expect(out).toMatch(/no replay file; the same check finds it again with --seed 42\n$/);
    expect(err).toMatch(/^bucketkey: no replay file for etag-class: [^\n]+\n$/);
  });

  test('unknown: exit code 3', async () => {
    const commands = fakeCommands({
      check: async (request) => fakeReport(request, { verdict: 'unknown', unknownBecause: 'frontier bound' }),
    });
    const { code, out } = await bucketkey(['check'], commands);
    expect(code).toBe(3);
    expect(out).toMatch(/verdict: unknown, frontier bound was reached/);
  });

  test('as JSON: one value on standard output and nothing else', async () => {
    const { code, out } = await bucketkey(['check', '--seed', '42', '--output', 'json'], violating());
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'violates',
      seed: 42,
      violations: [
        {
          property: 'etag-class',
          file: 'bucketkey-failures/etag-class-42.ndjson',
          replay: 'npx bucketkey replay bucketkey-failures/etag-class-42.ndjson',
          trace: fakeTrace,
        },
      ],
    });
  });

  test('Ctrl-C: exit code 130, and what was found so far', async () => {
    const interruption = new AbortController();
    const commands = fakeCommands({
      check: async (request) => {
        const stopped = new Promise((resolve) => request.signal?.addEventListener('abort', resolve));
        interruption.abort();
        await stopped;
        return fakeReport(request, { runs: 2 });
      },
    });
    const { code, out, err } = await bucketkey(['check', '--seed', '42'], commands, interruption);
    expect(code).toBe(130);
    expect(out).toMatch(/2 of 3 runs, 30 steps, 12 KMS calls\./);
    expect(err).toBe('bucketkey: interrupted; this is what was found so far\n');
  });

  test('Ctrl-C that ends in a rejection is 130 too, and so it is in a replay and a scenario', async () => {
    const stopped = async (): Promise<never> => {
      throw new DOMException('stopped', 'AbortError');
    };
    const commands = fakeCommands({
      check: stopped,
      judge: stopped,
      scenarios: async () => [{ name: 's', title: 'S.', description: 'S.', run: stopped }],
    });
    await writeFile(join(ownFolder(), 't.ndjson'), formatTrace(fakeTrace));
    for (const argv of [
      ['check', '--output', 'json'],
      ['replay', 't.ndjson'],
      ['scenario', 's'],
    ]) {
      const interruption = new AbortController();
      interruption.abort();
      expect(await bucketkey(argv, commands, interruption)).toEqual({
        code: 130,
        out: '',
        err: 'bucketkey: interrupted\n',
      });
    }
  });

  test('a check that breaks down says so in one line, and does not pass for a verdict', async () => {
    const commands = fakeCommands({
      check: async () => {
        throw new TypeError('x is\nnot a function');
      },
    });
    const { code, err } = await bucketkey(['check', '--output', 'json'], commands);
    expect(code).toBe(2);
    expect(err).toBe('bucketkey: internal error: x is\\u{a}not a function\n');
  });
});
