import { createHash } from 'node:crypto';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { JudgeRequest } from '../check/judge-steps.ts';
import { judgeSteps } from '../check/judge-steps.ts';
import { formatTrace } from '../trace/format-trace.ts';
import type { Trace } from '../trace/trace.ts';
import { run } from './run.ts';
import { bucketkey, fakeCommands, fakeTrace, ownFolder, usageErrorOf } from './testing/harness.ts';

/** A trace of restarts; the last one fails if `spoiled`. */
function restarts(count: number, spoiled: boolean): string {
  const steps: Trace['steps'] = Array.from({ length: count }, (_, atMs) => ({
    step: { atMs, by: null, event: { op: 'RestartHosts' } },
    observation: { status: spoiled && atMs === count - 1 ? 500 : 200 },
  }));
  return formatTrace({ header: fakeTrace.header, steps });
}

async function write(name: string, content: string | Uint8Array): Promise<void> {
  await writeFile(join(ownFolder(), name), content);
}

describe('judge', () => {
  test('a trace that conforms, one that does not, one packed, one that ends as on Windows', async () => {
    await write('good.ndjson', restarts(30, false));
    await write('bad.ndjson', restarts(30, true));
    await write('bad.ndjson.gz', gzipSync(restarts(30, true)));
    await write('windows.ndjson', restarts(30, false).replaceAll('\n', '\r\n'));
    const good = await bucketkey(['judge', 'good.ndjson']);
    expect([good.code, good.err]).toEqual([0, '']);
    expect(good.out).toMatch(/\n30 steps judged\.\nverdict: conforms \(embedded, profile ideal\)\n$/);
    const bad = await bucketkey(['judge', 'bad.ndjson']);
    expect([bad.code, bad.err]).toEqual([1, '']);
    expect(bad.out).toMatch(/\n {8}10 earlier steps left out\n/);
    expect(bad.out).toMatch(/\n {2}30\. {2}0\.029 s {4}RestartHosts {2}500 {2}<-- here\n/);
    expect(bad.out).toMatch(/\nverdict: violates explained at step 30 \(embedded, profile ideal\)\n$/);
    expect(await bucketkey(['judge', 'bad.ndjson.gz'])).toEqual(bad);
    expect(await bucketkey(['judge', 'windows.ndjson'])).toEqual(good);
  });

  test('as JSON: one value on standard output and nothing else', async () => {
    await write('bad.ndjson', restarts(30, true));
    const { code, out } = await bucketkey(['judge', 'bad.ndjson', '--output', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'violates',
      steps: 30,
      profile: 'ideal',
      violation: { stepIndex: 29 },
    });
  });

  test('puts in order what is late by no more than --reorder-ms', async () => {
    const [head, ...lines] = restarts(30, false).trimEnd().split('\n');
    await write('late.ndjson', `${[head, ...lines.slice(2), lines[1], lines[0]].join('\n')}\n`);
    const refused = await bucketkey(['judge', 'late.ndjson']);
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringMatching(/late\.ndjson:30: atMs: 1 is earlier than the step before, at 29; --reorder-ms 28 would /),
    ]);
    await write('good.ndjson', restarts(30, false));
    const inOrder = await bucketkey(['judge', 'good.ndjson']);
    expect(await bucketkey(['judge', 'late.ndjson', '--reorder-ms', '29'])).toEqual(inOrder);
    const tooLate = await bucketkey(['judge', 'late.ndjson', '--reorder-ms', '28']);
    expect([tooLate.code, tooLate.err]).toEqual([
      2,
      expect.stringContaining('late.ndjson:31: atMs: 0 is 29 ms earlier'),
    ]);
    const replayed = await bucketkey(['replay', 'late.ndjson', '--reorder-ms', '29']);
    expect([replayed.code, replayed.err]).toEqual([(await bucketkey(['replay', 'good.ndjson'])).code, '']);
    expect(await usageErrorOf('judge', 'late.ndjson', '--reorder-ms', '3600001')).toMatch(
      /a whole number from 0 to 3600000/,
    );
  });

  test('by the profile of the trace unless another is given, and by the properties that are asked for', async () => {
    await write('t.ndjson', restarts(3, false));
    const requests: JudgeRequest[] = [];
    const commands = fakeCommands({
      judgeSteps: (given, request) => {
        requests.push(request);
        return judgeSteps(given, request);
      },
    });
    await bucketkey(['judge', 't.ndjson'], commands);
    await bucketkey(
      ['judge', 't.ndjson', '--profile', 'aws', '--property', 'etag-class', '--property', 'unique-data-keys'],
      commands,
    );
    expect(requests.map(({ profile, properties }) => [profile.name, properties])).toEqual([
      ['ideal', undefined],
      ['aws', ['etag-class', 'unique-data-keys']],
    ]);
  });

  test('tells of a long recording what concerns its one anomaly, with --points how open points decided', async () => {
    const setup = {
      requesters: [{ name: 'ann', account: '111111111111', principal: 'ann', session: 's' }],
      kmsKeys: [],
      aliases: [],
      buckets: ['b', 'logs'].map((name) => ({ name, account: '111111111111', plainObjects: [] })),
    };
    const body = { text: 'x', md5: '9dd4e461268c8034f5c8564e155c67a6' };
    const steps: Trace['steps'] = Array.from({ length: 3_000 }, (_, atMs) => {
      const rule = { op: 'PutBucketEncryption', bucket: 'b', rules: [{ SSEAlgorithm: 'AES256' }] } as const;
      const put = { op: 'PutObject', bucket: atMs === 314 ? 'b' : 'logs', key: 'k', body, headers: {} } as const;
      const get = { op: 'GetObject', bucket: 'b', key: 'k' } as const;
      const event = atMs === 0 ? rule : atMs === 2_999 ? get : put;
      const sse = atMs === 0 ? null : 'AES256';
      return { step: { atMs, by: 'ann', event }, observation: { status: atMs === 2_999 ? 404 : 200, sse } };
    });
    await write('long.ndjson', formatTrace({ header: { ...fakeTrace.header, setup }, steps }));
    const { code, out } = await bucketkey(['judge', 'long.ndjson', '--points']);
    expect(code).toBe(1);
    const told = out.split('\n').filter((line) => /^ *(\d[\d,]*\. {2}|… )/.test(line));
    expect(told.map((line) => line.trim().replace(/\. .*/, ''))).toEqual([
      '1',
      '… 313 steps …',
      '315',
      '… 2,684 steps …',
      '3,000',
    ]);
    expect(out).toContain('\nOpen points that decided, of steps asked: none\n');
    const json = JSON.parse((await bucketkey(['judge', 'long.ndjson', '--output', 'json'])).out);
    expect(json.lastSteps.map(({ stepIndex }: { stepIndex: number }) => stepIndex)).toEqual([0, 314, 2_999]);
    expect(json).not.toHaveProperty('points');
  });

  test('unknown: exit code 3, and the bound is named', async () => {
    await write('t.ndjson', restarts(3, false));
    const commands = fakeCommands({
      judgeSteps: async (given, request) => ({
        ...(await judgeSteps(given, request)),
        verdict: 'unknown',
        unknownBecause: 'step 2: more than 256 candidate worlds',
      }),
    });
    const { code, out } = await bucketkey(['judge', 't.ndjson'], commands);
    expect(code).toBe(3);
    expect(out).toMatch(/verdict: unknown, step 2: more than 256 candidate worlds/);
  });
});

