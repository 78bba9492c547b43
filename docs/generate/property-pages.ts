import type { Needs, Property } from '../../properties/property.ts';
import type { Material } from './material.ts';
import { code, type Page, section, table } from './page.ts';
import { requirementTable } from './requirement-links.ts';

const NEEDS: Readonly<Record<Needs, string>> = {
  answers: 'The answers of S3: any server will do.',
  'kms-calls': 'The KMS calls of each step, as a KMS endpoint or CloudTrail shows them.',
  internals: 'The inside of the implementation: fingerprints of its keys, and its nonces.',
};

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

function propertyPage({ id, title, formula, needs, requirements: cited }: Property, { requirements, mutants }: Material): Page {
  const killed = mutants.filter(({ killedBy }) => killedBy.includes(id));
  const body = [
    `${title}\n\n`,
    section('Formula', `~~~text\n${formula}\n~~~`),
    section('What it needs to see', NEEDS[needs]),
    section('Requirements it rests on', requirementTable(cited, requirements, '../')),
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
