import type { z } from 'zod';

/**
 * Validates as `schema.safeParse` does, but looks into a list, or a record, no further than to the first entry that is
 * wrong: zod would keep a finding, a few hundred bytes, of each of a million wrong entries.
 */
export function firstFindings<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  return schema.safeParse(cutShort(schema, value));
}

/** A value that fits a schema exactly if `value` does, and in which no list has two entries that do not. */
function cutShort(schema: z.core.$ZodType, value: unknown): unknown {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
      return cutShort(def.innerType, value);
    case 'array':
      return Array.isArray(value) ? cutList(def.element, value) : value;
    case 'record':
      return isPlain(value) ? cutRecord(def.valueType, value) : value;
    case 'object':
      return isPlain(value) ? cutFields(def.shape, value) : value;
    case 'union':
      return cutUnion(def, value);
    default:
      return value;
  }
}

function cutList(element: z.core.$ZodType, list: readonly unknown[]): readonly unknown[] {
  for (const [index, entry] of list.entries()) {
    const cut = cutShort(element, entry);
    if (!fits(element, cut)) return [...list.slice(0, index), cut];
  }
  return list;
}

function cutRecord(schema: z.core.$ZodType, record: Readonly<Record<string, unknown>>): unknown {
  for (const name in record) {
    const cut = cutShort(schema, record[name]);
    if (!fits(schema, cut)) return Object.fromEntries([[name, cut]]);
  }
  return record;
}

function cutFields(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  value: Readonly<Record<string, unknown>>,
): unknown {
  const cut: [string, unknown][] = [];
  for (const [name, schema] of Object.entries(shape)) {
    if (!Object.hasOwn(value, name)) continue;
    const part = cutShort(schema, value[name]);
    if (part !== value[name]) cut.push([name, part]);
  }
  return cut.length === 0 ? value : { ...value, ...Object.fromEntries(cut) };
}

function cutUnion(def: z.core.$ZodUnionDef, value: unknown): unknown {
  if ('discriminator' in def && typeof def.discriminator === 'string') {
    const name = isPlain(value) ? value[def.discriminator] : undefined;
    const { discriminator } = def;
    const named = def.options.find((option) =>
      option._zod.propValues?.[discriminator]?.has(name as z.core.util.Primitive),
    );
    return named === undefined ? value : cutShort(named, value);
  }
  return def.options.some((option) => fits(option, cutShort(option, value)))
    ? value
    : def.options.reduce((cut: unknown, option) => cutShort(option, cut), value);
}

function fits(schema: z.core.$ZodType, value: unknown): boolean {
  return (schema as z.ZodType).safeParse(value).success;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
