import { z } from 'zod';
import { PROFILE_FIELDS, type ProfileField, rowOf } from '../../../model/index.ts';
import { fieldSchema } from '../../profile/field-schema.ts';
import { MAX_CACHES, MAX_TICKS } from './limits.ts';

const ticksSchema = z.int().min(0).max(MAX_TICKS);

/** A length of time between two bounds, in ticks. */
const lifetimeSchema = z.strictObject({ minTicks: ticksSchema, maxTicks: ticksSchema }).meta({ id: 'Lifetime' });

const FORMS = { span: lifetimeSchema, bound: ticksSchema, mostCaches: MAX_CACHES };

/** What a field of a profile says in a scope file. */
export type FieldInFile =
  | boolean
  | number
  | string
  | readonly (string | boolean)[]
  | { readonly minTicks: number; readonly maxTicks: number };

/** Name of a field in a scope file, where lengths of time are ticks. */
export function nameInFile(field: ProfileField): string {
  return rowOf(field).field.kind === 'bound' ? field.replace(/Ms$/, 'Ticks') : field;
}

/** The schema of each field of a profile, by its name in a scope file; all may be left out. */
export const FIELD_SCHEMAS: Readonly<Record<string, z.ZodExactOptional<z.ZodType<FieldInFile>>>> = Object.fromEntries(
  PROFILE_FIELDS.map((field) => [
    nameInFile(field),
    z.exactOptional(fieldSchema(rowOf(field).field, FORMS) as z.ZodType<FieldInFile>),
  ]),
);
