import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatTrace } from '../trace/format-trace.ts';
import type { Trace } from '../trace/trace.ts';
import { bucketkey, cwd, fakeCommands, fakeTrace, usageErrorOf } from './testing/harness.ts';

const root = resolve(import.meta.dirname, '../..');

/** A name that would end a string, a comment or a template of the test it is written into. */
const HOSTILE = "'\\u{2028}\u2028`\u0024{process.exit(9)}*/\n// <script>";

/** A server that lets bob read what ann alone has asked KMS for, and some steps that have nothing to do with it. */
function recorded(sut: string, profile = 'ideal'): Trace {
  const requesters = ['ann', 'bob'].map((name) => ({ name, account: '111111111111', principal: name, session: 's1' }));
  const buckets = ['b', 'other'].map((name) => ({ name, account: '111111111111', plainObjects: [] }));
  const setup = { requesters, kmsKeys: [{ id: 'k1', account: '111111111111' }], aliases: [], buckets };
  const rule = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k1', BucketKeyEnabled: true } as const;
  const keyArn = 'arn:aws:kms:eu-west-1:111111111111:key/k1';
  const on = { status: 200, sse: 'aws:kms', kmsKeyArn: keyArn, bucketKeyEnabled: true } as const;
  const call = {
    operation: 'GenerateDataKey',
    by: 'ann',
    keyArn,
    context: { 'aws:s3:arn': 'arn:aws:s3:::b' },
    result: 'ok',
  } as const;
  const body = { text: 'a', md5: '0cc175b9c0f1b6a831c399e269772661' };
  return {
    header: { bucketkeyTrace: 1, profile, sut, seed: 7, setup },
    steps: [
      ...[1, 2, 3].map((n) => ({
        step: { atMs: n, by: 'ann', event: { op: 'HeadObject', bucket: 'other', key: `n${n}` } } as const,
        observation: { status: 404 },
      })),
      {
        step: { atMs: 10, by: 'ann', event: { op: 'PutBucketEncryption', bucket: 'b', rules: [rule] } },
        observation: { status: 200 },
      },
      {
        step: { atMs: 1_000, by: 'ann', event: { op: 'PutObject', bucket: 'b', key: HOSTILE, body, headers: {} } },
        observation: { ...on, kmsCalls: [call] },
      },
      {
        step: { atMs: 2_000, by: 'bob', event: { op: 'GetObject', bucket: 'b', key: HOSTILE } },
        observation: { ...on, kmsCalls: [] },
      },
      { step: { atMs: 3_000, by: null, event: { op: 'RestartHosts' } }, observation: { status: 200 } },
    ],
  };
}

async function save(name: string, trace: Trace): Promise<void> {
  await writeFile(join(cwd, name), formatTrace(trace));
}

