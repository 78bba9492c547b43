import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  bucketkeyMachine,
  CHARTS,
  CHOICE_POINTS,
  EVENT_NAMES,
  OPEN_POINTS,
  PROFILE_FIELDS,
  PROFILES,
  REQUIREMENTS,
} from '../../model/index.ts';
import { earlierSettingsEnd } from '../../properties/earlier-settings-end.ts';
import type { Property } from '../../properties/property.ts';
import { SHARED, violationAt } from '../../src/diagram/testing/toy-trace.ts';
import { citationsIn } from './citations.ts';
import type { Material } from './material.ts';
import { linkRequirements } from './requirement-links.ts';
import { siteFiles } from './site.ts';
import type { SourceFile } from './source-file.ts';
import { sourceFiles } from './source-files.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const property: Property = {
  id: 'key-scope',
  title: 'A bucket key serves one bucket and one KMS key.',
  requirements: ['F-28', 'F-114'],
  formula: 'G (sameKey(x, y) => x.bucket = y.bucket | x = y)',
  needs: 'internals',
  monitor: () => ({ see: () => 'idle' }),
};

const material: Material = {
  charts: CHARTS,
  machine: bucketkeyMachine,
  properties: [property],
  requirements: REQUIREMENTS,
  openPoints: OPEN_POINTS,
  profiles: PROFILES,
  mutants: [],
  citations: citationsIn([
    { path: 'model/rules/scope.ts', text: '/** A key has one scope. It is a *bucket* (F-27 to\n * F-29). */' },
    { path: 'model/rules/scope.test.ts', text: "test('no two buckets share (F-28)')" },
    { path: 'src/scenario/scope.ts', text: '// Of a tale (F-28).' },
  ]),
  scenarios: [
    {
      scenario: { name: 'shared', title: 'One cache for all.', description: 'A reader rides on a writer (F-97).' },
      result: {
        figures: [{ name: 'calls', value: 1_500, unit: 'calls', expected: '2', holds: false }],
        notes: ['So it is.'],
      },
      traces: [SHARED],
    },
  ],
  sources: [
    { path: 'model/rules/scope.ts', text: '/** A key has one scope (F-28). */\nexport const scope = 1;\n' },
    { path: 'model/rules/scope.test.ts', text: "\ntest('one scope', () => {\n  expect(scope).toBe(1);\n});\n" },
    {
      path: 'properties/key-scope.ts',
      text: "/** It is about pairs. */\nexport const keyScope = { id: 'key-scope' };\n",
    },
    {
      path: 'model/step/put.test.ts',
      text: "test('PutObject draws (U-09)', () => {\n  expect(1).toBe(1);\n});\n",
    },
  ],
  stories: new Map([
    ['shared-between-buckets', '1. ann PutObject b/k  200  <-- here\n\nViolated: key-scope, at step 1'],
  ]),
  contributing:
    '## The recipes\n\n### A new claim\n\n1. `model/requirements/`: its row.\n\n## What only the owner knows\n',
  failure: { trace: SHARED, violation: violationAt(3) },
  guides: sourceFiles(ROOT, ['docs/guides'], '.md'),
};

const files = await siteFiles(material);

function textOf(path: string, among: readonly SourceFile[] = files): string {
  const file = among.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`no file ${path}`);
  return file.text;
}

/** The part of an area page that belongs to a requirement. */
function entryOf(path: string, id: string, among: readonly SourceFile[] = files): string {
  return (
    textOf(path, among)
      .split('\n## ')
      .find((part) => part.startsWith(`${id}\n`)) ?? ''
  );
}

/** Relative links of a page, as `path#anchor` from the folder of generated pages. */
function linksOf({ path, text }: SourceFile): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !target.includes('://'))
    .map((target) => (target.startsWith('#') ? `${path}${target}` : posix.join(posix.dirname(path), target)));
}

