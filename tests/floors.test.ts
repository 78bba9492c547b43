import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'bucketkey-floors-'));
cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
cpSync(join(root, 'lint'), join(folder, 'lint'), { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** What the project's linter says of files, all of it. */
function lint(...files: readonly string[]): string {
  const biome = join(root, 'node_modules/.bin/biome');
  const args = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', ...files];
  const { stdout, stderr } = spawnSync(biome, args, { cwd: folder, encoding: 'utf8' });
  return stdout + stderr;
}

function importing(specifier: string): string {
  return `import * as it from '${specifier}';\n\nexport const used = it;\n`;
}

describe('the rules between the floors can fail', () => {
  // To start the linter takes longer than to lint, so it is started once for all that are refused.
  const REFUSED = [
    ['model/rules/x.ts', '../../properties/ledger.ts', 'model/ is the ground floor'],
    ['model/rules/x.ts', '../../src/index.ts', 'model/ is the ground floor'],
    ['model/rules/x.ts', 'node:fs', 'model/ is the ground floor'],
    ['model/rules/x.ts', 'fast-check', 'model/ is the ground floor'],
    ['model/rules/x.ts', '@noble/ciphers/aes.js', 'model/ is the ground floor'],
    ['properties/x.ts', '../src/oracle/oracle.ts', 'properties/ may use model/ only'],
    ['src/reference/s3/x.ts', '../../../model/rules/etag.ts', 'The reference shares the vocabulary'],
    ['src/reference/s3/x.ts', '../../../model/step/step.ts', 'The reference shares the vocabulary'],
    ['src/reference/s3/x.ts', '../../../model/index.ts', 'The reference shares the vocabulary'],
    ['src/reference/s3/x.ts', '../../oracle/oracle.ts', 'The reference shares the vocabulary'],
    ['src/oracle/x.ts', '../reference/index.ts', 'Neither oracle nor explorer may know the reference'],
    ['src/explore/x.ts', '../reference/index.ts', 'Neither oracle nor explorer may know the reference'],
    ['src/explore/x.ts', '../races/explore-races.ts', 'Neither oracle nor explorer may know the reference'],
    ['src/explore/large/x.ts', '../../reference/index.ts', 'Neither oracle nor explorer may know the reference'],
    ['src/explore/x.ts', './large/explore-large.ts', 'src/explore/large/ is the storey above'],
    ['src/explore/search/x.ts', '../large/budget.ts', 'src/explore/large/ is the storey above'],
  ].map(([file = '', ...rest], at) => [file.replace('x.ts', `x${at}.ts`), ...rest] as const);
  let said: readonly string[] = [];
  beforeAll(() => {
    for (const [file, specifier = ''] of REFUSED) write(file, importing(specifier));
    said = lint(...REFUSED.map(([file]) => file)).split(/^(?=[^\n]+ lint\/)/m);
  });

  test.each(REFUSED)('%s may not import %s', (file, _specifier, reason) => {
    expect(said.filter((one) => one.startsWith(`${file}:`)).join('\n')).toContain(reason);
  });

  test.each([
    ['src/reference/s3/x.ts', '../../../model/vocabulary/arn.ts'],
    ['src/oracle/x.ts', '../../model/index.ts'],
    ['properties/x.ts', 'fast-check'],
    ['src/explore/large/x.ts', './hash/state-hash.ts'],
    ['src/explore/large/hash/x.ts', '../../explore.ts'],
  ])('%s may import %s', (file, specifier) => {
    write(file, importing(specifier));
    const said = lint(file);
    expect(said).toContain('Checked 1 file');
    expect(said).not.toContain('noRestrictedImports');
  });

  test.each(['model/x.ts', 'properties/x.ts', 'src/reference/x.ts', 'src/oracle/x.ts'])(
    '%s may ask neither clock nor chance',
    (file) => {
      const calls = ['Math.random()', 'Date.now()', 'new Date()', 'performance.now()'];
      write(file, `export const values = [\n${calls.map((call) => `  ${call},\n`).join('')}];\n`);
      const said = lint(file);
      const complaints = said.split('A seed must control everything here').slice(1);
      expect(complaints).toHaveLength(calls.length);
      for (const [at, call] of calls.entries()) expect(complaints[at]).toContain(`> ${at + 2} │   ${call},`);
    },
  );
});

describe('files that import each other are found', () => {
  test.each([
    [
      'for values',
      "import { b } from './b.ts';\n\nexport const a = () => b;\n",
      "import { a } from './a.ts';\n\nexport const b = () => a;\n",
    ],
    [
      'for types only',
      "import type { B } from './b.ts';\n\nexport type A = B | 1;\n",
      "import type { A } from './a.ts';\n\nexport type B = { a: A };\n",
    ],
    [
      'by exporting again',
      "export { b } from './b.ts';\nexport const a = 1;\n",
      "import { a } from './a.ts';\n\nexport const b = () => a;\n",
    ],
  ])('%s', (_how, a, b) => {
    write('cycle/a.ts', a);
    write('cycle/b.ts', b);
    expect(lint('cycle/a.ts')).toContain('noImportCycles');
    write('cycle/b.ts', 'export const b = 1;\nexport type B = 1;\n');
    expect(lint('cycle/a.ts')).not.toContain('noImportCycles');
  });
});
