import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { METAMORPHIC } from '../properties/metamorphic.ts';
import { LIVENESS, ON_TRANSITIONS_ALONE, PROPERTIES } from '../properties/properties.ts';

const root = resolve(import.meta.dirname, '..');
const DOOR = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'];

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The anchors GitHub gives to the headings of a page. */
function anchorsOf(markdown: string): readonly string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Relative links of a page, its own headings included. */
function linksIn(markdown: string): readonly string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to).filter((to) => !/^\w+:/.test(to));
}

/** Whether a link of a page leads to a file or folder, and to a heading in it. */
function leadsSomewhere(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : join(dirname(page), file);
  return existsSync(join(root, target)) && (anchor === undefined || anchorsOf(textOf(target)).includes(anchor));
}

test.each(DOOR)('every relative link of %s leads to a file, and to a heading in it', (page) => {
  const links = linksIn(textOf(page));
  expect(links).not.toEqual([]);
  expect(links.filter((link) => !leadsSomewhere(page, link))).toEqual([]);
});

test('a link that leads nowhere is found, to a file as to a heading', () => {
  expect(linksIn('[a](x/y.md#z) and [b](https://example.org/), [c](#d)')).toEqual(['x/y.md#z', '#d']);
  expect(leadsSomewhere('README.md', 'model/README.md#the-interpreter')).toBe(true);
  expect(leadsSomewhere('README.md', 'model/README.md#the-interpretation')).toBe(false);
  expect(leadsSomewhere('README.md', 'model/READYOU.md')).toBe(false);
});

test('README lists every property in English, in order, each linked to its file', () => {
  const listed = [...textOf('README.md').matchAll(/^- \[(.+)\]\((properties\/.+)\)$/gm)];
  const properties = [...PROPERTIES, ...ON_TRANSITIONS_ALONE, ...LIVENESS, ...METAMORPHIC];
  expect(listed.map(([, title, file]) => [title, file])).toEqual(
    properties.map(({ id, title }) => [title, `properties/${id}.ts`]),
  );
});

describe('commands', () => {
  const guides = readdirSync(join(root, 'docs/guides')).map((file) => `docs/guides/${file}`);
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>> };

  test.each([...DOOR, ...guides, '.github/workflows/test.yml'])(
    'every script that %s runs is in package.json',
    (page) => {
      const named = [...textOf(page).matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script);
      expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
    },
  );

  test('the workflow runs the command that README promises', () => {
    const [, command] = /```sh\n(npm ci && npm test)\n```/.exec(textOf('README.md')) ?? [];
    expect(textOf('.github/workflows/test.yml')).toContain(`- run: ${command}\n`);
  });
});

test('the oldest Node that is supported is the same wherever it is named', () => {
  const { engines } = JSON.parse(textOf('package.json')) as { engines: { node: string } };
  const oldest = engines.node.replace('>=', '');
  expect(textOf('.node-version')).toBe(`${oldest}\n`);
  expect(textOf('.github/workflows/test.yml')).toContain(`node: ['${oldest}', `);
  expect(textOf('README.md')).toContain(`Node ${oldest.replace(/\.0$/, '')} or later`);
});
