import { posix } from 'node:path';
import { type Citation, firstOfEach } from './citations.ts';
import { code, type Page, section, table } from './page.ts';
import { linkRequirements } from './requirement-links.ts';
import { sourceLink } from './source-links.ts';
import { reasonOf, type Trail } from './trails.ts';

const KINDS: readonly (readonly [prefix: string, heading: string])[] = [
  ['F-', 'Facts'],
  ['P', 'What headers come to'],
  ['D-', 'Where sources disagree'],
  ['K-', 'KMS calls'],
  ['E-', 'Errors'],
  ['U-', 'What AWS leaves open'],
  ['SC-', 'Scenarios'],
];

/** Files and mutants that a row names; the entry of the claim lists all. */
const MOST = 3;

/** The index of all ids: what each claims, how well it is founded, and what stands behind it or why nothing does. */
export function idIndexPage(trails: readonly Trail[]): Page {
  const body = KINDS.map(([prefix, heading]) => {
    const own = trails.filter(({ requirement }) => new RegExp(`^${prefix}\\d`).test(requirement.id));
    return section(
      heading,
      table(['Id', 'Claim', 'Confidence', 'Implemented by', 'Checked by', 'Mutants'], own.map(row)),
    );
  });
  const intro =
    'Every id of the model in one place. The id leads to its entry, with sources and the sentences that cite it. ' +
    'A claim that nothing implements or checks says why.\n\n';
  return { path: 'all-ids.md', title: 'All ids', body: intro + body.join('') };
}

function row(trail: Trail): readonly string[] {
  const { requirement, implementing, checking, properties, mutants } = trail;
  const checks = properties.map(({ id }) => `[${id}](properties/${id}.md)`);
  const reason = reasonOf(trail);
  const implemented = some(files(implementing));
  const checked = some([...checks, ...files(checking)]);
  return [
    linkRequirements(requirement.id, ''),
    linkRequirements(requirement.text, ''),
    requirement.confidence,
    implemented === '' ? reason || 'No code of its own: see what checks it.' : implemented,
    checked === '' ? reason || 'Nothing checks it by its id.' : checked,
    some(mutants.map(({ id }) => code(id))),
  ];
}

/** A link to the first place in each file. */
function files(citations: readonly Citation[]): readonly string[] {
  return firstOfEach(citations, ({ path }) => path).map(({ path, line }) =>
    sourceLink(path, line, posix.basename(path)),
  );
}

function some(items: readonly string[]): string {
  const shown = items.slice(0, MOST).join(', ');
  return items.length > MOST ? `${shown} and ${items.length - MOST} more` : shown;
}
