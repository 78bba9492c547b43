import { z } from 'zod';
import { PROFILES } from '../../../model/index.ts';
import { eventSchema } from '../../trace/schema/event-schema.ts';
import { setupSchema } from '../../trace/schema/setup-schema.ts';
import { MOST_EXPLORED } from '../options.ts';
import { FIELD_SCHEMAS, type FieldInFile } from './field-schemas.ts';
import { MAX_ACTIONS, MAX_TICK_MS, MAX_VERSIONS } from './limits.ts';

/** Version of the format of scope files. */
export const SCOPE_FORMAT = 1;

/** Schema of a profile: a shipped one by name, and what is different. */
const profileSchema = z
  .strictObject({ base: z.enum(PROFILES.map(({ name }) => name)), ...FIELD_SCHEMAS })
  .meta({ id: 'ScopeProfile' });

const actionSchema = z.strictObject({ by: z.string().nullable(), event: eventSchema }).meta({ id: 'Action' });

/** Schema of a scope file. That names refer to something, and that times are whole ticks, is checked by the reader. */
export const scopeFileSchema = z
  .strictObject({
    bucketkeyScope: z.int().min(SCOPE_FORMAT).max(SCOPE_FORMAT),
    name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'expected up to 64 lower-case letters, digits and -'),
    title: z.string().min(1).max(200),
    tickMs: z.int().min(1).max(MAX_TICK_MS),
    // A search starts where all there is is known.
    setup: setupSchema.omit({ unknown: true }),
    profile: profileSchema,
    actions: z.array(actionSchema).min(1).max(MAX_ACTIONS),
    bounds: z.exactOptional(
      z.strictObject({
        maxStates: z.exactOptional(z.int().min(1).max(MOST_EXPLORED)),
        mostVersions: z.exactOptional(z.int().min(1).max(MAX_VERSIONS)),
      }),
    ),
    monitored: z.exactOptional(z.boolean()),
  })
  .meta({
    title: 'A bucketkey scope',
    description:
      'A small world for `bucketkey explore --scope <file.json>`: what there is, what can happen, and what is left ' +
      'open.',
  });

/** A scope as it stands in a file. */
export interface ScopeFile extends Omit<z.infer<typeof scopeFileSchema>, 'profile'> {
  readonly profile: { readonly base: string; readonly [field: string]: FieldInFile | undefined };
}
