import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const FOLDERS = ['model', 'properties', 'src', 'tests', 'bench', 'docs'];

/** Files whose lines are still longer, with the reason. */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['bench/twins/node_modules/', 'not ours'],
  ['tests/duckdb/node_modules/', 'not ours'],
  ['tests/sdk/node_modules/', 'not ours'],
  ['docs/site/', 'built'],
]);

/** Lines of a text with more than 120 columns, as numbers from 1; nobody can break a word such as an address. */
function longLines(text: string): readonly number[] {
  return text.split('\n').flatMap((line, index) => ([...line].length > 120 && /\S\s+\S/.test(line) ? [index + 1] : []));
}

test('no line is longer than 120 columns', () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  ).filter((file) => /\.m?ts$|\.mjs$/.test(file) && ![...EXCEPTIONS.keys()].some((start) => file.startsWith(start)));
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) =>
    longLines(readFileSync(join(root, file), 'utf8')).map((line) => `${file}:${line}`),
  );
  expect(found).toEqual([]);
});

test('a line of 121 columns is found, one of 120 is not, nor an address', () => {
  expect(longLines(`${'x '.repeat(60)}x\n${'x '.repeat(60)}\nhttps://${'x'.repeat(120)}`)).toEqual([1]);
});
