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

/** One page for each property, the list of properties first. */
export function propertyPages(material: Material): readonly Page[] {
  const { properties } = material;
  const list: Page = {
    path: 'properties.md',
    title: 'Properties',
    children: properties.map(({ id }) => `properties/${id}.md`),
    body: [
      'What must hold of every trace. The same monitors run on the model, the reference, a live server and a recorded file.\n',
      table(
        ['Property', 'What must hold'],
        properties.map(({ id, title }) => [`[${id}](properties/${id}.md)`, title]),
      ),
    ].join('\n'),
  };
  return [list, ...properties.map((property) => propertyPage(property, material))];
}

function propertyPage(property: DocumentedProperty, { requirements, mutants }: Material): Page {
  const { id, title, formula, needs } = property;
  const killed = mutants.filter(({ killedBy }) => killedBy.includes(id));
  const body = [
    `${title}\n\n`,
    section('Formula', formula === undefined ? '' : `~~~text\n${formula}\n~~~`),
    section('What it needs to see', needs === undefined ? TWO_RUNS : NEEDS[needs]),
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
