import type { CataloguedProperty } from '../check/catalogue.ts';
import { labelled } from './columns.ts';
import { shownJson, shownText } from './shown.ts';
import { requirementLines } from './violation-text.ts';

const NEEDS: Readonly<Record<CataloguedProperty['needs'], string>> = {
  answers: 'the answers of S3: any server will do',
  'kms-calls': 'the KMS calls of each step, as a KMS endpoint or CloudTrail shows them',
  internals: 'the inside of the implementation: fingerprints of its keys, and its nonces',
  'two-runs': 'two runs: a trace as it is, and a variant of it',
  states: 'the states of the model and the steps between them',
};

/** Properties for people, a few lines each. */
export function propertyListText(properties: readonly CataloguedProperty[]): string {
  return shownText(
    properties.flatMap((property, index) =>
      [...(index === 0 ? [] : ['']), ...aboutLines(property, '  '), restsOn(property)].flat(),
    ),
  );
}

/** One property for people, with what it rests on in full. */
export function propertyText(property: CataloguedProperty): string {
  const { requirements } = property;
  const claims = requirements.length === 0 ? [] : ['', '  It rests on', ...requirements.flatMap(requirementLines)];
  return shownText([...aboutLines(property, '  '), ...claims]);
}

function aboutLines(property: CataloguedProperty, indent: string): readonly string[] {
  const { id, title, formula, needs, checkedBy, condition } = property;
  return [
    id,
    ...labelled(indent, title),
    ...(formula === undefined ? [] : labelled(`${indent}formula     `, formula)),
    ...labelled(`${indent}needs       `, NEEDS[needs]),
    ...labelled(`${indent}checked by  `, checkedBy.join(', ')),
    ...(condition === undefined ? [] : labelled(`${indent}when        `, condition)),
  ];
}

function restsOn({ requirements }: CataloguedProperty): readonly string[] {
  return requirements.length === 0 ? [] : labelled('  rests on    ', requirements.join(', '));
}

/** Properties as JSON, keys always in the same order. */
export function propertyListJson(properties: readonly CataloguedProperty[]): string {
  return shownJson({ properties: properties.map(entryOf) });
}

/** One property as JSON. */
export function propertyJson(property: CataloguedProperty): string {
  return shownJson(entryOf(property));
}

function entryOf({ id, title, formula, requirements, needs, checkedBy, condition }: CataloguedProperty) {
  return { id, title, formula: formula ?? null, requirements, needs, checkedBy, condition: condition ?? null };
}
