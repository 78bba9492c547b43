import { z } from 'zod';
import { PROFILE_FIELDS, PROFILES, type ProfileFields, rowOf, WITHOUT_END_MS } from '../../model/index.ts';
import { fieldSchema } from './field-schema.ts';

/** Most caches that are counted. */
const MOST_CACHES = 64;

const lengthSchema = z.int().min(0).max(WITHOUT_END_MS);
const spanSchema = z
  .strictObject({ minMs: lengthSchema, maxMs: lengthSchema })
  .refine(({ minMs, maxMs }) => minMs <= maxMs, 'minMs is more than maxMs')
  .meta({ id: 'Span' });
const FORMS = { span: spanSchema, bound: lengthSchema, mostCaches: MOST_CACHES };

/** A profile as it stands in a file, or in the header of a trace: a shipped one and what differs. */
export interface ProfileFile extends Partial<ProfileFields> {
  readonly $schema?: string;
  /** Name of a shipped profile. */
  readonly extends: string;
  /** Omitted = told by what differs. */
  readonly name?: string;
  readonly title?: string;
  /** Whether assumptions exclude. */
  readonly strict?: boolean;
}

/** Schema of a profile in a file or in the header of a trace: the shipped one it begins with, and what differs. */
export const profileFileSchema: z.ZodType<ProfileFile> = z
  .strictObject({
    $schema: z.exactOptional(z.string()),
    extends: z.enum(PROFILES.map(({ name }) => name)),
    name: z.exactOptional(z.string().min(1).max(200)),
    title: z.exactOptional(z.string().min(1).max(200)),
    strict: z.exactOptional(z.boolean()),
    ...Object.fromEntries(
      PROFILE_FIELDS.map((field) => [field, z.exactOptional(fieldSchema(rowOf(field).field, FORMS))]),
    ),
  })
  .meta({ id: 'Profile' }) as z.ZodType<ProfileFile>;

/** The name of a shipped profile, or a profile as it would stand in a file. */
export type DescribedProfile = string | ProfileFile;

/** The JSON Schema (draft 2020-12) of a profile file. Generated from the schema the reader uses. */
export function profileJsonSchema(): unknown {
  const schema = profileFileSchema.meta({
    title: 'A bucketkey profile',
    description:
      'What an implementation may do, for `bucketkey judge --profile <file.json>`: a shipped profile and what differs.',
  });
  return z.toJSONSchema(schema, { target: 'draft-2020-12' });
}
