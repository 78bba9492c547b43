import { EVENT_NAMES, type EventName, operationOf } from '../../model/index.ts';
import { idsIn } from './citations.ts';
import { exampleWith, faultExample } from './examples.ts';
import type { Material } from './material.ts';
import { code, fenced, type Page, section, table } from './page.ts';
import { requirementTable } from './requirement-links.ts';
import { sourceLink } from './source-links.ts';

/** One page for each operation, the list of them first. */
export function operationPages(material: Material): readonly Page[] {
  const list: Page = {
    path: 'operations.md',
    title: 'Operations',
    children: EVENT_NAMES.map(operationPath),
    body: [
      'Everything that can happen in a trace: requests to S3 and KMS, and what the environment does. Each is a row ' +
        'of a table, from which schemas, sentences and checks follow. [Notation](notation.md) explains the words.\n',
      table(
        ['Operation', 'By', 'About', 'Reads', 'Writes', 'Succeeds with'],
        EVENT_NAMES.map((op) => {
          const { by, about, reads, writes, status } = operationOf({ op });
          return [
            `[${op}](${operationPath(op)})`,
            by,
            about,
            reads === undefined ? '' : `${reads.from}, decrypts ${reads.decrypts}`,
            writes?.leaves ?? '',
            String(status),
          ];
        }),
      ),
    ].join('\n'),
  };
  return [list, ...EVENT_NAMES.map((op) => operationPage(op, material))];
}

function operationPath(op: EventName): string {
  return `operations/${op}.md`;
}

function operationPage(op: EventName, { sources, requirements, mutants, stories, properties }: Material): Page {
  const row = operationOf({ op });
  const file = sources.find(({ path, text }) => path.startsWith('model/operations/') && rowIn(text, op) !== '');
  const source = file === undefined ? '' : rowIn(file.text, op);
  const line = file === undefined ? 0 : file.text.slice(0, file.text.indexOf(source)).split('\n').length;
  const breaking = mutants.find(({ id }) => hasViolationAt(stories.get(id), op));
  // What else cites the operation by the claims on it: errors and calls.
  const about = requirements.filter(({ id, text }) => row.because.includes(id) || text.includes(op));
  const looking = properties.filter(({ events }) => events?.includes(op) === true);
  const actions = [...(row.reads?.needs ?? []), ...(row.writes?.needs ?? []), ...(row.upload?.needs ?? [])];
  const needed = row.needs === undefined ? actions : [row.needs, ...actions];
  const body = [
    `${row.by === 'requester' ? 'A request of a requester' : 'Something that the environment does'}, about ` +
      `${row.about}. It succeeds with ${row.status}${row.bodiless === true ? '; its answers have no body' : ''}.\n\n`,
    section(
      'Fields',
      table(
        ['Field', 'Kind'],
        Object.entries(row.fields).map(([name, kind]) => [code(name), code(kind)]),
      ),
    ),
    section('What S3 must allow', [...new Set(needed)].map((action) => `- ${code(action)}`).join('\n')),
    section('Checks, in order', row.order.map((check, index) => `${index + 1}. ${code(check)}`).join('\n')),
    section(
      'Claims on it',
      requirementTable(
        about.map(({ id }) => id),
        requirements,
        '../',
      ),
    ),
    section(
      'Properties that look at it',
      looking.map(({ id, title }) => `- [${id}](../properties/${id}.md): ${title}`).join('\n'),
    ),
    section('An example that holds', exampleWith(sources, new RegExp(`\\b${op}\\b`))),
    section('An example that breaks what holds of it', faultExample(breaking, stories)),
    section('Its row', file === undefined ? '' : `${sourceLink(file.path, line)}\n\n${fenced('ts', source)}`),
  ];
  return { path: operationPath(op), title: op, body: body.join('') };
}

/** The row of an operation as it stands in a file; nothing where it is in another one. */
function rowIn(text: string, op: string): string {
  const [row = ''] = new RegExp(`^  ${op}: \\{\\n[\\s\\S]*?^  \\},`, 'm').exec(text) ?? [];
  return idsIn(row).length > 0 || row.includes('wording') ? row : '';
}

function hasViolationAt(story: string | undefined, op: string): boolean {
  return story?.split('\n').some((line) => line.includes('<-- here') && line.includes(` ${op} `)) === true;
}
