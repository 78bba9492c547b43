import { z } from 'zod';
import type { ProfileFieldRow } from '../../model/index.ts';

/** How a file writes what depends on its unit of time or on its size. */
export interface FieldForms {
  readonly span: z.ZodType<Readonly<Record<string, number>>>;
  readonly bound: z.ZodType<number>;
  readonly mostCaches: number;
}

/** The schema of what a file can say in a field of a profile. */
export function fieldSchema(
  { kind, options }: ProfileFieldRow,
  { span, bound, mostCaches }: FieldForms,
): z.ZodType<boolean | number | string | readonly (string | boolean)[] | Readonly<Record<string, number>>> {
  switch (kind) {
    case 'option':
      return optionSchema(options);
    case 'options':
      return z.array(optionSchema(options)).min(1).max(options.length);
    case 'flag':
      return z.boolean();
    case 'count':
      return z.union([z.int().min(1).max(mostCaches), z.literal('any')]);
    case 'limit':
      return z.union([z.int().min(1), z.literal('none')]);
    case 'span':
      return span;
    case 'bound':
      return bound;
  }
}

function optionSchema(options: ProfileFieldRow['options']): z.ZodType<string | boolean> {
  const names = options.filter((option) => typeof option === 'string');
  return names.length === 0 ? z.boolean() : z.enum(names);
}
