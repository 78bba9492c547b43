import {
  type Assumption,
  type OpenPoint,
  PROFILE_FIELDS,
  type ProfileField,
  rowOf,
  WITHOUT_END_MS,
} from '../../model/index.ts';
import { durationText } from '../../src/report/quantity-text.ts';
import { type Citation, firstOfEach } from './citations.ts';
import { exampleWith, faultExample } from './examples.ts';
import type { Material } from './material.ts';
import { code, type Page, section, table } from './page.ts';
import { linkRequirements } from './requirement-links.ts';
import { settingText } from './setting-text.ts';
import { sourceLink } from './source-links.ts';
import type { Trail } from './trails.ts';

const INTRODUCTION = `What AWS leaves open, and what the model does about it. A field of the profile bounds a point
or closes it; a point without a field is left out of the model, or has one treatment for all profiles. What is assumed
is believed and not known: a trace that needs more, up to the outer bound where there is one, is unknown and not a
violation, unless the profile is strict.

`;

/**
 * The pages of open points, first the one of all: each with its treatment and the profile fields that bound it; the
 * fields and the choice points they open; and what each profile says.
 */
export function openPointPages(material: Material, trails: readonly Trail[]): readonly Page[] {
  const pages = material.openPoints.map((point) => {
    const trail = trails.find(({ requirement }) => requirement.id === point.id);
    return openPointPage(point, trail?.implementing ?? [], material);
  });
  return [openPointsPage(material), ...pages];
}

/** The page of one open point: what is open, what the model does, which choices it has, and what each profile says. */
function openPointPage(
  point: OpenPoint,
  implementing: readonly Citation[],
  { profiles, mutants, stories, sources }: Material,
): Page {
  const { id, text, treatment, boundedBy, source } = point;
  const deciding = implementing.filter(({ path }) => path.startsWith('model/'));
  const cited = firstOfEach(deciding, ({ path }) => path);
  const breaking = mutants.find(({ requirements, id: mutant }) => requirements.includes(id) && stories.has(mutant));
  const choices = boundedBy.flatMap((field) => Object.entries(rowOf(field).choices));
  const body = [
    `${text}\n\n`,
    `Where AWS leaves it open: ${source}. Its entry among the claims: ${linkRequirements(id, '../')}.\n\n`,
    section('In the model', linkRequirements(treatment, '../')),
    section(
      'What is chosen',
      table(
        ['Choice point', 'What is chosen'],
        choices.map(([name, said]) => [code(name), said]),
      ),
    ),
    section(
      'What each profile says',
      boundedBy.length === 0
        ? ''
        : table(
            ['Field', ...profiles.map(({ name }) => code(name))],
            boundedBy.map((field) => [code(field), ...profiles.map((profile) => settingText(profile, field))]),
          ),
    ),
    section('Where the model decides it', cited.map(({ path, line }) => `- ${sourceLink(path, line)}`).join('\n')),
    section('An example', exampleWith(sources, new RegExp(`\\b${id}\\b`))),
    section('An example that goes beyond it', faultExample(breaking, stories)),
  ];
  return { path: pointPath(id), title: id, body: body.join('') };
}

function pointPath(id: string): string {
  return `open-points/${id}.md`;
}

function openPointsPage({ openPoints, profiles }: Material): Page {
  const points = openPoints.map(({ id, text, treatment, boundedBy }) => [
    `[${id}](${pointPath(id)})`,
    text,
    linkRequirements(treatment, ''),
    boundedBy.map(code).join(', ') || 'none',
  ]);
  const settings = [
    ['strict', ...profiles.map(({ strict }) => String(strict))],
    ...PROFILE_FIELDS.map((field) => [code(field), ...profiles.map((profile) => settingText(profile, field))]),
  ];
  const body = [
    INTRODUCTION,
    section('The points', table(['Id', 'Question', 'In the model', 'Profile fields'], points)),
    section(
      'The fields',
      table(['Field', 'What it says', 'Known', 'Points', 'Choice points'], PROFILE_FIELDS.map(fieldCells)),
    ),
    section(
      'The choice points',
      table(['Choice point', 'What is chosen', 'Point'], PROFILE_FIELDS.flatMap(choiceCells)),
    ),
    section('The profiles', table(['Field', ...profiles.map(({ name }) => code(name))], settings)),
  ];
  const children = openPoints.map(({ id }) => pointPath(id));
  return { path: 'open-points.md', title: 'Open points', children, body: body.join('') };
}

function fieldCells(field: ProfileField): readonly string[] {
  const { text, known, assumed, requirements, choices, alsoOpens } = rowOf(field);
  const opened = [...Object.keys(choices), ...alsoOpens];
  return [
    code(field),
    linkRequirements(text, ''),
    assumed === undefined ? known : `${known}, ${outerText(assumed)}`,
    linkRequirements(requirements.join(', '), '') || 'none',
    opened.map(code).join(', ') || 'none',
  ];
}

function outerText({ outer }: Assumption): string {
  return typeof outer !== 'number' || outer === WITHOUT_END_MS
    ? 'without end'
    : `excluded beyond ${durationText(outer)}`;
}

function choiceCells(field: ProfileField): readonly (readonly string[])[] {
  const { choices, requirements } = rowOf(field);
  return Object.entries(choices).map(([point, text]) => [
    code(point),
    text,
    linkRequirements(requirements[0] ?? '', ''),
  ]);
}
