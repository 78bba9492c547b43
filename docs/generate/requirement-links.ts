import type { Requirement } from '../../model/index.ts';
import { REQUIREMENT_ID } from './citations.ts';
import { table } from './page.ts';

/** Name of the page that lists every requirement. */
export const REQUIREMENTS_PAGE = 'requirements.md';

/** Turns every requirement id in a Markdown text into a link to its row. `up` leads from the page to the folder of the requirement page: `''` or `'../'`. */
export function linkRequirements(text: string, up: string): string {
  return text.replaceAll(REQUIREMENT_ID, (id) => `[${id}](${up}${REQUIREMENTS_PAGE}#${id.toLowerCase()})`);
}

/** Requirements with their texts, each linked to its row; a requirement named twice stands once. */
export function requirementTable(ids: readonly string[], requirements: readonly Requirement[], up: string): string {
  const cited = requirements.filter(({ id }) => ids.includes(id));
  return table(
    ['Id', 'Requirement', 'Confidence'],
    cited.map(({ id, text, confidence }) => [linkRequirements(id, up), linkRequirements(text, up), confidence]),
  );
}
