import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const PAGE = 'CONTRIBUTING.md';
const page = readFileSync(join(root, PAGE), 'utf8');

/** A recipe as the page tells it. */
interface Recipe {
  readonly title: string;
  /** Names of what was once added in this way. */
  readonly example: readonly string[];
  /** Files and folders that its numbered steps name. */
  readonly places: readonly string[];
}

/** What stands between backticks. */
function codeIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** Paths among it: a word with a slash or with the ending of a file. */
function pathsIn(text: string): readonly string[] {
  return codeIn(text).filter((code) => /^[\w.-]+(\/[\w.-]*)+$|^[\w.-]+\.(md|ts|json)$/.test(code));
}

/** The recipe of a section; `ID` in a path stands for the name of the example. */
function recipeOf(section: string): Recipe {
  const example = codeIn(/^Example: (.+)$/m.exec(section)?.[1] ?? '');
  const steps = section.split('\n\n').filter((block) => /^\d+\. /.test(block));
  return {
    title: section.split('\n')[0] ?? '',
    example,
    places: pathsIn(steps.join('\n')).map((path) => path.replace('ID', example[0] ?? '')),
  };
}

const recipes = page
  .split(/^### /m)
  .slice(1)
  .map((section) => recipeOf(section.split(/^## /m)[0] ?? ''));

/** What campaigns have come to is written by them. */
const RESULTS = 'docs/conformance/';

/** Files of the project that name one of these, or are called so; `git grep` passes over what is ignored. */
function filesNaming(names: readonly string[]): readonly string[] {
  const patterns = names.flatMap((name) => ['-e', name]);
  const { stdout } = spawnSync('git', ['grep', '--no-index', '--exclude-standard', '-lwF', ...patterns], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((file) => file !== '' && file !== PAGE && !file.startsWith(RESULTS));
}

function isIn(place: string, file: string): boolean {
  return place.endsWith('/') ? file.startsWith(place) : file === place;
}

/** Files that no place has. */
function unnamed(places: readonly string[], files: readonly string[]): readonly string[] {
  return files.filter((file) => !places.some((place) => isIn(place, file)));
}

/** Places that have none of the files. */
function without(places: readonly string[], files: readonly string[]): readonly string[] {
  return places.filter((place) => !files.some((file) => isIn(place, file)));
}

test('there are three recipes: for an operation, a property and a claim', () => {
  expect(recipes.map(({ title }) => title)).toEqual(['A new operation', 'A new property', 'A new claim']);
});

describe.each(recipes)('$title', ({ example, places }) => {
  const files = filesNaming(example);

  test('every place where its example is named is in a step', () => {
    expect(files.length).toBeGreaterThan(8);
    expect(unnamed(places, files)).toEqual([]);
  });

  test('every place of a step is called or names what the example is', () => {
    const called = places.filter((place) => example.some((name) => place.split('/').includes(name)));
    expect(without(places, [...files, ...called])).toEqual([]);
  });

  test('no step sends its reader to a whole floor', () => {
    expect(places.filter((place) => /^[^/]+\/$/.test(place))).toEqual([]);
  });
});

describe('the comparison can fail', () => {
  test('a file that the steps do not name is found, and so is a step without any', () => {
    const { places } = recipeOf(
      'A new x\n\nExample: `x`\n\n1. `model/`: a row.\n2. `src/ID.ts`: code.\n\nSee `docs/y.md`.',
    );
    expect(places).toEqual(['model/', 'src/x.ts']);
    expect(unnamed(places, ['model/a.ts', 'src/b.ts'])).toEqual(['src/b.ts']);
    expect(without(places, ['model/a.ts', 'src/b.ts'])).toEqual(['src/x.ts']);
  });

  test('what is looked for is found whole, and nothing that begins like it', () => {
    const beginning = ['copy', 'takes', 'dest'].join('-');
    expect(filesNaming([`${beginning}ination`])).not.toEqual([]);
    expect(filesNaming([beginning])).toEqual([]);
  });
});

describe('what the page names exists', () => {
  test('every file and folder', () => {
    const plain = pathsIn(page).filter((path) => !path.includes('ID'));
    const named = [...plain, ...recipes.flatMap(({ places }) => places)];
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('every file and folder that a command is given', () => {
    const given = codeIn(page)
      .filter((code) => code.startsWith('npx '))
      .flatMap((command) => command.split(' '))
      .filter((word) => word.includes('/'));
    expect(given.length).toBeGreaterThan(2);
    expect(given.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
