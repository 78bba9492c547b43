import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');

const TYPED_IMPORT = `
import { check, embeddedSut, type CheckReport } from 'bucketkey';
import { profileNamed, step, type World } from 'bucketkey/model';
import { PROPERTIES, type Property } from 'bucketkey/properties';
import { createReference, type ReferenceOptions } from 'bucketkey/reference';
import type { bucketkeySuite, SuiteOptions } from 'bucketkey/vitest';

const profile = profileNamed('ideal');
if (profile === undefined) throw new Error('no profile');
const report: CheckReport = await check({ profile, runs: 2, seed: 1, maxSteps: 20 }, embeddedSut());
const property: Property | undefined = PROPERTIES[0];
const kinds: string[] = [typeof step, typeof createReference, typeof property];
export const unused: [World?, Partial<ReferenceOptions>?, SuiteOptions?, (typeof bucketkeySuite)?] = [];
console.log(report.verdict, kinds.join(' '));
`;

const TSCONFIG = {
  compilerOptions: { target: 'es2023', module: 'nodenext', strict: true, skipLibCheck: false, types: [], outDir: 'out' },
  files: ['use.mts'],
};

describe('the package as it is published', () => {
  let folder = '';
  let tarball = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bucketkey-package-'));
    await run('npm', ['run', 'build'], { cwd: root });
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    tarball = join(folder, packed?.filename ?? '');
    await writeFile(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }');
    const peers = ['vitest', 'typescript'].map(async (name) => `${name}@${await versionOf(name)}`);
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball, ...(await Promise.all(peers))], { cwd: folder });
  }, 300_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('its command runs', async () => {
    const { stdout } = await run('npx', ['bucketkey', 'check', '--runs', '3', '--seed', '1', '--output', 'json'], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'conforms', seed: 1, runs: 3 });
  }, 60_000);

  test('its entry points are typed for strict users, and run', async () => {
    await writeFile(join(folder, 'use.mts'), TYPED_IMPORT);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await run('npx', ['tsc', '-p', '.'], { cwd: folder });
    const { stdout } = await run('node', ['out/use.mjs'], { cwd: folder });
    expect(stdout).toBe('conforms function function object\n');
  }, 60_000);

  test('its vitest suite runs', async () => {
    await writeFile(
      join(folder, 'kit.test.mjs'),
      "import { bucketkeySuite } from 'bucketkey/vitest';\n\nbucketkeySuite({ runs: 20, seed: 7 });\n",
    );
    const { stdout } = await run('npx', ['vitest', 'run', '--no-color'], { cwd: folder });
    expect(stdout).toMatch(/Tests {2}\d+ passed/);
  }, 60_000);

  test('it holds neither tests nor sources', async () => {
    const { stdout } = await run('tar', ['-tzf', tarball]);
    const files = stdout.trim().split('\n');
    expect(files).toContain('package/dist/src/cli/main.js');
    expect(files.filter((file) => /\.test\.|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  });
});

async function versionOf(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string };
  return version;
}
