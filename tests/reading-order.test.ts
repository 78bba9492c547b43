import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { expect, test } from 'vitest';

const model = resolve(import.meta.dirname, '../model');

/** Folders of the specification in the order in which its README says to read them. */
function readingOrder(): readonly string[] {
  const readme = readFileSync(join(model, 'README.md'), 'utf8');
  return [...readme.matchAll(/^\d+\. `(\w+)\/`/gm)].map(([, folder = '']) => folder);
}

/** Imports of a folder that is read later, as `file -> import`, of files with these texts. */
function forwardImports(order: readonly string[], files: ReadonlyMap<string, string>): readonly string[] {
  return [...files].flatMap(([file, text]) => {
    const at = order.indexOf(file.split('/')[0] ?? '');
    const imports = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, specifier = '']) => specifier);
    return imports
      .filter((specifier) => order.indexOf(normalize(join(dirname(file), specifier)).split('/')[0] ?? '') > at)
      .map((specifier) => `${file} -> ${specifier}`);
  });
}

function isSource(file: string): boolean {
  return file.endsWith('.ts') && !file.endsWith('.test.ts') && !/^(testing\/|index\.ts)/.test(file);
}

test('whoever reads the specification in the order of its README meets nothing that comes later', () => {
  const files = readdirSync(model, { recursive: true, encoding: 'utf8' }).filter(isSource);
  const order = readingOrder();
  expect(order).toContain('step');
  expect(forwardImports(order, new Map(files.map((file) => [file, readFileSync(join(model, file), 'utf8')])))).toEqual(
    [],
  );
});

test('an import of a later folder is found', () => {
  const files = new Map([['rules/x.ts', "import { step } from '../step/step.ts';\nimport { y } from './y.ts';\n"]]);
  expect(forwardImports(['rules', 'step'], files)).toEqual(['rules/x.ts -> ../step/step.ts']);
});
