import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, open, readdir, readFile, readlink, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { s3Record, user } from '../src/cloudtrail/testing/records.ts';

// The command as a process among others: signals, pipes, full disks, and who comes after it.

const root = resolve(import.meta.dirname, '..');
const main = join(root, 'dist-command/src/cli/main.js');
/** A trace that conforms, as a text. */
const TRACE = [
  {
    bucketkeyTrace: 1,
    profile: 'ideal',
    sut: 's',
    seed: 0,
    setup: { requesters: [], kmsKeys: [], aliases: [], buckets: [] },
  },
  { atMs: 0, by: null, event: { op: 'RestartHosts' }, observation: { status: 200 } },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');
const LONG = ['check', '--runs', '1000000', '--seed', '1', '--size', '50', '--workers', '1', '--report', 'r.json'];

let folder = '';
beforeAll(() => {
  const compiler = join(root, 'node_modules/.bin/tsc');
  const bare = ['--noCheck', '--declaration', 'false', '--declarationMap', 'false'];
  const how = ['-p', 'tsconfig.build.json', ...bare, '--outDir', 'dist-command'];
  execFileSync(compiler, how, { cwd: root });
}, 120_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-command-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

function started(command: string, argv: readonly string[]): Started {
  const child = spawn(command, argv, { cwd: folder });
  onTestFinished(() => void child.kill('SIGKILL'));
  const told = { out: '', err: '' };
  child.stdout?.on('data', (text) => {
    told.out += text;
  });
  child.stderr?.on('data', (text) => {
    told.err += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, ...told }));
  return { child, ended };
}

const bucketkey = (...argv: string[]) => started(process.execPath, [main, ...argv]);
/** What a shell makes of a line in which `bucketkey` is the command; its exit code is that of the line. */
const shell = (line: string) =>
  started('bash', ['-c', `bucketkey() { '${process.execPath}' '${main}' "$@"; }; ${line}`]).ended;

const runsInReport = async (): Promise<number> =>
  JSON.parse(await readFile(join(folder, 'r.json'), 'utf8').catch(() => '{}')).tally?.runs ?? 0;
/** Whether a process has a file of the folder open. */
async function hasOpen({ pid }: ChildProcess, name: string): Promise<boolean> {
  const fds = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const files = await Promise.all(fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return files.includes(join(folder, name));
}
const isOpen = (child: ChildProcess, name: string) =>
  expect.poll(() => hasOpen(child, name), { timeout: 30_000 }).toBe(true);
const underWay = () => expect.poll(runsInReport, { timeout: 30_000 }).toBeGreaterThan(0);

test('--version loads no library: it works where there is none, and takes no time', async () => {
  await cp(join(root, 'dist-command/src'), join(folder, 'dist/src'), { recursive: true });
  const exports = { './package.json': './package.json' };
  const manifest = { name: 'bucketkey', version: '1.2.3', type: 'module', exports };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const ended = started(process.execPath, ['dist/src/cli/main.js', '--version']).ended;
  expect(await ended).toEqual({ code: 0, out: '1.2.3\n', err: '' });
});

describe('a signal ends a command with what was found, and gives free what it held', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s: exit code %i', async (signal, expected) => {
    const { child, ended } = bucketkey(...LONG, '--output', 'json');
    await underWay();
    child.kill(signal);
    const { code, out, err } = await ended;
    expect([code, err]).toEqual([expected, 'bucketkey: interrupted; this is what was found so far\n']);
    expect(JSON.parse(out)).toMatchObject({ seed: 1, runs: await runsInReport() });
    expect(await readdir(folder)).toEqual(['r.json']);
  });

  test('a judge that waits for a pipe nobody writes to', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe'), join(folder, 'pipe.gz')]);
    for (const name of ['pipe', 'pipe.gz']) {
      const { child, ended } = bucketkey('judge', name);
      await isOpen(child, name);
      child.kill('SIGINT');
      expect(await ended).toEqual({ code: 130, out: '', err: 'bucketkey: interrupted\n' });
    }
  });

  test.each([
    ['serve', 'SIGINT', 130],
    ['kms', 'SIGTERM', 143],
  ] as const)('%s: %s, exit code %i, with a client that stays connected', async (command, signal, expected) => {
    const { child, ended } = bucketkey(command, '--output', 'json');
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const { address } = JSON.parse(line.toString()) as { readonly address: string };
    expect((await fetch(`${address}/_bucketkey/health`)).status).toBe(200);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: expected, err: '' });
  });

  test('a judge whose pipe has a writer that stops in the middle', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const { child, ended } = bucketkey('judge', 'pipe');
    const writer = await open(join(folder, 'pipe'), 'w');
    await writer.write(TRACE);
    await setTimeout(500);
    child.kill('SIGTERM');
    const { code, out } = await ended;
    expect(code).toBe(143);
    expect(out).toMatch(/\n1 step judged\.\nverdict: unknown, interrupted after 1 steps/);
    await writer.close();
  });
});

