import { type Area, type Requirement, requirement } from '../../model/index.ts';
import { REQUIREMENT_ID } from './citations.ts';
import { table } from './page.ts';

/** The page of an area of requirements, below the folder of generated pages. */
export function requirementPath(area: Area): string {
  return `requirements/${area}.md`;
}

/**
 * Turns every requirement id in a Markdown text into a link. `up` leads from the page to the folder of generated pages:
 * `''` or `'../'`.
 */
export function linkRequirements(text: string, up: '' | '../'): string {
  return text.replaceAll(REQUIREMENT_ID, (id) => {
    const area = requirement(id)?.area;
    return area === undefined ? id : `[${id}](${up}${requirementPath(area)}#${id.toLowerCase()})`;
  });
}

/** Requirements with their texts, each linked; one that is cited twice stands once. */
export function requirementTable(ids: readonly string[], requirements: readonly Requirement[], up: '' | '../'): string {
  const cited = requirements.filter(({ id }) => ids.includes(id));
  return table(
    ['Id', 'Requirement', 'Confidence'],
    cited.map(({ id, text, confidence }) => [linkRequirements(id, up), linkRequirements(text, up), confidence]),
  );
}