describe('shrink', () => {
  test('writes the shortest trace, tells its story, and how to see it again', async () => {
    await save('t.ndjson', recorded('a server'));
    const { code, out, err } = await bucketkey(['shrink', 't.ndjson']);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(
      /^shortest trace found: 3 steps, before shrinking 7 \(\d+ attempts\)\nsteps of the recording: 4, 5, 6\n/,
    );
    expect(out).toContain('\nViolated: every-requester-pays, at step 3\n');
    const file = 'bucketkey-failures/every-requester-pays-7.ndjson';
    expect(out).toContain(`\nreplay it: npx bucketkey judge ${file}\n`);
    const again = await bucketkey(['judge', file]);
    expect([again.code, again.out]).toEqual([1, expect.stringContaining('violates every-requester-pays at step 3')]);
    // Shrinking it once more comes to the same.
    await bucketkey(['shrink', file, '--trace-out', 'twice.ndjson']);
    expect(await readFile(join(cwd, 'twice.ndjson'), 'utf8')).toBe(await readFile(join(cwd, file), 'utf8'));
  });

  test('the trace says by which profile it was judged, and the command by which properties', async () => {
    await save('t.ndjson', recorded('a server', 'aws-2023'));
    const argv = ['--profile', 'ideal', '--property', 'every-requester-pays', '--trace-out', 's.ndjson.gz'];
    const ids = async () => ['every-requester-pays'];
    const commands = fakeCommands({ propertyIds: ids, judgedPropertyIds: ids });
    const { code, out } = await bucketkey(['shrink', 't.ndjson', ...argv], commands);
    expect(code).toBe(1);
    expect(out).toContain('replay it: npx bucketkey judge s.ndjson.gz --property every-requester-pays\n');
    expect((await bucketkey(['judge', 's.ndjson.gz'])).out).toMatch(/profile ideal\)\n$/);
  });

  test('a trace of the embedded reference is replayed', async () => {
    await save('t.ndjson', recorded('embedded reference'));
    expect((await bucketkey(['shrink', 't.ndjson'])).out).toContain('replay it: npx bucketkey replay bucketkey-f');
  });

  test('as JSON', async () => {
    await save('t.ndjson', recorded('a server'));
    const { out } = await bucketkey(['shrink', 't.ndjson', '--output', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'violates',
      unknownBecause: null,
      violation: { property: 'every-requester-pays', stepIndex: 2 },
      foundAtLength: 7,
      stepIndices: [3, 4, 5],
      endedBy: null,
      file: 'bucketkey-failures/every-requester-pays-7.ndjson',
      test: null,
    });
  });

  test('nothing to shrink: exit code 0, and no file', async () => {
    const trace = recorded('a server');
    await save('t.ndjson', { ...trace, steps: trace.steps.slice(0, 5) });
    const { code, out } = await bucketkey(['shrink', 't.ndjson', '--to-test', 't.test.ts']);
    expect([code, out]).toEqual([0, 'verdict: conforms; there is nothing to shrink\n']);
    expect(await readdir(cwd)).toEqual(['t.ndjson']);
  });

  test('interrupted: what was found so far is written, exit code 130', async () => {
    await save('t.ndjson', recorded('a server'));
    const interruption = new AbortController();
    const { shrink } = fakeCommands();
    const commands = fakeCommands({
      shrink: (trace, request) =>
        shrink(trace, { ...request, onProgress: ({ attempts }) => attempts > 1 && interruption.abort() }),
    });
    const { code, out, err } = await bucketkey(['shrink', 't.ndjson'], commands, interruption);
    expect([code, err]).toEqual([130, 'bucketkey: interrupted; this is the shortest trace so far\n']);
    expect(out).toContain('\ninterrupted: it may not be the shortest there is\n');
    expect(await readdir(join(cwd, 'bucketkey-failures'))).toEqual(['every-requester-pays-7.ndjson']);
  });

  test('a file that cannot be written is exit code 2, and the story is told', async () => {
    await save('t.ndjson', recorded('a server'));
    const { shrink } = fakeCommands();
    const commands = fakeCommands({
      shrink: async (trace, request) => {
        await mkdir(join(cwd, 's.ndjson'));
        return shrink(trace, request);
      },
    });
    const { code, out, err } = await bucketkey(['shrink', 't.ndjson', '--trace-out', 's.ndjson'], commands);
    expect(code).toBe(2);
    expect(err).toMatch(/^bucketkey: no trace file: .*s\.ndjson/);
    expect(out).toContain('\nViolated: every-requester-pays');
  });

  test('wrong arguments are refused before anything is done', async () => {
    await save('t.ndjson', fakeTrace);
    expect(await usageErrorOf('shrink', 'none.ndjson')).toMatch(/no such file or folder/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--max-seconds', '0')).toMatch(/--max-seconds takes a number of/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--property', 'symmetry')).toMatch(/compares two runs/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--trace-out', 't.ndjson')).toMatch(/exists already, and is never/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--trace-out', 'x.itf.json')).toMatch(/as NDJSON, not as ITF/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--to-test', 't.ndjson')).toMatch(/exists already, and is never/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--to-test', 'a/b.test.ts')).toMatch(/no such file or folder/);
    expect(await usageErrorOf('shrink', 't.ndjson', '--failures', 't.ndjson')).toMatch(/is not a folder/);
    const both = ['--property', 'etag-class', '--to-test', 'x.test.ts'];
    expect(await usageErrorOf('shrink', 't.ndjson', ...both)).toMatch(/cannot be used with option '--property <id>'/);
  });
});

describe('--to-test', () => {
  /** Runs a test file with vitest, in a project of its own that has the package. */
  async function vitest(text: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'bucketkey-to-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await writeFile(join(folder, 'shrunk.test.ts'), text);
    const alias = { bucketkey: join(root, 'src/api/index.ts') };
    await writeFile(join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify({ resolve: { alias } })};\n`);
    const argv = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter', 'json', '--no-color'];
    const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: folder, maxBuffer: 2 ** 26 }).catch(
      (failed: { readonly stdout: string }) => failed,
    );
    return stdout;
  }

  async function written(profile: string): Promise<string> {
    await save('t.ndjson', recorded(HOSTILE, profile));
    const { code, out } = await bucketkey(['shrink', 't.ndjson', '--to-test', 'shrunk.test.ts']);
    expect([code, out]).toEqual([1, expect.stringContaining('\ntest: shrunk.test.ts\n')]);
    return readFile(join(cwd, 'shrunk.test.ts'), 'utf8');
  }

  test.each(['ideal', 'aws'])('the test runs and passes, by the profile %s', async (profile) => {
    const text = await written(profile);
    expect(text).toContain('// every-requester-pays: bob read b/');
    expect(JSON.parse(await vitest(text))).toMatchObject({ success: true, numPassedTests: 2, numTotalTests: 2 });
  });

  test('a system that does as was recorded fails it, and the story is told', async () => {
    const asRecorded =
      '{ ...embeddedSut(), start: async () => { let n = 0; ' +
      'return { apply: async () => recorded.steps[n++]!.observation, stop: async () => {} }; } }';
    const text = (await written('ideal')).replace('embeddedSut();', `${asRecorded};`);
    const { numPassedTests, testResults } = JSON.parse(await vitest(text));
    expect(numPassedTests).toBe(1);
    const [, failed] = testResults[0].assertionResults;
    expect(failed.failureMessages[0]).toContain('Violated: every-requester-pays, at step 3');
  });
});