describe('the guide of serve', () => {
  const blocks = async () => {
    const guide = await readFile(join(root, 'docs/guides/serve.md'), 'utf8');
    return [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, kind, code = '']) => ({ kind, code }));
  };

  test('its commands do what it says', async () => {
    const commands = (await blocks()).filter(({ kind }) => kind === 'sh').map(({ code }) => code);
    expect(commands.length).toBeGreaterThan(3);
    const script = commands.join('').replaceAll('npx bucketkey', `'${process.execPath}' '${main}'`);
    const last = 'curl -s "$AWS_ENDPOINT_URL/_bucketkey/kms-log" > log.json; kill %1';
    const { code, out, err } = await started('bash', ['-e', '-c', `${script}${last}`]).ended;
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toContain('<Error>');
    const { calls } = JSON.parse(await readFile(join(folder, 'log.json'), 'utf8'));
    const arn = 'arn:aws:s3:::photos';
    expect(calls.map(({ operation, context }: Record<string, object>) => ({ operation, context }))).toEqual([
      { operation: 'GenerateDataKey', context: { 'aws:s3:arn': `${arn}/one` } },
      { operation: 'GenerateDataKey', context: { 'aws:s3:arn': arn } },
      { operation: 'Decrypt', context: { 'aws:s3:arn': arn } },
      { operation: 'CreateKey', context: {} },
      { operation: 'GenerateDataKey', context: { 'aws:s3:arn': arn } },
    ]);
  });

  test('its file of credentials is one', async () => {
    const [file = { code: '' }] = (await blocks()).filter(({ kind }) => kind === 'json');
    await writeFile(join(folder, 'credentials.json'), file.code);
    const { child, ended } = bucketkey('serve', '--credentials', 'credentials.json', '--output', 'json');
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    expect(JSON.parse(line.toString()).credentials).toMatchObject([{ role: 'writer' }, { role: 'reader' }]);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });
});

test('the commands of the guide to any server do what they say', async () => {
  const guide = await readFile(join(root, 'docs/guides/any-server.md'), 'utf8');
  const commands = [...guide.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);
  expect(commands).toHaveLength(3);
  const script = commands.join('').replaceAll('npx bucketkey', `'${process.execPath}' '${main}'`);
  const { code, out, err } = await started('bash', ['-e', '-c', `${script}kill %1`]).ended;
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^UpdateObjectEncryption +yes$/m);
  expect(out).toMatch(/verdict: conforms \(http:.* profile aws-at-once, seed /);
  expect(out).toMatch(/0 buckets deleted, 0 KMS keys to be deleted\.\n$/);
  const { verdict, endpoint } = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
  expect([verdict, endpoint.deviations]).toEqual(['conforms', []]);
  // How a probe and a matrix look is shown as it is written.
  expect(guide).toContain('probed                    found  what was answered');
}, 180_000);

describe('the guide for any language', () => {
  const isInstalled = spawnSync('python3', ['--version']).status === 0;
  const name = isInstalled ? 'its program prints what it says' : 'its program is skipped: python3 is not installed';
  test.skipIf(!isInstalled)(name, async () => {
    const guide = await readFile(join(root, 'docs/guides/any-language.md'), 'utf8');
    const [, program = ''] = /^```python\n([\s\S]*?)^```/m.exec(guide) ?? [];
    const [, printed] = /^```text\n([\s\S]*?)^```/m.exec(guide) ?? [];
    const command = [process.execPath, main].map((word) => JSON.stringify(word)).join(', ');
    expect(program).toContain("'npx', 'bucketkey'");
    const script = program.replace("'npx', 'bucketkey'", command);
    expect(await started('python3', ['-c', script]).ended).toEqual({ code: 0, out: printed, err: '' });
  });
});