describe('judge reads standard input', () => {
  async function piped(bytes: Readable, interruption = new AbortController(), isTTY = false, file = '-') {
    const written = { out: '', err: '' };
    const code = await run(
      ['judge', file],
      {
        stdout: (text) => {
          written.out += text;
        },
        stderr: (text) => {
          written.err += text;
        },
        stdin: () => bytes,
        isTTY,
        signal: interruption.signal,
        cwd: ownFolder(),
      },
      fakeCommands(),
    );
    return { code, ...written };
  }

  test('to its end', async () => {
    expect(await piped(Readable.from([Buffer.from(restarts(30, false))]))).toMatchObject({ code: 0, err: '' });
    expect(await piped(Readable.from([Buffer.from(restarts(30, true))]))).toMatchObject({ code: 1, err: '' });
    expect(await piped(Readable.from([]))).toEqual({
      code: 2,
      out: '',
      err: 'bucketkey: standard input: empty: a trace starts with a header line\n',
    });
  });

  test('Ctrl-C while it waits for more: exit code 130, and what was found so far, which is no verdict', async () => {
    const interruption = new AbortController();
    const silent = new Readable({ read: () => {} });
    silent.push(restarts(30, false));
    setTimeout(() => interruption.abort(), 200);
    const { code, out, err } = await piped(silent, interruption);
    expect(code).toBe(130);
    expect(out).toMatch(
      /\n30 steps judged\.\nverdict: unknown, interrupted after 30 steps \(embedded, profile ideal\)\n$/,
    );
    expect(err).toBe('bucketkey: interrupted; this is what was found so far\n');
  });

  test('Ctrl-C before the header has come', async () => {
    const interruption = new AbortController();
    setTimeout(() => interruption.abort(), 50);
    expect(await piped(new Readable({ read: () => {} }), interruption)).toEqual({
      code: 130,
      out: '',
      err: 'bucketkey: interrupted\n',
    });
  });

  test('with lines and lines a second on a terminal', async () => {
    const { err } = await piped(Readable.from([Buffer.from(restarts(2_500, false))]), new AbortController(), true);
    const [, first, ...rest] = err.split('\r\u001b[K');
    expect(first).toMatch(/^1,001 lines, [\d,]+ a second$/);
    expect(rest.at(-1)).toBe('');
  });

  test('of a file with the time that is left as well, until all of it is read', async () => {
    await write('long.ndjson', restarts(20_000, false));
    const { err } = await piped(Readable.from([]), new AbortController(), true, 'long.ndjson');
    expect(err.split('\r\u001b[K')[1]).toMatch(/^1,001 lines, [\d,]+ a second; about \d+ s to go$/);
    await write('short.ndjson', restarts(2_500, false));
    const short = await piped(Readable.from([]), new AbortController(), true, 'short.ndjson');
    expect(short.err.split('\r\u001b[K')[1]).toMatch(/^1,001 lines, [\d,]+ a second$/);
  });
});

