import type { Needs } from '../../properties/property.ts';
import type { DocumentedProperty, Material } from './material.ts';
import { code, type Page, section, table } from './page.ts';
import { requirementTable } from './requirement-links.ts';

const NEEDS: Readonly<Record<Needs, string>> = {
  answers: 'The answers of S3: any server will do.',
  'kms-calls': 'The KMS calls of each step, as a KMS endpoint or CloudTrail shows them.',
  internals: 'The inside of the implementation: fingerprints of its keys, and its nonces.',
};

const TWO_RUNS = 'Two runs: a trace as it is, and a variant of it. Their answers are compared.';
const STATES = 'The states of the model and the steps between them.';

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

function propertyPage(property: DocumentedProperty, { requirements, mutants }: Material): Page {
  const { id, title, formula, needs, goals } = property;
  const killed = mutants.filter(({ killedBy }) => killedBy.includes(id));
  const body = [
    `${title}\n\n`,
    section('Formula', formula === undefined ? '' : `~~~text\n${formula}\n~~~`),
    section(
      'How it is checked',
      checksOf(property)
        .map(({ text }) => `- ${text}`)
        .join('\n'),
    ),
    section('What it needs to see', needs !== undefined ? NEEDS[needs] : goals !== undefined ? STATES : TWO_RUNS),
    section('Requirements it rests on', requirementTable(property.requirements, requirements, '../')),
    section(
      'Faults it notices',
      table(
        ['Mutant', 'What is wrong with it'],
        killed.map((mutant) => [code(mutant.id), mutant.title]),
      ),
    ),
  ];
  return { path: `properties/${id}.md`, title: id, body: body.join('') };
}