describe('what is written nowhere', () => {
  test('a pipe is read to its end', async () => {
    await writeFile(join(folder, 't.ndjson'), TRACE);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const { code, out } = await shell('cat t.ndjson > pipe & bucketkey judge pipe');
    expect(code).toBe(0);
    expect(out).toMatch(/\n1 step judged\.\nverdict: conforms/);
  });

  test('standard output is full: one line, exit code 2, and the report is kept', async () => {
    expect(await shell('bucketkey scenario > /dev/full')).toEqual({
      code: 2,
      out: '',
      err: 'bucketkey: standard output: no space left\n',
    });
    const { code, err } = await shell(`bucketkey ${LONG.join(' ')} > /dev/full`);
    expect([code, err]).toEqual([2, 'bucketkey: standard output: no space left\n']);
    expect(await readdir(folder)).toEqual(['r.json']);
  });

  test('standard error cannot be written: the exit code says what it would', async () => {
    await writeFile(join(folder, 'good.ndjson'), TRACE);
    await writeFile(join(folder, 'bad.ndjson'), TRACE.replace('"status":200', '"status":500'));
    const codes = async (to: string) =>
      (await shell(`for f in good bad none; do bucketkey judge $f.ndjson 2> ${to} >/dev/null; echo $?; done`)).out;
    expect(await codes('/dev/full')).toBe('0\n1\n2\n');
    expect(await codes('>(exit)')).toBe('0\n1\n2\n');
    const { child, ended } = started('bash', [
      '-c',
      `exec '${process.execPath}' '${main}' ${LONG.join(' ')} 2> /dev/full`,
    ]);
    await underWay();
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });

  test('a reader that has seen enough: exit code 141 without a word, and nothing left but the report', async () => {
    const { out, err } = await shell(`bucketkey ${LONG.join(' ')} | true; echo \${PIPESTATUS[0]}`);
    expect([out, err]).toEqual(['141\n', '']);
    expect(await readdir(folder)).toEqual(['r.json']);
  });

  test.each(['<&-', '< /dev/null', '< .'])('standard input %s: one line, exit code 2', async (from) => {
    const { code, out, err } = await shell(`bucketkey judge - ${from}`);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^bucketkey: standard input: .*\n$/);
  });

  test('a file that may not grow: the old report stays, whole, and nothing else', async () => {
    const check = 'bucketkey check --seed 1 --size 20 --workers 1 --property errors --runs 20';
    const full = "ulimit -f 1; trap '' XFSZ;";
    expect(await shell(`${full} ${check} --report r.json > /dev/null`)).toMatchObject({
      code: 2,
      err: 'bucketkey: the report file is not up to date: EFBIG: file too large, write\n',
    });
    expect(await readdir(folder)).toEqual(['r.json']);
    expect(await shell('bucketkey check --resume r.json')).toMatchObject({ code: 0, err: '' });
    expect(await shell(`${full} ${check.replace('errors', 'etag-class')} --report none/r.json`)).toMatchObject({
      code: 2,
    });
    expect(await readdir(folder)).toEqual(['r.json']);
  });

  test('an internal error anywhere: one line, exit code 2, and no lock', async () => {
    const fault = `setInterval(() => { if (existsSync('r.json')) throw new Error('broken\\n\\u001b[2J') }, 50)`;
    const spoilt = `data:text/javascript,import { existsSync } from 'node:fs'; ${fault}`;
    const { code, err } = await started(process.execPath, ['--import', spoilt, main, ...LONG]).ended;
    expect([code, err]).toEqual([2, 'bucketkey: internal error: broken\\u{a}\\u{1b}[2J\n']);
    expect(await readdir(folder)).toEqual(['r.json']);
  });
});

describe('memory', () => {
  test('a small packed trace that there is a lot to remember of: unknown, and no abort', async () => {
    const put = (i: number) => ({ op: 'PutObject', bucket: 'b', key: `${'k'.repeat(15_900)}${i}`, body, headers: {} });
    const body = { text: '', md5: 'd41d8cd98f00b204e9800998ecf8427e' };
    const account = '111111111111';
    const requesters = [{ name: 'ann', account, principal: 'ann', session: 's' }];
    const setup = { requesters, kmsKeys: [], aliases: [], buckets: [{ name: 'b', account, plainObjects: [] }] };
    const lines = Array.from({ length: 10_000 }, (_, i) => ({
      atMs: i,
      by: 'ann',
      event: put(i),
      observation: { status: 200 },
    }));
    const header = { bucketkeyTrace: 1, profile: 'ideal', sut: 's', seed: 0, setup };
    const text = [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
    await writeFile(join(folder, 't.ndjson.gz'), gzipSync(text));
    const small = started(process.execPath, ['--max-old-space-size=200', main, 'judge', 't.ndjson.gz']);
    const { code, out, err } = await small.ended;
    expect([code, err]).toEqual([3, '']);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /verdict: unknown, step \d+: more than \d+ bytes of memory \(node --max-old-space-size\)/,
    );
  });
});

