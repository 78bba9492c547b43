import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'bucketkey-floors-'));
cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
cpSync(join(root, 'lint'), join(folder, 'lint'), { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** What the project's linter says of a text in a file of that path. */
function lint(file: string, text: string): string {
  write(file, text);
  const biome = join(root, 'node_modules/.bin/biome');
  const { stdout, stderr } = spawnSync(biome, ['lint', '--vcs-enabled=false', file], { cwd: folder, encoding: 'utf8' });
  return stdout + stderr;
}

function importing(specifier: string): string {
  return `import * as it from '${specifier}';\n\nexport const used = it;\n`;
}

describe('the rules between the floors can fail', () => {
  test.each([
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
  ])('%s may not import %s', (file, specifier, reason) => {
    expect(lint(file, importing(specifier))).toContain(reason);
  });

  test.each([
    ['src/reference/s3/x.ts', '../../../model/vocabulary/arn.ts'],
    ['src/oracle/x.ts', '../../model/index.ts'],
    ['properties/x.ts', 'fast-check'],
    ['src/explore/large/x.ts', './hash/state-hash.ts'],
    ['src/explore/large/hash/x.ts', '../../explore.ts'],
  ])('%s may import %s', (file, specifier) => {
    const said = lint(file, importing(specifier));
    expect(said).toContain('Checked 1 file');
    expect(said).not.toContain('noRestrictedImports');
  });

  test.each(['model/x.ts', 'properties/x.ts', 'src/reference/x.ts', 'src/oracle/x.ts'])(
    '%s may ask neither clock nor chance',
    (file) => {
      const calls = ['Math.random()', 'Date.now()', 'new Date()', 'performance.now()'];
      const said = lint(file, `export const values = [\n${calls.map((call) => `  ${call},\n`).join('')}];\n`);
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
    write('cycle/b.ts', b);
    expect(lint('cycle/a.ts', a)).toContain('noImportCycles');
    write('cycle/b.ts', 'export const b = 1;\nexport type B = 1;\n');
    expect(lint('cycle/a.ts', a)).not.toContain('noImportCycles');
  });
});
