import { z } from 'zod';
import { scopeFileSchema } from './schema.ts';

/** The JSON Schema (draft 2020-12) of a scope file. Generated from the schema the reader uses. */
export function scopeJsonSchema(): unknown {
  return z.toJSONSchema(scopeFileSchema, { target: 'draft-2020-12' });
}
