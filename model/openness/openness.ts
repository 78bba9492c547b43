import { ANSWER_ROWS } from './answer-rows.ts';
import { BUCKET_KEY_ROWS } from './bucket-key-rows.ts';
import { DELAY_ROWS } from './delay-rows.ts';
import { OBJECT_ROWS } from './object-rows.ts';
import type { OpennessRow } from './openness-row.ts';

/**
 * Everything that a profile may leave open, by the name of its field. The fields of profiles, their form in scope
 * files, the names of choice points, the page of open points and the help of the command line are made from this table.
 */
export const OPENNESS = { ...BUCKET_KEY_ROWS, ...OBJECT_ROWS, ...ANSWER_ROWS, ...DELAY_ROWS } as const;

/** Name of a field of a profile. */
export type ProfileField = keyof typeof OPENNESS;

/** The fields of a profile, in the order of {@link OPENNESS}. */
export const PROFILE_FIELDS = Object.keys(OPENNESS) as readonly ProfileField[];

/** The fields that close or bound what a requirement leaves open. */
export function profileFieldsOf(requirementId: string): readonly ProfileField[] {
  return PROFILE_FIELDS.filter((field) => rowOf(field).requirements.includes(requirementId));
}

/** The row of a field. */
export function rowOf(field: ProfileField): OpennessRow {
  return OPENNESS[field];
}
