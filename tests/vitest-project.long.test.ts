import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');

const CONFIG = `
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

const KIT = `import { bucketkeySuite } from 'bucketkey/vitest';
import { toyStore } from '${root}/src/fast-check/testing/toy-store.ts';

const broken = toyStore({ isBroken: true });
const right = toyStore({ isBroken: false });

/** A right store, of which nothing but statuses is seen. */
const mute = {
  ...right,
  name: 'mute store',
  start: async (setup, seed) => {
    const { apply, stop } = await right.start(setup, seed);
    return { apply: async (step) => ({ status: (await apply(step)).status }), stop };
  },
};
const hanging = { ...right, name: 'hanging store', start: () => new Promise(() => {}) };

bucketkeySuite({ sut: broken, runs: 60 });
bucketkeySuite({ sut: mute, runs: 5, properties: ['errors', 'decryptable', 'replication-settles'] });
bucketkeySuite({ sut: hanging, timeoutMs: 100, properties: ['errors'] });
`;

let folder = '';

/** What vitest prints in the project, and how it ends. */
function vitest(file: string, ...more: string[]): { readonly text: string; readonly code: number | null } {
  const { CI: _CI, FORCE_COLOR: _color, ...env } = process.env;
  const { stdout, stderr, status } = spawnSync(
    'node',
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      file,
      '--reporter=verbose',
      '--reporter=github-actions',
      ...more,
    ],
    { cwd: folder, encoding: 'utf8', env: { ...env, NO_COLOR: '1', GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '' } },
  );
  return { text: stdout + stderr, code: status };
}

/** The lines below the one that says which test or suite failed, up to the next. */
function failureOf(name: string, text: string): readonly string[] {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => line.startsWith(' FAIL ') && line.endsWith(` ${name}`));
  const to = lines.findIndex((line, index) => index > from && line.startsWith('⎯⎯⎯'));
  return from < 0 ? [] : lines.slice(from + 1, to);
}

function keptFiles(): readonly string[] {
  return readdirSync(join(folder, 'bucketkey-failures'));
}

function lineOf(call: string): number {
  return KIT.split('\n').findIndex((line) => line.startsWith(call)) + 1;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bucketkey-vitest-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'vitest.config.js'), CONFIG);
  writeFileSync(join(folder, 'kit.test.js'), KIT);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a project that checks its own system', () => {
  test('is told the reason first, where it asked, and how to see it again', () => {
    const { text, code } = vitest('kit');
    expect(code).toBe(1);
    const told = failureOf('toy store under profile ideal > errors', text);
    expect(told[0]).toMatch(
      /^Error: errors: writer read alpha(?:-logs)?\/a at 0 s and was answered 200, but .* \(step 3\)$/,
    );
    expect(told.slice(1, 3)).toEqual(['', expect.stringMatching(/^ {2}trace {2}of "toy store", seed \d+, /)]);
    expect(told).toContainEqual(expect.stringMatching(/^ {3}3\. .* GetObject alpha(?:-logs)?\/a .* <-- here$/));
    expect(told).toContain('Kept in bucketkey-failures/errors-1.ndjson: this suite runs it first from now on.');
    expect(told).toContain('Replay what was recorded: npx bucketkey replay bucketkey-failures/errors-1.ndjson');
    expect(told).toContain(` ❯ kit.test.js:${lineOf('bucketkeySuite({ sut: broken')}:1`);
    expect(text).not.toContain('what must hold');
    expect(text).toMatch(
      new RegExp(
        `\n::error file=.*/kit\\.test\\.js,title=[^\n]* errors,line=${lineOf('bucketkeySuite({ sut: broken')},`,
      ),
    );

    expect(text.match(/nothing but statuses was observed of/g)).toHaveLength(1);
    expect(text).toContain('nothing but statuses was observed of "mute store"');
    expect(text).toMatch(/decryptable.*\[not reached: none of [\d,]+ steps was one it is about\]/);
    expect(text).toMatch(/replication-settles.*\[not reached: the system does not support ReplicateObject\]/);
    expect(text).toMatch(/unique-data-keys.*\[not reached: it needs to see inside \(`internals`\), and the system/);

    const cut = failureOf('hanging store under profile ideal', text);
    expect(cut[0]).toBe('Error: not all was done: 0 of 100 runs were made when the time was up (timeoutMs: 100)');
    expect(cut).toContain(` ❯ kit.test.js:${lineOf('bucketkeySuite({ sut: hanging')}:1`);
    expect(keptFiles()).toContain('errors-1.ndjson');
  }, 120_000);

  test('runs what has failed first, and with -t nothing but what that names', () => {
    const before = keptFiles();
    const errors = vitest('kit', '-t', 'toy store under profile ideal errors');
    expect(failureOf('toy store under profile ideal > errors', errors.text)).toContain(
      'Found by bucketkey-failures/errors-1.ndjson, left by an earlier failure.',
    );
    expect(errors.text).toMatch(/Tests {2}1 failed \| \d+ skipped/);
    expect(keptFiles()).toEqual(before);

    // The same traces, judged by what they do not violate: nothing is found, and so nothing kept.
    rmSync(join(folder, 'bucketkey-failures'), { recursive: true });
    const answers = vitest('kit', '-t', 'toy store under profile ideal (system-answers|revocation-bound)');
    expect(answers).toMatchObject({ code: 0, text: expect.stringMatching(/Tests {2}[12] passed \| \d+ skipped/) });
    expect(readdirSync(folder)).not.toContain('bucketkey-failures');
  }, 120_000);

  test('can take the examples of the guide as they are', () => {
    const guide = readFileSync(join(root, 'docs/guides/vitest.md'), 'utf8');
    const files = [...guide.matchAll(/```ts\n\/\/ (\S+\.test\.ts)\n([\s\S]*?)```/g)];
    expect(files.map(([, file]) => file)).toEqual(['kit.test.ts', 'steps.test.ts']);
    for (const [, file = '', text = ''] of files) writeFileSync(join(folder, `guide-${file}`), text);
    const { text, code } = vitest('guide');
    expect(text).toMatch(/Test Files {2}2 passed/);
    expect(code).toBe(0);
  }, 120_000);
});
