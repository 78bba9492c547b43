import { type Area, sourceTags, sourceUrl } from '../../model/index.ts';
import { type Citation, firstOfEach, idsIn } from './citations.ts';
import { GAPS, TO_COME } from './gaps.ts';
import { code, type Page, section, table } from './page.ts';
import { linkRequirements, requirementPath } from './requirement-links.ts';
import { sourceLink } from './source-links.ts';
import { reasonOf, type Trail } from './trails.ts';

const INTRODUCTION = `Every claim the model rests on, in our words, with its source and how well it is founded.

* **documented**: AWS says so.
* **measured**: somebody recorded it from AWS.
* **implied**: it follows from the former.
* **folklore**: it is repeated without evidence.
* **unknown**: nobody has said.

\`F-\` is a fact, \`P\` what headers come to in a bucket, \`D-\` a disagreement between sources, \`K-\` the KMS calls
of an operation, \`E-\` an error, \`U-\` a point left open, \`SC-\` a scenario somebody met. A claim is about behaviour
or is marked as background. Each entry lists the sentences of the code that cite the claim: nobody writes them down
here. The claims about behaviour that nothing cites stand below as gaps.

`;

const TITLES: Readonly<Record<Area, string>> = {
  config: 'Bucket configuration',
  put: 'Writing an object',
  get: 'Reading an object',
  copy: 'Copying an object',
  multipart: 'Multipart uploads',
  versions: 'Versions',
  replication: 'Replication',
  etag: 'ETags',
  'encryption-context': 'Encryption context',
  requester: 'Requesters',
  ttl: 'Keys, lifetimes and savings',
  'key-state': 'KMS keys',
  quota: 'Quotas and prices',
  cloudtrail: 'Logs',
  policy: 'Policies',
  'update-encryption': 'UpdateObjectEncryption',
  limits: 'Inventory, limits and neighbours',
  disagreements: 'Where sources disagree',
  calls: 'KMS calls',
  errors: 'Errors',
  'open-points': 'What AWS leaves open',
  scenarios: 'Scenarios',
};

/** One page for each area of requirements, the overview first. */
export function requirementPages(trails: readonly Trail[]): readonly Page[] {
  const areas = [...new Set(trails.map(({ requirement }) => requirement.area))];
  const pages = areas.map((area): Page => {
    const entries = trails.filter(({ requirement }) => requirement.area === area).map(entry);
    return { path: requirementPath(area), title: TITLES[area], body: entries.join('') };
  });
  const overview = areas.map((area) => {
    const own = trails.filter(({ requirement }) => requirement.area === area);
    const implemented = own.filter(({ implementing }) => implementing.length > 0);
    const checked = own.filter(({ checking, properties }) => checking.length + properties.length > 0);
    const killed = own.filter(({ mutants }) => mutants.length > 0);
    return [
      `[${TITLES[area]}](${requirementPath(area)})`,
      ...[own, implemented, checked, killed].map(({ length }) => String(length)),
    ];
  });
  const gaps = GAPS.map(({ reason, claims }) => [reason, linkRequirements(idsIn(claims).join(', '), '')]);
  const toCome = Object.entries(TO_COME).map(([id, text]) => [linkRequirements(id, ''), text]);
  const list: Page = {
    path: 'requirements.md',
    title: 'Requirements',
    children: pages.map(({ path }) => path),
    body: [
      INTRODUCTION,
      table(['Area', 'Requirements', 'Implemented', 'Checked', 'Broken by mutants'], overview),
      '\n\n',
      section('Gaps', table(['Why nothing cites them', 'Claims'], gaps)),
      section('Still to come', table(['Claim', 'What of it is missing'], toCome)),
    ].join(''),
  };
  return [list, ...pages];
}

function entry(trail: Trail): string {
  const { requirement, implementing, checking, others, properties, mutants } = trail;
  const { id, text, kind, confidence, source } = requirement;
  const checks = properties.map((property) => `[${property.id}](../properties/${property.id}.md): ${property.title}`);
  const parts = [
    `${linkRequirements(text, '../')}\n\n`,
    `${kind}, ${confidence}: ${sourceTags(source).map(tagLink).join(', ')}\n\n`,
    list('Implemented by', sentences(implementing)),
    list('Checked by', [...checks, ...sentences(checking)]),
    list(
      'Mutants that break it',
      mutants.map((mutant) => `${code(mutant.id)}: ${mutant.title}`),
    ),
    list('Also cited by', sentences(others)),
    reasonText(reasonOf(trail)),
  ];
  return section(id, parts.join('').trim());
}

function reasonText(reason: string): string {
  return reason === '' ? '' : `**Nothing follows it:** ${reason}\n\n`;
}

function list(heading: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `**${heading}**\n\n${items.map((item) => `- ${item}`).join('\n')}\n\n`;
}

/** Each sentence of a file once, with where it stands first. */
function sentences(citations: readonly Citation[]): readonly string[] {
  return firstOfEach(citations, ({ path, sentence }) => `${path}: ${sentence}`).map(
    ({ path, line, sentence }) => `${sourceLink(path, line)}: ${escaped(sentence)}`,
  );
}

/** A sentence as it stands, with no Markdown in it but code. */
function escaped(sentence: string): string {
  return sentence.replaceAll(/`[^`]*`|[<*_[\]{]/g, (part) => (part.startsWith('`') ? part : `\\${part}`));
}

function tagLink(tag: string): string {
  const url = sourceUrl(tag);
  if (url === undefined) return tag;
  return `[${tag.startsWith('https://') ? new URL(tag).hostname : tag}](${url})`;
}
