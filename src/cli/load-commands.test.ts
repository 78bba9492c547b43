import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, test } from 'vitest';

const LIST = read('src/cli/load-commands.ts');
/** The file of each command by its name. */
const COMMANDS = new Map(
  [...LIST.matchAll(/\['(\w+)', async .* \(await import\('\.\/([\w-]+\.ts)'\)\)/g)].map(([, name = '', file = '']) => [
    name,
    `src/cli/${file}`,
  ]),
);

function read(file: string): string {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
}

/** What a file loads before any of it runs: types are no more there then, and `import()` comes later. */
function importsOf(file: string): readonly string[] {
  const found = read(file).matchAll(/^(?:import|export) (?!type\b)(?:[^;']*? from )?'([^']+)';$/gm);
  return [...found].map(([, from = '']) => (from.startsWith('.') ? join(dirname(file), from) : from));
}

/** All that a command line of a command loads to begin with, packages by their names. */
function loadedBy(command: string): readonly string[] {
  const own = COMMANDS.get(command);
  if (own === undefined) throw new Error(`no command ${command}`);
  const loaded = new Set(['src/cli/main.ts', 'src/cli/run.ts', 'src/cli/tell.ts', 'src/cli/wiring.ts', own]);
  // A set that grows while it is walked through is walked through to its end.
  for (const one of loaded) if (one.endsWith('.ts')) for (const next of importsOf(one)) loaded.add(next);
  return [...loaded];
}

/** What of it lies below some folders, or is one of some packages. */
function within(places: readonly string[], command: string): readonly string[] {
  return loadedBy(command).filter((one) => places.some((place) => one === place || one.startsWith(`${place}/`)));
}

/** The checker, what it checks by and what it checks; the explorer; the server. */
const WORK = [
  ...['check', 'drivers', 'explore', 'oracle', 'reference', 'serve', 'suts', 'workers'].map(
    (folder) => `src/${folder}`,
  ),
  'fast-check',
];

describe('a command loads what it needs', () => {
  test('each one is looked at here, and some need a lot', () => {
    expect(COMMANDS.size).toBe(LIST.split('await import(').length - 1);
    expect(within(WORK, 'check').length).toBeGreaterThan(100);
  });

  test.each([
    ['import', []],
    ['why', []],
    ['affected', ['serve/policy/policy-document.ts']],
    ['predict', ['serve/policy/policy-document.ts']],
    ['properties', ['check/catalogue.ts', 'check/explained.ts', 'check/system-answers.ts']],
    [
      'schema',
      [
        'explore/options.ts',
        'explore/scope-file/field-schemas.ts',
        'explore/scope-file/json-schema.ts',
        'explore/scope-file/limits.ts',
        'explore/scope-file/schema.ts',
      ],
    ],
  ])('%s: of checker, explorer and server no more than it tells', (command, needed) => {
    const found = within(WORK, command);
    expect(found.toSorted()).toEqual(needed.map((file) => `src/${file}`));
  });

  test.each(['import', 'why', 'affected'])('%s: neither the model nor the schemas of traces', (command) => {
    expect(within(['model/index.ts', 'model/charts', 'model/step', 'properties', 'xstate', 'zod'], command)).toEqual(
      [],
    );
  });
});
