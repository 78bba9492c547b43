import { NEEDS } from '../../src/report/properties-report.ts';
import { exampleFrom, faultExample } from './examples.ts';
import { commentOf, type TestExcerpt } from './excerpts.ts';
import type { DocumentedProperty, Material } from './material.ts';
import { code, type Page, section, table } from './page.ts';
import { linkRequirements, requirementTable } from './requirement-links.ts';
import { sourceLink } from './source-links.ts';

const NOTATION = '[Notation](../notation.md) says what the signs mean.';

/** A way of checking a property. */
interface Check {
  /** For the list of properties. */
  readonly name: string;
  readonly text: string;
}

const MONITOR: Check = { name: 'monitor', text: 'As a monitor: it watches a trace, step by step.' };
const INVARIANT: Check = {
  name: 'invariant',
  text: 'As an invariant: `bucketkey explore` judges every transition of a scope by it.',
};
const GOAL: Check = {
  name: 'liveness goal',
  text: 'As a liveness goal: `bucketkey explore` looks for runs of a scope on which it is pending for ever.',
};
const COMPARISON: Check = { name: 'comparison', text: 'As a comparison of two traces.' };

/** The ways in which a property is checked. */
function checksOf({ needs, invariant, goals }: DocumentedProperty): readonly Check[] {
  const checks = [
    ...(needs === undefined ? [] : [MONITOR]),
    ...(invariant === undefined ? [] : [INVARIANT]),
    ...(goals === undefined ? [] : [GOAL]),
  ];
  return checks.length === 0 ? [COMPARISON] : checks;
}

/** One page for each property, the list of properties first. */
export function propertyPages(material: Material): readonly Page[] {
  const { properties } = material;
  const list: Page = {
    path: 'properties.md',
    title: 'Properties',
    children: properties.map(({ id }) => `properties/${id}.md`),
    body: [
      'What must hold. The same monitors run on the model, the reference, a live server and a recorded file; ' +
        'invariants and',
      'liveness goals are checked where the model is explored.\n',
      table(
        ['Property', 'What must hold', 'Checked as'],
        properties.map((property) => [
          `[${property.id}](properties/${property.id}.md)`,
          property.title,
          checksOf(property)
            .map(({ name }) => name)
            .join(', '),
        ]),
      ),
    ].join('\n'),
  };
  return [list, ...properties.map((property) => propertyPage(property, material))];
}

/** What has to be seen to judge it, in sentences. */
function neededText({ needs, invariant, goals }: DocumentedProperty): string {
  const isOfTwoRuns = needs === undefined && invariant === undefined && goals === undefined;
  const text = NEEDS[needs ?? (isOfTwoRuns ? 'two-runs' : 'states')];
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  return isOfTwoRuns ? `${sentence} Their answers are compared.` : sentence;
}

/** Words of a test that shows a violation. */
const REFUSING = /violation\(|violates|refused/;

function firstHolding(tests: readonly TestExcerpt[]): TestExcerpt | undefined {
  return tests.find(({ code }) => !REFUSING.test(code));
}

function propertyPage(property: DocumentedProperty, { requirements, mutants, sources, stories }: Material): Page {
  const { id, title, formula } = property;
  const file = sources.find(({ path }) => path === `properties/${id}.ts`);
  const tests = sources.find(({ path }) => path === `properties/${id}.test.ts`);
  const killed = mutants.filter(({ killedBy }) => killedBy.includes(id));
  const told = killed.filter((mutant) => stories.get(mutant.id)?.includes(`Violated: ${id}`));
  const breaking = told[0] ?? killed.find((mutant) => stories.has(mutant.id));
  const body = [
    `${title}\n\n`,
    file === undefined
      ? ''
      : `${linkRequirements(
          commentOf(file, (text) => text.includes(`id: '${id}'`)),
          '../',
        )}\n\n`,
    section('Formula', formula === undefined ? '' : `~~~text\n${formula}\n~~~\n\n${NOTATION}`),
    section(
      'How it is checked',
      checksOf(property)
        .map(({ text }) => `- ${text}`)
        .join('\n'),
    ),
    section('What it needs to see', neededText(property)),
    section('Requirements it rests on', requirementTable(property.requirements, requirements, '../')),
    section(
      'Faults it notices',
      table(
        ['Mutant', 'What is wrong with it'],
        killed.map((mutant) => [code(mutant.id), mutant.title]),
      ),
    ),
    section('An example that holds', exampleFrom(tests, firstHolding)),
    section('An example that breaks it', faultExample(breaking, stories)),
    section('Its source', file === undefined ? '' : sourceLink(file.path)),
  ];
  return { path: `properties/${id}.md`, title: id, body: body.join('') };
}
