import { type Assumption, PROFILE_FIELDS, type ProfileField, rowOf, WITHOUT_END_MS } from '../../model/index.ts';
import { durationText } from '../../src/report/quantity-text.ts';
import type { Material } from './material.ts';
import { code, type Page, section, table } from './page.ts';
import { linkRequirements } from './requirement-links.ts';
import { settingText } from './setting-text.ts';

const INTRODUCTION = `What AWS leaves open, and what the model does about it. A field of the profile bounds a point
or closes it; a point without a field is left out of the model, or has one treatment for all profiles. What is assumed
is believed and not known: a trace that needs more, up to the outer bound where there is one, is unknown and not a
violation, unless the profile is strict.

`;

/**
 * The page of open points: each with its treatment and the profile fields that bound it; the fields and the choice
 * points they open; and what each profile says.
 */
export function openPointsPage({ openPoints, profiles }: Material): Page {
  const points = openPoints.map(({ id, text, treatment, boundedBy }) => [
    linkRequirements(id, ''),
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
  return { path: 'open-points.md', title: 'Open points', body: body.join('') };
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
