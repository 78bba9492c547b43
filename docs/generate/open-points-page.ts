import type { Profile } from '../../model/index.ts';
import type { Material } from './material.ts';
import { code, type Page, section, table } from './page.ts';
import { linkRequirements } from './requirement-links.ts';
import { settingText } from './setting-text.ts';

const INTRODUCTION = `What AWS leaves open, and what the model does about it. A field of the profile bounds a point or closes it; a point
without a field is left out of the model, or has one treatment for all profiles.

`;

/** Settles D-04, and says whether there is anything to replicate. */
const FIELDS_OF_NO_POINT = ['kmsHeaderUsesBucketKey', 'replication'] as const satisfies readonly (keyof Profile)[];

/**
 * The page of open points: each with its treatment and the profile fields that bound it, and what each profile says.
 */
export function openPointsPage({ openPoints, profiles }: Material): Page {
  const points = openPoints.map(({ id, text, treatment, boundedBy }) => [
    linkRequirements(id, ''),
    text,
    treatment,
    boundedBy.map(code).join(', ') || 'none',
  ]);
  const bounding = new Set(openPoints.flatMap(({ boundedBy }) => boundedBy));
  const fields: readonly (keyof Profile)[] = [...bounding, ...FIELDS_OF_NO_POINT];
  const settings = fields.map((field) => [code(field), ...profiles.map((profile) => settingText(profile, field))]);
  const body = [
    INTRODUCTION,
    section('The points', table(['Id', 'Question', 'In the model', 'Profile fields'], points)),
    section('The profiles', table(['Field', ...profiles.map(({ name }) => code(name))], settings)),
  ];
  return { path: 'open-points.md', title: 'Open points', body: body.join('') };
}