describe('judge refuses in one line, with exit code 2', () => {
  test('a bad line, by its number, packed or not', async () => {
    await write('t.ndjson', `${restarts(30, false)}{"atMs":1}\n`);
    expect(await usageErrorOf('judge', 't.ndjson')).toMatch(/t\.ndjson:32: /);
    await write('t.ndjson.gz', gzipSync(`${restarts(30, false)}{"atMs":1}\n`));
    expect(await usageErrorOf('judge', 't.ndjson.gz')).toMatch(/t\.ndjson\.gz:32: /);
    await write('t.ndjson.gz', gzipSync(restarts(3_000, false)).subarray(0, 200));
    expect(await usageErrorOf('judge', 't.ndjson.gz')).toMatch(
      /t\.ndjson\.gz:\d+: the gzip data ends early: truncated\?/,
    );
  });

  test('nothing, a folder, a missing file, a profile there is not', async () => {
    await write('empty.ndjson', '');
    expect(await usageErrorOf('judge', 'empty.ndjson')).toMatch(/empty: a trace starts with a header line/);
    expect(await usageErrorOf('judge', '.')).toMatch(/is a directory/);
    expect(await usageErrorOf('judge', 'missing.ndjson')).toMatch(/no such file or folder/);
    expect(await usageErrorOf('judge')).toMatch(/missing required argument 'file'/);
    await write('t.ndjson', restarts(3, false).replace('"ideal"', '"iedal"'));
    expect(await usageErrorOf('judge', 't.ndjson')).toMatch(
      /t\.ndjson:1: profile: there is no profile "iedal" \(did you mean ideal\?\)/,
    );
    expect(await usageErrorOf('judge', 't.ndjson', '--profile', 'x')).toMatch(/there is no profile "x"/);
  });

  test('properties that do not exist, and those that one trace cannot show', async () => {
    expect(await usageErrorOf('judge', 't.ndjson', '--property', 'etag-clas')).toMatch(
      /no property "etag-clas" \(did you mean etag-class\?\)/,
    );
    expect(await usageErrorOf('judge', 't.ndjson', '--property', 'symmetry')).toMatch(
      /symmetry compares two runs, and a recorded trace is one/,
    );
  });

  test('a sparse file of 1 GiB and a packed line without end, at once', async () => {
    const start = performance.now();
    await write('sparse.ndjson', '');
    await truncate(join(ownFolder(), 'sparse.ndjson'), 2 ** 30);
    expect(await usageErrorOf('judge', 'sparse.ndjson')).toMatch(/sparse\.ndjson:1: line longer than 1048576 bytes/);
    await write('bomb.gz', gzipSync(Buffer.alloc(64 * 1024 * 1024, 'x')));
    expect(await usageErrorOf('judge', 'bomb.gz')).toMatch(/bomb\.gz:1: line longer than 1048576 bytes/);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('what is remembered is bounded: exit code 3, and the bound has a name; garbage does not count', async () => {
    const text = 'x'.repeat(15_000);
    const body = { text, md5: createHash('md5').update(text).digest('hex') };
    const long = (key: (atMs: number) => string) => {
      const setup = {
        requesters: [{ name: 'ann', account: '111111111111', principal: 'ann', session: 's' }],
        kmsKeys: [],
        aliases: [],
        buckets: [{ name: 'b', account: '111111111111', plainObjects: [] }],
      };
      const steps: Trace['steps'] = Array.from({ length: 1_000 }, (_, atMs) => ({
        step: { atMs, by: 'ann', event: { op: 'PutObject', bucket: 'b', key: key(atMs), body, headers: {} } },
        observation: { status: 200 },
      }));
      return formatTrace({ header: { ...fakeTrace.header, setup }, steps });
    };
    await write(
      'same.ndjson.gz',
      gzipSync(
        long(() => 'k'),
        { level: 1 },
      ),
    );
    await write(
      'other.ndjson.gz',
      gzipSync(
        long((atMs) => `${text}${atMs}`),
        { level: 1 },
      ),
    );
    expect(await bucketkey(['judge', 'same.ndjson.gz', '--max-memory', '10MB'])).toMatchObject({ code: 0, err: '' });
    const { code, out } = await bucketkey(['judge', 'other.ndjson.gz', '--max-memory', '10MB']);
    expect(code).toBe(3);
    expect(out).toMatch(/\nverdict: unknown, step \d+: more than 10000000 bytes of memory \(--max-memory\) /);
    expect(out).toMatch(/\nexplained +unknown /);
    expect(await usageErrorOf('judge', 'same.ndjson.gz', '--max-memory', '1MB')).toMatch(
      /--max-memory takes a size of 2MB/,
    );
  });
});

describe('judge by a profile that assumes', () => {
  const header =
    '{"bucketkeyTrace":1,"profile":{"extends":"aws","ruleDelayMs":0},"sut":"s","seed":0,"setup":{"requesters":[{"name":"ann","account":"111111111111","principal":"ann","session":"s1"}],"kmsKeys":[],"aliases":[],"buckets":[{"name":"b","account":"111111111111","plainObjects":[]}]}}';
  const lines = [
    header,
    '{"atMs":0,"by":"ann","event":{"op":"PutBucketEncryption","bucket":"b","rules":[{"SSEAlgorithm":"aws:kms"}]},"observation":{"status":200}}',
    '{"atMs":1200000,"by":"ann","event":{"op":"PutObject","bucket":"b","key":"x","body":{"text":"x","md5":"9dd4e461268c8034f5c8564e155c67a6"},"headers":{}},"observation":{"status":200,"sse":"AES256"}}',
  ];

  test('goes beyond the assumption: exit code 3, the story and what has to be so', async () => {
    await writeFile(join(ownFolder(), 't.ndjson'), `${lines.join('\n')}\n`);
    const { code, out } = await bucketkey(['judge', 't.ndjson']);
    expect(code).toBe(3);
    expect(out).toMatch(/judged by the profile "?aws \(ruleDelayMs 0\)/);
    expect(out).toMatch(/200 {2}<-- here/);
    expect(out).toMatch(/Not settled: explained, at step 2/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'verdict: unknown, conforms only if an old bucket rule may be seen for 20 min; assumed: at most 0 s (',
    );
    const json = JSON.parse((await bucketkey(['judge', 't.ndjson', '--output', 'json'])).out);
    expect(json).toMatchObject({
      verdict: 'unknown',
      violation: null,
      doubt: { property: 'explained', stepIndex: 1, onlyIf: expect.stringMatching(/^conforms only if an old/) },
    });
  });

  test('which is required with --strict, and goes as far as --set says', async () => {
    await writeFile(join(ownFolder(), 't.ndjson'), `${lines.join('\n')}\n`);
    expect((await bucketkey(['judge', 't.ndjson', '--strict'])).code).toBe(1);
    expect((await bucketkey(['judge', 't.ndjson', '--set', 'ruleDelayMs=20min'])).code).toBe(3);
    expect((await bucketkey(['judge', 't.ndjson', '--set', 'ruleDelayMs=21min'])).code).toBe(0);
  });
});
