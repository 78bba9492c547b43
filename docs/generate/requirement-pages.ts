import { type Area, type Requirement, sourceTags, sourceUrl } from '../../model/index.ts';
import type { Citation } from './citations.ts';
import type { Material } from './material.ts';
import { code, type Page, section, table } from './page.ts';
import { linkRequirements, requirementPath } from './requirement-links.ts';

const INTRODUCTION = `Every claim the model rests on, in our words, with its source and how well it is founded.

* **documented**: AWS says so.
* **measured**: somebody recorded it from AWS.
* **implied**: it follows from the former.
* **folklore**: it is repeated without evidence.
* **unknown**: nobody has said.

\`F-\` is a fact, \`D-\` a disagreement between sources, \`K-\` the KMS calls of an operation, \`E-\` an error,
\`U-\` a point left open, \`SC-\` a scenario somebody met. A claim that nothing implements or checks is outside the
model. It is listed so that one can see where the model ends.

`;

const TITLES: Readonly<Record<Area, string>> = {
  config: 'Bucket configuration',
  put: 'Writing an object',
  get: 'Reading an object',
  copy: 'Copying an object',
  multipart: 'Multipart uploads',
  replication: 'Replication',
  etag: 'ETags',
  'encryption-context': 'Encryption context',
  requester: 'Requesters',
  ttl: 'Lifetime and savings',
  'key-hierarchy': 'Key hierarchy',
  'key-state': 'Key state and revocation',
  rotation: 'Key rotation',
  quota: 'Quotas and throttling',
  pricing: 'Prices',
  cloudtrail: 'Logs',
  policy: 'Policies',
  'update-encryption': 'UpdateObjectEncryption',
  inventory: 'Inventory and batch jobs',
  limits: 'Limits',
  disagreements: 'Where sources disagree',
  calls: 'KMS calls',
  errors: 'Errors',
  'open-points': 'What AWS leaves open',
  scenarios: 'Scenarios',
};

/** Folder of the requirements, which neither implement nor check each other. */
const REQUIREMENTS = 'model/requirements/';

/** What in the project stands behind a requirement, as Markdown. */
interface Trail {
  readonly requirement: Requirement;
  readonly implementedBy: readonly string[];
  readonly checkedBy: readonly string[];
  readonly mutants: readonly string[];
}

/** One page for each area of requirements, the overview first. */
export function requirementPages(material: Material): readonly Page[] {
  const trails = material.requirements.map((requirement) => trailOf(requirement, material));
  const areas = [...new Set(material.requirements.map(({ area }) => area))];
  const pages = areas.map((area): Page => {
    const entries = trails.filter((trail) => trail.requirement.area === area).map((trail) => entry(trail, material));
    return { path: requirementPath(area), title: TITLES[area], body: entries.join('') };
  });
  const overview = areas.map((area) => {
    const own = trails.filter((trail) => trail.requirement.area === area);
    const implemented = own.filter(({ implementedBy }) => implementedBy.length > 0);
    const checked = own.filter(({ checkedBy }) => checkedBy.length > 0);
    return [
      `[${TITLES[area]}](${requirementPath(area)})`,
      ...[own, implemented, checked].map(({ length }) => String(length)),
    ];
  });
  const list: Page = {
    path: 'requirements.md',
    title: 'Requirements',
    children: pages.map(({ path }) => path),
    body: `${INTRODUCTION}${table(['Area', 'Requirements', 'Implemented', 'Checked'], overview)}`,
  };
  return [list, ...pages];
}

function trailOf(requirement: Requirement, { citations, properties, mutants }: Material): Trail {
  const cited = citations.filter(({ id, path }) => id === requirement.id && !path.startsWith(REQUIREMENTS));
  const checking = properties.filter(({ requirements }) => requirements.includes(requirement.id));
  const breaking = mutants.filter(({ requirements }) => requirements.includes(requirement.id));
  return {
    requirement,
    implementedBy: files(cited.filter(isImplementation)),
    checkedBy: [...checking.map(({ id }) => `[${id}](../properties/${id}.md)`), ...files(cited.filter(isTest))],
    mutants: breaking.map(({ id }) => code(id)),
  };
}

function entry({ requirement, implementedBy, checkedBy, mutants }: Trail, material: Material): string {
  const { id, text, confidence, source } = requirement;
  const measured = material.mutants.length > 0;
  const headings = [
    'Confidence',
    'Source',
    'Implemented by',
    'Checked by',
    ...(measured ? ['Mutants that break it'] : []),
  ];
  const cells = [
    [confidence],
    sourceTags(source).map(sourceLink),
    implementedBy,
    checkedBy,
    ...(measured ? [mutants] : []),
  ];
  return section(
    id,
    `${linkRequirements(text, '../')}\n\n${table(headings, [cells.map((parts) => parts.join(', ') || '-')])}`,
  );
}

function sourceLink(tag: string): string {
  const url = sourceUrl(tag);
  if (url === undefined) return tag;
  return `[${tag.startsWith('https://') ? new URL(tag).hostname : tag}](${url})`;
}

function files(citations: readonly Citation[]): readonly string[] {
  return [...new Set(citations.map(({ path }) => path))].map(code);
}

/** Files of the model and of the reference. */
function isImplementation(citation: Citation): boolean {
  const { path } = citation;
  return !isTest(citation) && (path.startsWith('model/') || path.startsWith('src/reference/'));
}

function isTest({ path }: Citation): boolean {
  return path.endsWith('.test.ts');
}
