import { type Area, type Requirement, sourceTags, sourceUrl } from '../../model/index.ts';
import type { Citation } from './citations.ts';
import type { Material } from './material.ts';
import { code, type Page, section, table } from './page.ts';
import { linkRequirements, REQUIREMENTS_PAGE } from './requirement-links.ts';

const INTRODUCTION = `Every claim the model rests on: in our words, with its source and how well it is founded. **documented**: AWS says so.
**measured**: somebody recorded it from AWS. **implied**: it follows from the former. **folklore**: it is repeated without evidence.
**unknown**: nobody has said. \`F-\` is a fact, \`D-\` a disagreement between sources, \`K-\` the KMS calls of an operation, \`E-\` an
error, \`U-\` a point left open, \`SC-\` a scenario somebody met.

A claim that nothing implements or checks is outside the model, and listed so that one can see where it ends.

`;

const HEADINGS: Readonly<Record<Area, string>> = {
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
  'open-points': 'Open points',
  scenarios: 'Scenarios',
};

/** The page that shows for every requirement where it comes from, what implements it, what checks it and which mutants it kills. */
export function requirementPage(material: Material): Page {
  const areas = [...new Set(material.requirements.map(({ area }) => area))];
  const tables = areas.map((area) => {
    const rows = material.requirements.filter((entry) => entry.area === area).map((entry) => row(entry, material));
    return section(HEADINGS[area], table(['Id', 'Requirement', 'Implemented by', 'Checked by', ...mutantHeading(material)], rows));
  });
  return { path: REQUIREMENTS_PAGE, title: 'Requirements', body: `${INTRODUCTION}${tables.join('')}` };
}

function mutantHeading({ mutants }: Material): readonly string[] {
  return mutants.length === 0 ? [] : ['Mutants'];
}

function row(requirement: Requirement, material: Material): readonly string[] {
  const { id, text, confidence, source } = requirement;
  const cited = material.citations.filter((citation) => citation.id === id);
  const checking = material.properties.filter(({ requirements }) => requirements.includes(id));
  const killed = material.mutants.filter(({ killedBy }) => checking.some((property) => killedBy.includes(property.id)));
  const cells = [
    `<a id="${id.toLowerCase()}"></a>${id}`,
    `${linkRequirements(text, '')} <small>${confidence}: ${sourceTags(source).map(sourceLink).join(', ')}</small>`,
    paths(cited.filter(implementing)),
    [...checking.map((property) => `[${property.id}](properties/${property.id}.md)`), paths(cited.filter(isTest))]
      .filter((part) => part !== '')
      .join(', '),
  ];
  return material.mutants.length === 0 ? cells : [...cells, killed.map((mutant) => code(mutant.id)).join(', ')];
}

function sourceLink(tag: string): string {
  const url = sourceUrl(tag);
  return url === undefined ? tag : `[${tag}](${url})`;
}

function paths(citations: readonly Citation[]): string {
  return [...new Set(citations.map(({ path }) => path))].map(code).join(', ');
}

/** Files of the model and of the reference; the requirements themselves implement nothing. */
function implementing(citation: Citation): boolean {
  const { path } = citation;
  if (isTest(citation) || path.startsWith('model/requirements/')) return false;
  return path.startsWith('model/') || path.startsWith('src/reference/');
}

function isTest({ path }: Citation): boolean {
  return path.endsWith('.test.ts');
}
