import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeExamples } from './testing/doc-examples.ts';

const root = resolve(import.meta.dirname, '..');

test('examples in the documentation are typed as strictly as the code', () => {
  const folder = join(root, '.example-types');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeExamples(folder);
  const { stdout } = spawnSync('npx', ['tsc', '-p', folder], { cwd: root, encoding: 'utf8' });
  expect(stdout).toBe('');
});