describe('logs that are so large that another thread reads them', () => {
  const records = ['a', 'ü', 'c', 'd'].map((key, second) =>
    JSON.stringify(s3Record(`03:00:0${second}`, 'GetObject', user('alice'), 'bucket', key)),
  );
  /** More than it takes; between records of CloudTrail there may be blanks. */
  const large = () => `${records.slice(0, 2).join('\n')}${'\n'.repeat(64 * 1024 * 1024)}${records.slice(2).join('\n')}`;

  test('make the trace that they make where they are piped, byte for byte', async () => {
    await writeFile(join(folder, 'log.ndjson'), large());
    const files = await bucketkey('import', 'cloudtrail', 'log.ndjson', '-o', 'file.ndjson').ended;
    const piped = await shell('cat log.ndjson | bucketkey import cloudtrail - -o piped.ndjson');
    expect([files.code, piped.code]).toEqual([0, 0]);
    const trace = await readFile(join(folder, 'file.ndjson'), 'utf8');
    expect(trace.split('\n')).toHaveLength(records.length + 2);
    expect(trace).toContain('"key":"ü"');
    expect(trace).toBe(await readFile(join(folder, 'piped.ndjson'), 'utf8'));
    expect(files.out.replace('file', '')).toBe(piped.out.replace('piped', ''));
  });

  test('are refused in the words in which small ones are', async () => {
    await writeFile(join(folder, 'log.ndjson'), large());
    await writeFile(join(folder, 'cut.json.gz'), gzipSync(records.join('\n')).subarray(0, -20));
    const small = await bucketkey('why', 'cut.json.gz').ended;
    expect(small).toMatchObject({ code: 2, err: expect.stringContaining('cut.json.gz: ') });
    expect(await bucketkey('why', 'log.ndjson', 'cut.json.gz').ended).toEqual(small);
  });
});

describe('who comes after a killed process', () => {
  test('finds a whole report, takes its lock, and removes what it left', async () => {
    const { child, ended } = bucketkey(...LONG);
    await underWay();
    child.kill('SIGKILL');
    await ended;
    await writeFile(join(folder, `r.json.bucketkey-${child.pid}-0123456789ab.tmp`), 'half');
    expect(await readdir(folder)).toContain('r.json.lock');
    const saved = await runsInReport();
    const { child: next, ended: nextEnded } = bucketkey('check', '--resume', 'r.json', '--workers', '1');
    await expect.poll(runsInReport, { timeout: 30_000 }).toBeGreaterThan(saved);
    next.kill('SIGINT');
    expect((await nextEnded).code).toBe(130);
    expect(await readdir(folder)).toEqual(['r.json']);
  });

  test('removes old temporary files of processes that have ended, and no others', async () => {
    const gone = spawn(process.execPath, ['--version']);
    await once(gone, 'close');
    const names = [gone.pid, process.pid].flatMap((pid) =>
      ['old', 'new'].map((age) => `${age}.json.bucketkey-${pid}-0123456789ab.tmp`),
    );
    for (const name of names) {
      await writeFile(join(folder, name), '');
      if (name.startsWith('old')) await utimes(join(folder, name), 1, 1);
    }
    const { code } = await bucketkey('check', '--runs', '1', '--report', 'r.json').ended;
    expect(code).toBe(0);
    expect(await readdir(folder)).toEqual([...names.slice(1), 'r.json'].toSorted());
  });

  test('finds the lock behind a link', async () => {
    const { child, ended } = bucketkey(...LONG);
    await underWay();
    await symlink('r.json', join(folder, 'link.json'));
    const second = await bucketkey('check', '--resume', 'link.json').ended;
    expect([second.code, second.out]).toEqual([2, '']);
    expect(second.err).toMatch(
      /^bucketkey: link\.json: process \d+ on .* is writing it; .* delete .*\/r\.json\.lock and/,
    );
    child.kill('SIGINT');
    await ended;
    const saved = await runsInReport();
    const third = bucketkey('check', '--resume', 'link.json', '--workers', '1');
    await expect.poll(runsInReport, { timeout: 30_000 }).toBeGreaterThan(saved);
    third.child.kill('SIGINT');
    expect((await third.ended).code).toBe(130);
    expect((await stat(join(folder, 'r.json'))).isFile()).toBe(true);
    expect((await readdir(folder)).toSorted()).toEqual(['link.json', 'r.json']);
  });
});
