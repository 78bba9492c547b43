import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { citationsIn, type SourceFile } from '../docs/generate/citations.ts';
import { sourceFiles } from '../docs/generate/source-files.ts';
import { requirement } from '../model/requirements/index.ts';

const FLOORS = ['model', 'properties', 'src'];

/** Citations of requirements that do not exist, as `path:line id`. */
function danglingCitations(files: readonly SourceFile[]): readonly string[] {
  return citationsIn(files)
    .filter(({ id }) => requirement(id) === undefined)
    .map(({ id, path, line }) => `${path}:${line} ${id}`);
}

describe('citations of requirements', () => {
  test('every id named anywhere in the three floors exists', () => {
    expect(danglingCitations(sourceFiles(join(import.meta.dirname, '..'), FLOORS))).toEqual([]);
  });

  test('the search reads all three floors: each cites something', () => {
    const files = sourceFiles(join(import.meta.dirname, '..'), FLOORS);
    const floors = new Set(citationsIn(files).map(({ path }) => path.split('/')[0]));
    expect([...floors].toSorted()).toEqual(FLOORS);
  });

  test('an id that does not exist is found, with its file and line', () => {
    const text = [
      `// as AWS says (F-${88})`,
      'const a = 1; // see F-999',
      '// SC-99, and AES-256, SHA-256, 1E-10, F-1 are no citations',
    ].join('\n');
    expect(danglingCitations([{ path: 'model/bad.ts', text }])).toEqual([
      'model/bad.ts:2 F-999',
      'model/bad.ts:3 SC-99',
    ]);
  });
});