function anchorsOf({ path, text }: SourceFile): readonly string[] {
  return [
    path,
    ...[...text.matchAll(/^#+ (.+)$/gm)].map(
      ([, heading = '']) => `${path}#${heading.toLowerCase().replaceAll(' ', '-')}`,
    ),
  ];
}

describe('generated pages', () => {
  test('equal material gives equal files, so that a page changes only when its source does', async () => {
    expect(await siteFiles(material)).toEqual(files);
  });

  test('no two files have the same path', () => {
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
  });

  test.each(CHARTS)(
    'the chart "$title" has a page with its diagram, every state and every reason',
    ({ machine, title }) => {
      const page = textOf(`charts/${machine.id}.md`);
      expect(page).toContain(`# ${title}\n`);
      expect(page).toContain(`](./${machine.id}.svg)`);
      expect(textOf(`charts/${machine.id}.svg`)).toMatch(/^<svg/);
      for (const state of Object.keys(machine.root.states)) expect(page).toContain(`| \`${state}\` |`);
      expect(textOf('charts.md')).toContain(`](charts/${machine.id}.md)`);
    },
  );

  test('a chart page tells its transitions with guards and reasons, and the texts of what it cites', () => {
    const page = textOf('charts/cacheEntry.md');
    expect(page).toContain('| `warm` | `LifetimeEnds` | `absent` | Plaintext is kept for a limited time; AWS does not');
    expect(page).toContain('| [F-103](../requirements/ttl.md#f-103) | AWS says that a bucket key is short-lived');
    expect(textOf('charts/bucketEncryption.md')).toContain(
      '| any state | `PutBucketEncryption` if ruleIsDsse | `dsseKms` | The new rule names aws:kms:dsse',
    );
  });

  test('the composed machine has a page with its picture and its regions, and the config as it is', () => {
    const page = textOf('machine.md');
    expect(page).toContain('](./machine.svg)');
    for (const region of Object.keys(bucketkeyMachine.root.states)) expect(page).toContain(`| \`${region}\` |`);
    expect(JSON.parse(textOf('machine.json'))).toEqual(bucketkeyMachine.config);
  });

  test('a property has a page with its formula, its requirements and what it needs', () => {
    const page = textOf('properties/key-scope.md');
    expect(page).toContain(property.formula);
    expect(page).toContain('The inside of the implementation');
    expect(page).toContain('| [F-28](../requirements/put.md#f-28) |');
    expect(textOf('properties.md')).toContain('[key-scope](properties/key-scope.md)');
  });

  test('a property that compares two runs has a page too, without a formula', async () => {
    const symmetry = { id: 'symmetry', title: 'Renaming requesters changes no outcome.', requirements: ['F-95'] };
    const page = textOf('properties/symmetry.md', await siteFiles({ ...material, properties: [symmetry] }));
    expect(page).toContain('Two runs');
    expect(page).not.toContain('## Formula');
  });

  test('a property tells how it is checked: monitor, invariant, liveness goal or comparison of two runs', async () => {
    const bare = {
      id: 'bare',
      title: 'One that nothing but a monitor checks.',
      requirements: [],
      needs: 'answers',
    } as const;
    const symmetry = { id: 'symmetry', title: 'Renaming requesters changes no outcome.', requirements: ['F-95'] };
    const unmonitored = { ...symmetry, id: 'unmonitored', invariant: () => undefined };
    const both: Property = { ...property, invariant: () => undefined, goals: () => [] };
    const pages = await siteFiles({ ...material, properties: [bare, both, earlierSettingsEnd, symmetry, unmonitored] });
    const checks = (id: string) => {
      const row = textOf('properties.md', pages)
        .split('\n')
        .find((line) => line.startsWith(`| [${id}]`));
      return row?.split('|').at(-2)?.trim();
    };
    expect(['bare', 'key-scope', 'earlier-settings-end', 'symmetry'].map(checks)).toEqual([
      'monitor',
      'monitor, invariant, liveness goal',
      'liveness goal',
      'comparison',
    ]);
    const said = ['As a monitor', 'As an invariant', 'As a liveness goal', 'As a comparison'];
    const saidOf = (id: string) => said.filter((text) => textOf(`properties/${id}.md`, pages).includes(text));
    expect(saidOf('bare')).toEqual(['As a monitor']);
    expect(saidOf('key-scope')).toEqual(['As a monitor', 'As an invariant', 'As a liveness goal']);
    expect(saidOf('earlier-settings-end')).toEqual(['As a liveness goal']);
    expect(textOf('properties/earlier-settings-end.md', pages)).not.toContain('Two runs');
    // Of what only an exploration judges the page said that two runs were needed.
    expect(textOf('properties/unmonitored.md', pages)).toContain('The states of the model');
    expect(textOf('properties/unmonitored.md', pages)).not.toContain('Two runs');
  });

  test('a scenario has a page with its figures, and drawings of what it played', () => {
    const page = textOf('scenarios/shared.md');
    expect(page).toContain('A reader rides on a writer ([F-97](../requirements/');
    expect(page).toContain('| calls | 1,500 | calls | 2 |');
    expect(page).toContain('## Run 1: 4 steps, profile ideal\n');
    expect(page).toContain('](./shared-1-sequence.svg)');
    expect(textOf('scenarios/shared-1-timeline.svg')).toMatch(/^<svg/);
    expect(textOf('scenarios.md')).toContain('[shared](scenarios/shared.md)');
  });

  test('the guide on verdicts shows its failure', () => {
    expect(textOf('guides/verdicts.md')).toContain('](../failure-sequence.svg)');
    expect(textOf('failure-sequence.svg')).toContain('Violated: every-requester-pays.');
  });

  test('every requirement has an entry with its text on the page of its area', () => {
    const missing = REQUIREMENTS.filter(({ id, area, text }) => {
      const opening = text.split(/[[(]|\b[A-Z]+-?\d/)[0] ?? '';
      return !entryOf(`requirements/${area}.md`, id).includes(opening);
    });
    expect(missing).toEqual([]);
  });

  test('a requirement shows its kind, its sources, what checks it, and the sentences that cite it', () => {
    const entry = entryOf('requirements/put.md', 'F-28');
    expect(entry).toContain(
      'behaviour, documented: [UG:bucket-key](https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html)',
    );
    expect(entry).toContain(
      [
        '**Implemented by**',
        '- [`model/rules/scope.ts`](source://model/rules/scope.ts#L1): It is a \\*bucket\\* (F-27 to F-29).',
        '**Checked by**',
        '- [key-scope](../properties/key-scope.md): A bucket key serves one bucket and one KMS key.\n- ' +
          '[`model/rules/scope.test.ts`](source://model/rules/scope.test.ts#L1): no two buckets share (F-28)',
        '**Also cited by**',
        '- [`src/scenario/scope.ts`](source://src/scenario/scope.ts#L1): Of a tale (F-28).',
      ].join('\n\n'),
    );
    expect(entryOf('requirements/ttl.md', 'F-104')).toContain('background, folklore');
  });

  test('the overview lists the gaps, each by its reason', () => {
    const page = textOf('requirements.md');
    expect(page).toContain('| Nothing is appended to an object of the model. | [E-37](requirements/errors.md#e-37) |');
    expect(page).toContain('| [F-122](requirements/key-state.md#f-122) | Control of');
  });

  test('every open point, every field and every choice point is on the page of open points', () => {
    const page = textOf('open-points.md');
    for (const { id, treatment, boundedBy } of OPEN_POINTS) {
      expect(page).toContain(`[${id}](open-points/${id}.md)`);
      expect(page).toContain(linkRequirements(treatment, ''));
      for (const field of boundedBy) expect(page).toContain(`\n| \`${field}\` | `);
    }
    for (const field of PROFILE_FIELDS) expect(page).toContain(`\n| \`${field}\` | `);
    for (const [point, id] of Object.entries(CHOICE_POINTS))
      expect(page).toMatch(new RegExp(`\n\\| \`${point}\` \\| .+ \\| \\[${id}\\]\\(`));
    expect(page).toContain('| `cacheLifetime` | 0 to 1 d | 0 to 1 d | 0 to 1 d | 0 to 4 min | 5 min | 10 min |');
  });

  test('every relative link leads to a page or a diagram, and to a heading on it', () => {
    const targets = new Set(files.flatMap(anchorsOf));
    const dangling = files.flatMap((file) =>
      linksOf(file)
        .filter((link) => !targets.has(link))
        .map((link) => `${file.path}: ${link}`),
    );
    expect(dangling).toEqual([]);
  });

  test('the guides name every field of a profile, and every profile', () => {
    const openQuestions = textOf('guides/open-questions.md');
    expect(PROFILE_FIELDS.filter((field) => !openQuestions.includes(`\`${field}\``))).toEqual([]);
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const lists = [readme, textOf('guides/how-to-read-the-model.md'), textOf('guides/recorded-traces.md')];
    for (const list of lists)
      expect(PROFILES.map(({ name }) => name).filter((name) => !list.includes(`\`${name}\``))).toEqual([]);
  });

  test('the guides link what they cite', () => {
    const cited = textOf('guides/what-are-bucket-keys.md').match(/\[F-\d+\]\(\.\.\/requirements\//g) ?? [];
    expect(cited.length).toBeGreaterThan(20);
  });
});

describe('the rules are published', () => {
  test('a rule has a page with its source, the claims that it follows, and an example from its tests', async () => {
    const page = textOf('rules/scope.md');
    expect(page).toContain('| [F-28](../requirements/put.md#f-28) |');
    expect(page).toContain('one scope: [`model/rules/scope.test.ts`](source://model/rules/scope.test.ts#L2)');
    expect(page).toContain("test('one scope', () => {\n  expect(scope).toBe(1);\n});");
    expect(page).toContain('export const scope = 1;');
    expect(textOf('rules.md')).toContain('[scope](rules/scope.md)');
  });

  test('every operation has a page with its fields, its checks and its claims', () => {
    for (const op of EVENT_NAMES) expect(textOf('operations.md')).toContain(`[${op}](operations/${op}.md)`);
    const page = textOf('operations/PutObject.md');
    expect(page).toContain('| `headers` | `encryptionHeaders` |');
    expect(page).toContain('1. `bucket`\n2. `headers`');
    expect(page).toContain('PutObject draws (U-09): [`model/step/put.test.ts`](source://model/step/put.test.ts#L1)');
    expect(textOf('open-points/U-09.md')).toContain("test('PutObject draws (U-09)'");
    expect(page).toContain('| [F-22](../requirements/put.md#f-22) |');
  });

  test('every open point has a page with what each profile says', () => {
    for (const { id } of OPEN_POINTS) expect(textOf(`open-points/${id}.md`)).toContain('## In the model');
    expect(textOf('open-points/U-01.md')).toContain('| `cacheLifetime` | 0 to 1 d |');
  });

  test('a property says in words what it is about, and links its source', () => {
    const page = textOf('properties/key-scope.md');
    expect(page).toContain('It is about pairs.');
    expect(page).toContain('[`properties/key-scope.ts`](source://properties/key-scope.ts)');
  });

  test('what breaks a rule, a property or an operation is told as a story', async () => {
    const mutants = [
      { id: 'shared-between-buckets', title: 'One for all.', requirements: ['F-28'], killedBy: ['key-scope'] },
    ];
    const told = await siteFiles({ ...material, mutants });
    for (const path of ['rules/scope.md', 'properties/key-scope.md', 'operations/PutObject.md'])
      expect(textOf(path, told)).toContain('One for all.\n\n````text\n1. ann PutObject b/k  200  <-- here');
  });

  test('the index has every id, with what stands behind it or the reason why nothing does', () => {
    const page = textOf('all-ids.md');
    const rowOf = (id: string) => page.split('\n').find((line) => line.startsWith(`| [${id}](`)) ?? '';
    for (const { id } of REQUIREMENTS) expect(rowOf(id), id).not.toBe('');
    expect(rowOf('F-28')).toContain(
      '[`scope.ts`](source://model/rules/scope.ts#L1) | [key-scope](properties/key-scope.md)',
    );
    expect(rowOf('E-37')).toContain('Nothing is appended to an object of the model.');
    expect(rowOf('F-104')).toContain('Background: ');
  });

  test('the recipes are a guide', () => {
    expect(textOf('guides/adding.md')).toContain('## A new claim\n\n1. `model/requirements/`: its row.');
  });
});

describe('mutants', () => {
  test('without measured mutants the pages do not mention them', () => {
    expect(textOf('properties/key-scope.md')).not.toContain('Faults it notices');
    expect(entryOf('requirements/put.md', 'F-28')).not.toContain('Mutants');
  });

  test('a mutant stands with the properties that kill it and with the requirements it breaks', async () => {
    const mutants = [
      {
        id: 'shared-between-buckets',
        title: 'One bucket key serves all buckets.',
        requirements: ['F-28'],
        killedBy: ['key-scope'],
      },
    ];
    const measured = await siteFiles({ ...material, mutants });
    expect(textOf('properties/key-scope.md', measured)).toContain(
      '| `shared-between-buckets` | One bucket key serves all buckets. |',
    );
    expect(entryOf('requirements/put.md', 'F-28', measured)).toContain('- `shared-between-buckets`: One');
    expect(entryOf('requirements/put.md', 'F-27', measured)).not.toContain('shared-between-buckets');
  });
});

describe('typedoc.json', () => {
  const documents = JSON.parse(readFileSync(join(ROOT, 'typedoc.json'), 'utf8')).projectDocuments as string[];

  test('lists every guide and every page that is no child of another, and nothing else', () => {
    const listed = files.map(({ path }) => path).filter((path) => path !== 'start.md');
    const top = listed.filter((path) => path.startsWith('guides/') || /^[^/]+\.md$/.test(path));
    expect(documents.toSorted()).toEqual(top.map((path) => `docs/generated/${path}`).toSorted());
  });
});
