import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');

const TYPED_IMPORT = `
import { check, embeddedSut, type CheckReport } from 'bucketkey';
import { profileNamed, step, type World } from 'bucketkey/model';
import { conforms, holds, type GeneratedTrace, traces } from 'bucketkey/fast-check';
import { PROPERTIES, type Property } from 'bucketkey/properties';
import { Recorder } from 'bucketkey/record';
import { createReference, type ReferenceOptions } from 'bucketkey/reference';
import type { bucketkeyMatchers, bucketkeySuite, bucketkeyTest, SuiteOptions } from 'bucketkey/vitest';
import fc from 'fast-check';

const profile = profileNamed('ideal');
const report: CheckReport = await check({ profile, runs: 2, seed: 1, maxSteps: 20 }, embeddedSut());
const property: Property | undefined = PROPERTIES[0];
const kinds: string[] = [typeof step, typeof createReference, typeof property, typeof Recorder];
const [trace]: GeneratedTrace[] = fc.sample(traces({ maxSteps: 5 }), 1);
await fc.assert(holds('unique-data-keys', embeddedSut()), { seed: 1, numRuns: 2 });
await fc.assert(conforms(embeddedSut(), { profile }), { seed: 1, numRuns: 2 });
export const unused: [World?, Partial<ReferenceOptions>?, SuiteOptions?, (typeof bucketkeySuite)?] = [];
export function inVitest(
  { expect }: typeof import('vitest'),
  test: ReturnType<typeof bucketkeyTest>,
  matchers: typeof bucketkeyMatchers,
) {
  expect.extend(matchers);
  test('typed', async ({ session, oracle }) => {
    await session.apply({ atMs: 0, by: null, event: { op: 'RestartHosts' } });
    expect(session.trace()).toConform({ profile });
    expect(session.trace()).not.toHold(oracle.verdict);
    // @ts-expect-error a matcher of bucketkey takes options, no name of a profile
    expect(session.trace()).toConform('aws');
  });
}
console.log(report.verdict, kinds.join(' '), typeof trace);
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    skipLibCheck: false,
    types: [],
    outDir: 'out',
  },
  files: ['use.mts'],
};

describe('the package as it is published', () => {
  let folder = '';
  let tarball = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bucketkey-package-'));
    await run('npm', ['run', 'build'], { cwd: root });
    const staged = join(folder, 'staged');
    await run('node', ['packaging/stage.mjs', staged], { cwd: root });
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder, staged], { cwd: root });
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    tarball = join(folder, packed?.filename ?? '');
    await writeFile(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }');
    const peers = ['vitest', 'typescript', 'fast-check', '@fast-check/vitest'].map(
      async (name) => `${name}@${await versionOf(name)}`,
    );
    await run(
      'npm',
      ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball, ...(await Promise.all(peers))],
      { cwd: folder },
    );
  }, 300_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('the command of a checkout may be executed: npx links it once and finds it after each build', async () => {
    const { mode } = await stat(join(root, 'dist/src/cli/main.js'));
    expect(mode & 0o111).toBe(0o111);
  });

  test('its command runs', async () => {
    const { stdout } = await run('npx', ['bucketkey', 'check', '--runs', '3', '--seed', '1', '--output', 'json'], {
      cwd: folder,
    });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'conforms', seed: 1, runs: 3 });
  }, 60_000);

  test('its vectors come with the runner in Python', async () => {
    await run('npx', ['bucketkey', 'vectors', '--out', 'v', '--count', '1', '--s3-only'], { cwd: folder });
    const runner = await readFile(join(folder, 'v/replay_vectors.py'), 'utf8');
    expect(runner).toBe(await readFile(join(folder, 'node_modules/bucketkey/python/replay_vectors.py'), 'utf8'));
    expect((await stat(join(folder, 'node_modules/bucketkey/python/bucketkey_record.py'))).isFile()).toBe(true);
  }, 60_000);

  test('its worker threads report what one thread does, byte for byte', async () => {
    const report = async (workers: string) => {
      const asked = ['check', '--runs', '50', '--seed', '1', '--size', '100', '--output', 'json', '--workers', workers];
      return (await run('npx', ['bucketkey', ...asked], { cwd: folder })).stdout;
    };
    const alone = await report('1');
    expect(JSON.parse(alone)).toMatchObject({ verdict: 'conforms', runs: 50 });
    expect(await report('2')).toBe(alone);
    expect(await report('3')).toBe(alone);
  }, 60_000);

  test('its threads explore what one thread does, byte for byte', async () => {
    const report = async (...more: string[]) => {
      const asked = ['explore', '--output', 'json', ...more];
      return (await run('npx', ['bucketkey', ...asked], { cwd: folder })).stdout;
    };
    for (const scope of ['tiny', 'copies']) {
      const alone = await report('--scope', scope, '--workers', '1');
      expect(JSON.parse(alone)).toMatchObject({ verdict: 'conforms', scope });
      expect(await report('--scope', scope, '--workers', '2')).toBe(alone);
    }
  }, 60_000);

  test('its threads go on from where another number of them ended, and refuse what is not of the scope', async () => {
    const asked = ['bucketkey', 'explore', '--output', 'json'];
    const report = async (...more: string[]) => (await run('npx', [...asked, ...more], { cwd: folder })).stdout;
    const failed = (...more: string[]) =>
      run('npx', [...asked, ...more], { cwd: folder }).catch((error: unknown) => error);
    const alone = await report('--scope', 'copies', '--workers', '1');
    expect(await failed('--scope', 'medium', '--workers', '2', '--max-memory', '2MB')).toMatchObject({ code: 3 });
    expect(
      await failed('--scope', 'copies', '--workers', '1', '--max-states', '4000', '--checkpoint', 'c'),
    ).toMatchObject({ code: 3 });
    expect(await failed('--resume', 'c', '--workers', '2', '--max-states', '20000')).toMatchObject({ code: 3 });
    expect(await failed('--resume', 'c', '--workers', '3', '--max-states', '30000')).toMatchObject({ code: 3 });
    const saved = await readFile(join(folder, 'c'));
    expect(await report('--resume', 'c', '--workers', '1')).toBe(alone);
    await writeFile(join(folder, 'c'), saved);
    expect(await report('--resume', 'c', '--workers', '2')).toBe(alone);

    // With its digest made right again, so that only the states tell.
    const forged = Buffer.concat([
      Buffer.from(saved.toString('latin1').replace(/"low":-?[0-9]+/, '"low":1'), 'latin1').subarray(0, -32),
    ]);
    await writeFile(join(folder, 'c'), Buffer.concat([forged, createHash('sha256').update(forged).digest()]));
    for (const workers of ['1', '2']) {
      const error = await failed('--resume', 'c', '--workers', workers);
      expect(error).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^bucketkey: c: its states are others in this model\n$/m),
      });
    }
  }, 120_000);

  test('a check with workers that is killed leaves a whole report; continued and stopped, it is ahead', async () => {
    const file = join(folder, 'report.json');
    const main = join(folder, 'node_modules/bucketkey/dist/src/cli/main.js');
    const runsInFile = async (): Promise<number> =>
      JSON.parse(await readFile(file, 'utf8').catch(() => '{}')).tally?.runs ?? 0;
    const started = (...more: string[]): ChildProcess => {
      const child = spawn('node', [main, 'check', '--workers', '2', '--output', 'json', ...more]);
      onTestFinished(() => void child.kill('SIGKILL'));
      return child;
    };

    const killed = started('--runs', '1000000', '--seed', '1', '--size', '50', '--report', file);
    await expect.poll(runsInFile, { timeout: 30_000 }).toBeGreaterThan(0);
    killed.kill('SIGKILL');
    await once(killed, 'close');
    const saved = await runsInFile();

    const continued = started('--resume', file);
    let out = '';
    continued.stdout?.on('data', (text) => {
      out += text;
    });
    await expect.poll(runsInFile, { timeout: 30_000 }).toBeGreaterThan(saved);
    const ended = once(continued, 'close');
    // As under npx, which passes on what the terminal has sent to both.
    continued.kill('SIGINT');
    await setTimeout(10);
    continued.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    // Fewer runs than were asked for.
    expect(JSON.parse(out)).toMatchObject({ verdict: 'unknown', seed: 1, runs: await runsInFile() });
  }, 90_000);

  test('the commands of the guide to CI do what it says: shards in pods, one replaced, and in a matrix', async () => {
    const guide = await readFile(join(root, 'docs/guides/in-ci.md'), 'utf8');
    const reports = join(folder, 'reports');
    await mkdir(reports);
    const found = (pattern: RegExp): string => {
      const command = pattern.exec(guide)?.[1];
      if (command === undefined) throw new Error(`the guide has nothing like ${pattern}`);
      return command
        .replaceAll('/app/', join(folder, 'node_modules/bucketkey/'))
        .replaceAll('/reports', reports)
        .replaceAll('--runs 20000', '--runs 24 --size 50')
        .replaceAll(/\$\{\{ github\.run_number \}\}/g, '42');
    };
    const shell = (script: string, env: Record<string, string> = {}) =>
      run('sh', ['-c', script], { cwd: folder, env: { ...process.env, ...env } });

    const pod = found(/args:\n +- \|\n([\s\S]*?)```/);
    await Promise.all(['0', '1', '2', '3'].map((index) => shell(pod, { JOB_COMPLETION_INDEX: index })));
    const third = join(reports, 'shard-3.json');
    const whole = await readFile(third, 'utf8');
    const { tally, ...head } = JSON.parse(whole);
    // As it was before the first run: what a pod finds that takes the place of one that was evicted.
    const none = {
      ...tally,
      runs: 0,
      steps: 0,
      kmsCalls: 0,
      events: [],
      properties: tally.properties.map((count: object) => ({ ...count, checked: 0, exercised: 0 })),
      coverage: { steps: 0, transitions: [], requirements: [], choices: [] },
    };
    await writeFile(third, JSON.stringify({ ...head, complete: false, tally: none }));
    await shell(pod, { JOB_COMPLETION_INDEX: '2' });
    expect(await readFile(third, 'utf8')).toBe(whole);
    const inPods = await shell(found(/args: \['(.* merge .*)'\]/));
    expect(inPods.stdout).toMatch(/\n24 of 24 runs, [\s\S]*verdict: conforms /);

    await rm(reports, { recursive: true });
    await mkdir(reports);
    const machine = found(/run: >-\n([\s\S]*?)\n +- uses/).replaceAll(/\s+/g, ' ');
    for (const shard of ['1', '2', '3', '4']) await shell(machine.replaceAll(/\$\{\{ matrix\.shard \}\}/g, shard));
    for (const shard of ['1', '2', '3', '4'])
      await rename(join(folder, `shard-${shard}.json`), join(reports, `shard-${shard}.json`));
    const inMatrix = await shell(found(/run: (npx bucketkey merge .*)/));
    // Of so few runs there is an annotation on what was not exercised.
    expect(inMatrix.stdout.replace(/^::notice title=not exercised::.*\n/m, '')).toBe(inPods.stdout);
    expect(JSON.parse(await readFile(join(folder, 'merged.json'), 'utf8'))).toMatchObject({
      verdict: 'conforms',
      seed: 42,
      runs: 24,
    });
  }, 120_000);

  test('its entry points are typed for strict users, and run', async () => {
    await writeFile(join(folder, 'use.mts'), TYPED_IMPORT);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await run('npx', ['tsc', '-p', '.'], { cwd: folder });
    const { stdout } = await run('node', ['out/use.mjs'], { cwd: folder });
    expect(stdout).toBe('conforms function function object function object\n');
  }, 60_000);

  test('its JSON Schemas are those that its command prints', async () => {
    for (const name of ['trace', 'scope', 'profile', 'vector']) {
      const { stdout } = await run('npx', ['bucketkey', 'schema', name], { cwd: folder });
      const resolved = `import.meta.resolve('bucketkey/schema/${name}.json')`;
      const file = await run('node', ['--input-type=module', '-e', `console.log(new URL(${resolved}).pathname)`], {
        cwd: folder,
      });
      expect(await readFile(file.stdout.trim(), 'utf8')).toBe(stdout);
    }
  }, 60_000);

  test('its vitest suite runs', async () => {
    await writeFile(
      join(folder, 'kit.test.mjs'),
      "import { bucketkeySuite } from 'bucketkey/vitest';\n\nbucketkeySuite({ runs: 20, seed: 7 });\n",
    );
    const { stdout } = await run('npx', ['vitest', 'run', '--no-color'], { cwd: folder });
    expect(stdout).toMatch(/Tests {2}\d+ passed/);
  }, 60_000);

  test('the vitest example of its guide to fast-check runs', async () => {
    const guide = await readFile(join(root, 'docs/guides/fast-check.md'), 'utf8');
    const [, example = ''] = /```ts\n(import \{ test \} from '@fast-check\/vitest';[\s\S]*?)```/.exec(guide) ?? [];
    await writeFile(join(folder, 'guide.test.ts'), example);
    const { stdout } = await run('npx', ['vitest', 'run', '--no-color', 'guide'], { cwd: folder });
    expect(stdout).toMatch(/Tests {2}2 passed/);
  }, 120_000);

  test('it holds no tests, and the sources that its declarations are mapped to', async () => {
    const files = await filesIn(tarball);
    expect(files).toContain('dist/src/cli/main.js');
    expect(files.filter((file) => /\.test\.|\/testing\//.test(file))).toEqual([]);
    const maps = files.filter((file) => file.endsWith('.d.ts.map'));
    expect(maps.length).toBeGreaterThan(500);
    const sources = maps.map((file) => file.replace(/^dist\/(.*)\.d\.ts\.map$/, '$1.ts'));
    expect(sources.filter((file) => !files.includes(file))).toEqual([]);
  });

  test('its manifest is for users: no prepare, which npm warns of, and no tools of this repository', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'node_modules/bucketkey/package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('scripts');
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(Object.values(manifest.dependencies).filter((range) => !String(range).startsWith('^'))).toEqual([]);
    await expect(stat(join(folder, 'node_modules/bucketkey/node_modules/fast-check'))).rejects.toThrow('ENOENT');
  });

  test('every link of its README and guides leads to a file in it', async () => {
    const files = await filesIn(tarball);
    const dead: string[] = [];
    for (const page of files.filter((file) => file.endsWith('.md'))) {
      const text = await readFile(join(folder, 'node_modules/bucketkey', page), 'utf8');
      for (const [, to = ''] of text.matchAll(/(?<!\])\]\(([^()\s]+)\)/g)) {
        const path = posix.join(posix.dirname(page), to.replace(/#.*$/, '')).replace(/\/$/, '');
        if (/^(?:\w+:|#)/.test(to)) continue;
        if (!files.some((file) => file === path || file.startsWith(`${path}/`))) dead.push(`${page}: ${to}`);
      }
    }
    expect(dead).toEqual([]);
  });

  test('its examples are found by their names', async () => {
    const script = "console.log(import.meta.resolve('bucketkey/examples/traces/a-cache-for-everybody.ndjson'))";
    const { stdout } = await run('node', ['--input-type=module', '-e', script], { cwd: folder });
    expect(await readFile(new URL(stdout.trim()), 'utf8')).toContain('bucketkeyTrace');
  });
});

async function versionOf(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/** The files of a tarball, without the folder that all are in. */
async function filesIn(tarball: string): Promise<readonly string[]> {
  const { stdout } = await run('tar', ['-tzf', tarball], { maxBuffer: 64 * 1024 * 1024 });
  return stdout
    .trim()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''));
}
