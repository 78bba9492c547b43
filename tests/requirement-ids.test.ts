import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { citationsIn, idsIn } from '../docs/generate/citations.ts';
import { GAPS, TO_COME } from '../docs/generate/gaps.ts';
import type { SourceFile } from '../docs/generate/source-file.ts';
import { sourceFiles } from '../docs/generate/source-files.ts';
import { REQUIREMENTS, requirement } from '../model/requirements/index.ts';

const FLOORS = ['model', 'properties', 'src'];
const CITATIONS = citationsIn(
  sourceFiles(join(import.meta.dirname, '..'), FLOORS).filter(({ path }) => !path.startsWith('model/requirements/')),
);
const CITED = new Set(CITATIONS.map(({ id }) => id));

/** Citations of requirements that do not exist, as `path:line id`. */
function dangling(citations: ReturnType<typeof citationsIn>): readonly string[] {
  return citations
    .filter(({ id }) => requirement(id) === undefined)
    .map(({ id, path, line }) => `${path}:${line} ${id}`);
}

function sentencesOf(text: string): readonly string[] {
  return citationsIn([{ path: 'a.ts', text }]).map(({ id, line, sentence }) => `${line} ${id}: ${sentence}`);
}

describe('citations of requirements', () => {
  test('every id named anywhere in the three floors exists, and claims refer to claims', () => {
    expect(dangling(CITATIONS)).toEqual([]);
    const within = REQUIREMENTS.flatMap(({ id, text }) => idsIn(text).map((other) => `${id}: ${other}`));
    expect(within.filter((pair) => requirement(pair.split(': ')[1] ?? '') === undefined)).toEqual([]);
  });

  test('the search reads all three floors: each cites something', () => {
    expect([...new Set(CITATIONS.map(({ path }) => path.split('/')[0]))].toSorted()).toEqual(FLOORS);
  });

  test('an id that does not exist is found, with its file and line', () => {
    const text = [
      `// as AWS says (F-${88})`,
      'const a = 1; // see F-999',
      '// SC-99, and AES-256, SHA-256, 1E-10, F-1 are no citations',
    ].join('\n');
    const file: SourceFile = { path: 'model/bad.ts', text };
    expect(dangling(citationsIn([file]))).toEqual(['model/bad.ts:2 F-999', 'model/bad.ts:2 SC-99']);
  });

  test('a range cites all that is in it, also where a line ends in it', () => {
    expect(idsIn('P1 to P3, F-98 to F-100, K-05')).toEqual(['P1', 'P2', 'P3', 'F-98', 'F-99', 'F-100', 'K-05']);
    expect(idsIn('F-22 to K-24')).toEqual(['F-22', 'K-24']);
    expect(sentencesOf('/**\n * So it is (F-22 to\n * F-24).\n */')).toHaveLength(3);
  });

  test('of a comment or a text the sentence is shown', () => {
    expect(sentencesOf('// One thing. Another\n// thing (F-22); more.')).toEqual([
      '1 F-22: Another thing (F-22); more.',
    ]);
    expect(sentencesOf("const url = 'https://a/F-22';\ntest('it is so (F-23)');")).toEqual([
      '1 F-22: https://a/F-22',
      '2 F-23: it is so (F-23)',
    ]);
  });

  test('of a bare id it is what the data around it says, or its name', () => {
    expect(sentencesOf("const m = { id: 'x', title: 'All is lost.', requirements: ['F-22'] };")).toEqual([
      '1 F-22: All is lost.',
    ]);
    expect(sentencesOf("const ROWS = { put: { status: 200, because: ['F-22'] } };")).toEqual(['1 F-22: ROWS.put']);
    expect(sentencesOf("test.each([['GetObject', 'F-22']]);")).toEqual(["1 F-22: ['GetObject', 'F-22']"]);
  });
});

describe('gaps', () => {
  test('every claim about behaviour is cited, or stands among the gaps with a reason; and no cited one does', () => {
    const uncited = REQUIREMENTS.filter(({ id, kind }) => kind === 'behaviour' && !CITED.has(id)).map(({ id }) => id);
    const listed = GAPS.flatMap(({ claims }) => idsIn(claims));
    expect(listed.toSorted()).toEqual(uncited.toSorted());
  });

  test('what is still to come of a claim is said of one that is cited', () => {
    expect(Object.keys(TO_COME).filter((id) => !CITED.has(id))).toEqual([]);
  });
});
