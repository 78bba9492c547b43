import { idsIn } from './citations.ts';
import { type TestExcerpt, testsOf } from './excerpts.ts';
import type { Material } from './material.ts';
import { fenced, type Page, section, table } from './page.ts';
import { linkRequirements, requirementTable } from './requirement-links.ts';
import type { SourceFile } from './source-file.ts';
import { sourceLink } from './source-links.ts';

const RULES = 'model/rules/';

/** One page for each file of rules, the list of them first. */
export function rulePages(material: Material): readonly Page[] {
  const rules = material.sources.filter(({ path }) => path.startsWith(RULES) && !path.endsWith('.test.ts'));
  const list: Page = {
    path: 'rules.md',
    title: 'Rules',
    children: rules.map((rule) => rulePath(rule)),
    body: [
      'What the model decides in plain functions, each with its source, the claims that it follows, an example from ' +
        'its tests that holds, and what was seen of a system that gets it wrong. ' +
        '[Notation](notation.md) explains what is not plain TypeScript.\n',
      table(
        ['Rule', 'What it says', 'Claims'],
        rules.map((rule) => [
          `[${nameOf(rule)}](${rulePath(rule)})`,
          firstSentence(rule),
          String(new Set(idsIn(rule.text)).size),
        ]),
      ),
    ].join('\n'),
  };
  return [list, ...rules.map((rule) => rulePage(rule, material))];
}

/** The page of a file of rules. */
export function rulePath(rule: Pick<SourceFile, 'path'>): string {
  return `rules/${nameOf(rule)}.md`;
}

function nameOf({ path }: Pick<SourceFile, 'path'>): string {
  return path.slice(RULES.length, -'.ts'.length);
}

function rulePage(rule: SourceFile, { sources, requirements, mutants, stories }: Material): Page {
  const ids = [...new Set(idsIn(rule.text))];
  const tests = sources.find(({ path }) => path === rule.path.replace(/\.ts$/, '.test.ts'));
  const holds = tests === undefined ? undefined : shortest(testsOf(tests));
  const breaking = mutants
    .map((mutant) => ({ mutant, shared: mutant.requirements.filter((id) => ids.includes(id)).length }))
    .filter(({ shared, mutant }) => shared > 0 && stories.has(mutant.id))
    .toSorted((a, b) => b.shared - a.shared)[0]?.mutant;
  const body = [
    `${linkRequirements(firstSentence(rule), '../')}\n\n`,
    section('Requirements it follows', requirementTable(ids, requirements, '../')),
    section('An example that holds', holds === undefined || tests === undefined ? '' : exampleText(tests, holds)),
    section(
      'An example that breaks it',
      breaking === undefined ? '' : `${breaking.title}\n\n${fenced('text', stories.get(breaking.id) ?? '')}`,
    ),
    section('The rule itself', `${sourceLink(rule.path)}\n\n${fenced('ts', rule.text)}`),
  ];
  return { path: rulePath(rule), title: nameOf(rule), body: body.join('') };
}

/** An example of a test file, with its words. */
export function exampleText({ path }: SourceFile, { title, code, line }: TestExcerpt): string {
  return `${title}: ${sourceLink(path, line)}\n\n${fenced('ts', code)}`;
}

/** The first short test of the model whose title or code has a word, as an example. */
export function exampleWith(sources: readonly SourceFile[], word: RegExp): string {
  for (const file of sources) {
    if (!/^(?:model\/(?:step|rules)|src\/oracle)\/.*\.test\.ts$/.test(file.path) || !word.test(file.text)) continue;
    const found = testsOf(file).find(
      ({ title, code }) => (word.test(title) || word.test(code)) && code.split('\n').length <= LONGEST_EXAMPLE,
    );
    if (found !== undefined) return exampleText(file, found);
  }
  return '';
}

/** Lines of an example that fits on a screen. */
const LONGEST_EXAMPLE = 25;

/** The first test that has a value to expect and fits on a screen, or the first of all. */
function shortest(tests: readonly TestExcerpt[]): TestExcerpt | undefined {
  return tests.find(({ code }) => code.split('\n').length <= LONGEST_EXAMPLE && /toBe|toEqual/.test(code)) ?? tests[0];
}

function firstSentence({ text }: SourceFile): string {
  const comment = /\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? '';
  return comment
    .replaceAll(/^\s*\* ?/gm, '')
    .replaceAll(/\{@link\s+([^}\s]+)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
