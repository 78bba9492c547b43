import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { profileNamed } from '../model/index.ts';
import { EMBEDDED_OPTIONS } from '../src/suts/embedded.ts';
import { startToyServer, type ToyServer } from './testing/toy-server.ts';
import { type Typed, typedCommand } from './testing/typed-command.ts';

// The snippets of docs/guides/test-your-own-system.md, on a server over real HTTP.

const root = resolve(import.meta.dirname, '..');
const PROFILE = profileNamed('aws-at-once');
const options = EMBEDDED_OPTIONS.get(PROFILE.name) ?? {};

let folder = '';
let guide = '';
let server: ToyServer | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bucketkey-guide-'));
  guide = await readFile(join(root, 'docs/guides/test-your-own-system.md'), 'utf8');
  for (const [, name = '', text = ''] of guide.matchAll(/```js\n\/\/ (\S+)\n([\s\S]*?)```/g))
    await writeFile(join(folder, name), text);
  const [, known = ''] = /```json\n([\s\S]*?)```/.exec(guide) ?? [];
  await writeFile(join(folder, 'known.json'), known);
  // As `npm init` makes it.
  await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }');
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a server; `isMd5`: with the MD5 for the ETag of what is written under KMS. */
async function serving(isMd5: boolean): Promise<ToyServer> {
  server = await startToyServer(options, (event, seen) =>
    isMd5 && event.op === 'PutObject' && seen.sse === 'aws:kms' ? { ...seen, etag: event.body.md5 } : seen,
  );
  process.env.MY_SERVER = server.url;
  return server;
}

/** A command of the guide, with a seed, as it would be typed. */
function command(line: string): Promise<Typed> {
  return typedCommand(line, folder);
}

/** The line of the guide that begins so, without what starts the command. */
function typed(beginning: string): string {
  const line = guide.split('\n').find((one) => one.startsWith(`npx bucketkey ${beginning}`)) ?? '';
  return line.replace('npx bucketkey ', '');
}

describe('the Sut of the guide', () => {
  test('holds a server that conforms to the model, and leaves nothing behind', async () => {
    const { left } = await serving(false);
    const { code, out } = await command(
      `${typed('check --sut my-server.mjs --profile aws-at-once --runs 10')} --seed 42`,
    );
    expect(out).toMatch(/verdict: conforms \(my server, profile aws-at-once, seed 42\)/);
    expect(out).toMatch(/^etag-class +holds /m);
    expect(out).toMatch(/^decryptable +holds /m);
    expect(out).toMatch(/^bounded-writes +not-observable /m);
    expect(out).toMatch(/^replica-type +not-/m);
    expect(code).toBe(0);
    expect([...left]).toEqual([]);
    const twice = `${typed('check --sut my-server.mjs --profile aws-at-once --runs 10 --deterministic')} --seed 42`;
    expect(await command(twice)).toMatchObject({
      code: 0,
      out: expect.stringContaining('10 traces taken twice, and answered alike both times.'),
    });
  }, 240_000);

  test('holds the same server under names of its own, and leaves nothing behind', async () => {
    const { left } = await serving(false);
    // The server's keys, the other way round than the trace has them.
    process.env.MY_KEYS = 'key-2 key-1';
    const { code, out } = await command('check --sut my-named-server.mjs --profile aws-at-once --runs 10 --seed 42');
    expect(out).toMatch(/verdict: conforms \(my server, by its names, profile aws-at-once, seed 42\)/);
    expect(out).toMatch(/^etag-class +holds /m);
    expect(code).toBe(0);
    expect([...left]).toEqual([]);
  }, 240_000);

  test('finds a mistake, which replay shows and shrink makes shorter, and known.json excuses', async () => {
    await serving(true);
    const found = await command('check --sut my-server.mjs --profile aws-at-once --runs 10 --seed 42');
    expect(found.code).toBe(1);
    expect(found.out).toContain('Violated: etag-class');
    const [kept] = await readdir(join(folder, 'bucketkey-failures'));
    expect(`bucketkey-failures/${kept}`).toBe(typed('replay').split(' ')[1]);
    expect(await command(typed('replay'))).toMatchObject({ code: 1, out: expect.stringContaining('taken afresh') });
    expect(await command(typed('shrink'))).toMatchObject({ code: 1, out: expect.stringContaining('etag-class') });

    const line = `${typed('check --sut my-server.mjs --profile aws-at-once --runs 10 --known')} --seed 42`;
    const { code, out } = await command(line);
    expect(out).toMatch(/ x etag-is-md5: PutObject etag\. The ETag is the MD5 of the content, under KMS too\. \(https/);
    expect(code).toBe(0);
    await server?.close();
    await serving(false);
    expect(await command(line)).toMatchObject({ code: 1, out: expect.stringContaining('stale: etag-is-md5') });
  }, 240_000);

  test('a server that is not there is a violation with a trace, at once', async () => {
    const { close } = await serving(false);
    await close();
    const { code, out } = await command('check --sut my-server.mjs --runs 10 --seed 1');
    expect(code).toBe(1);
    expect(out).toContain('Violated: system-answers');
    expect(out).toMatch(/did\s+not\s+start:\s+TypeError:\s+fetch\s+failed\s+\(ECONNREFUSED\)/);
  });
});

describe('the tests of the guide', () => {
  const config = `
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: [
      { find: /^bucketkey$/, replacement: '${root}/src/api/index.ts' },
      { find: /^bucketkey\\/([a-z-]+)$/, replacement: '${root}/src/api/$1.ts' },
    ],
  },
});
`;

  test('pass with vitest on a server that is wrong as it is known to be', async () => {
    const { url } = await serving(true);
    await writeFile(join(folder, 'vitest.config.js'), config);
    const { CI: _CI, ...env } = process.env;
    const child = spawn('node', [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], {
      cwd: folder,
      env: { ...env, NO_COLOR: '1', MY_SERVER: url },
    });
    let text = '';
    child.stdout.on('data', (some) => {
      text += some;
    });
    child.stderr.on('data', (some) => {
      text += some;
    });
    const code = await new Promise((done) => child.on('close', done));
    expect(text).toMatch(/Test Files {2}2 passed/);
    expect(code).toBe(0);
  }, 240_000);
});
