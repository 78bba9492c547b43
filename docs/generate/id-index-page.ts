import type { Citation } from './citations.ts';
import type { Material } from './material.ts';
import { code, type Page, section, table } from './page.ts';
import { linkRequirements, requirementPath } from './requirement-links.ts';
import { SOURCE_SCHEME } from './source-links.ts';
import { reasonOf, type Trail, trailsOf } from './trails.ts';

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
export function idIndexPage(material: Material): Page {
  const trails = trailsOf(material);
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
  const cells = [some([...files(implementing)]), some([...checks, ...files(checking)])];
  const [implemented = '', checked = ''] = cells;
  return [
    `[${requirement.id}](${requirementPath(requirement.area)}#${requirement.id.toLowerCase()})`,
    linkRequirements(requirement.text, ''),
    requirement.confidence,
    implemented === '' ? reason || 'No code of its own: see what checks it.' : implemented,
    checked === '' ? reason || 'Nothing checks it by its id.' : checked,
    some(mutants.map(({ id }) => code(id))),
  ];
}

/** A link to the first place in each file. */
function files(citations: readonly Citation[]): readonly string[] {
  const first = new Map<string, Citation>();
  for (const citation of citations) if (!first.has(citation.path)) first.set(citation.path, citation);
  return [...first.values()].map(({ path, line }) => {
    const name = path.split('/').at(-1) ?? path;
    return `[${code(name)}](${SOURCE_SCHEME}${path}#L${line})`;
  });
}

function some(items: readonly string[]): string {
  const shown = items.slice(0, MOST).join(', ');
  return items.length > MOST ? `${shown} and ${items.length - MOST} more` : shown;
}
