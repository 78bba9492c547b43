import { idsIn } from './citations.ts';
import { exampleFrom, faultExample, isShort } from './examples.ts';
import { firstComment, type TestExcerpt } from './excerpts.ts';
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
    children: rules.map(rulePath),
    body: [
      'What the model decides in plain functions, each with its source, the claims that it follows, an example from ' +
        'its tests that holds, and what was seen of a system that gets it wrong. ' +
        '[Notation](notation.md) explains what is not plain TypeScript.\n',
      table(
        ['Rule', 'What it says', 'Claims'],
        rules.map((rule) => [
          `[${nameOf(rule)}](${rulePath(rule)})`,
          summaryOf(rule),
          String(new Set(idsIn(rule.text)).size),
        ]),
      ),
    ].join('\n'),
  };
  return [list, ...rules.map((rule) => rulePage(rule, material))];
}

/** The page of a file of rules. */
function rulePath(rule: SourceFile): string {
  return `rules/${nameOf(rule)}.md`;
}

function nameOf({ path }: SourceFile): string {
  return path.slice(RULES.length, -'.ts'.length);
}

function rulePage(rule: SourceFile, { sources, requirements, mutants, stories }: Material): Page {
  const ids = [...new Set(idsIn(rule.text))];
  const tests = sources.find(({ path }) => path === rule.path.replace(/\.ts$/, '.test.ts'));
  const breaking = mutants
    .map((mutant) => ({ mutant, shared: mutant.requirements.filter((id) => ids.includes(id)).length }))
    .filter(({ shared, mutant }) => shared > 0 && stories.has(mutant.id))
    .toSorted((a, b) => b.shared - a.shared)[0]?.mutant;
  const body = [
    `${linkRequirements(summaryOf(rule), '../')}\n\n`,
    section('Requirements it follows', requirementTable(ids, requirements, '../')),
    section('An example that holds', exampleFrom(tests, firstTelling)),
    section('An example that breaks it', faultExample(breaking, stories)),
    section('The rule itself', `${sourceLink(rule.path)}\n\n${fenced('ts', rule.text)}`),
  ];
  return { path: rulePath(rule), title: nameOf(rule), body: body.join('') };
}

/** The first test that has a value to expect and fits on a screen, or the first of all. */
function firstTelling(tests: readonly TestExcerpt[]): TestExcerpt | undefined {
  return tests.find((one) => isShort(one) && /toBe|toEqual/.test(one.code)) ?? tests[0];
}

/** What the first comment says, on one line. */
function summaryOf({ text }: SourceFile): string {
  return firstComment(text).replaceAll(/\s+/g, ' ');
}
