/** A value that stands for none of ours, and where. */
export class ItfValueError extends Error {}

/** What Quint has in place of `null`, which the format does not know: the variant without a value. */
const NONE = { tag: 'None', value: { '#tup': [] } };

/** A name that a record may have everywhere: Quint takes a record with a `tag` for a variant. */
const FIELD_NAME = /^(?!tag$)[A-Za-z]\w*$/;

/**
 * A JSON value as an expression of the Informal Trace Format (Apalache ADR-015): numbers are `#bigint`, `null` is
 * `None`, an object whose names may be any is a `#map`. What is undefined is left out, as JSON does.
 */
export function toItf(value: unknown): unknown {
  if (value === null) return NONE;
  if (typeof value === 'number') return { '#bigint': String(value) };
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(toItf);
  const fields = Object.entries(value).filter(([, part]) => part !== undefined);
  const pairs = fields.map(([name, part]) => [name, toItf(part)] as const);
  return fields.every(([name]) => FIELD_NAME.test(name)) ? Object.fromEntries(pairs) : { '#map': pairs };
}

/**
 * The JSON value that an expression stands for; sets and tuples are lists. It recurses: whoever calls it has bounded
 * the depth.
 *
 * @param path - where it is, for errors
 * @throws ItfValueError
 */
export function fromItf(itf: unknown, path: string): unknown {
  if (typeof itf !== 'object' || itf === null) return itf;
  if (Array.isArray(itf)) return itf.map((part, index) => fromItf(part, `${path}.${index}`));
  const fields = Object.entries(itf);
  const marked = fields.find(([name]) => name.startsWith('#'));
  if (marked !== undefined) {
    const [kind, content] = marked;
    if (fields.length > 1) throw new ItfValueError(`${path}: more than ${JSON.stringify(kind)} in one object`);
    return special(kind, content, path);
  }
  if (fields.length === 2 && 'tag' in itf && 'value' in itf) {
    if (itf.tag === 'None') return null;
    if (itf.tag === 'Some') return fromItf(itf.value, path);
  }
  return Object.fromEntries(fields.map(([name, part]) => [name, fromItf(part, `${path}.${name}`)]));
}

function special(kind: string, content: unknown, path: string): unknown {
  switch (kind) {
    case '#bigint':
      return wholeNumber(content, path);
    case '#tup':
    case '#set':
      return listOf(content, path).map((part, index) => fromItf(part, `${path}.${index}`));
    case '#map':
      return mapOf(listOf(content, path), path);
    default:
      throw new ItfValueError(`${path}: ${JSON.stringify(kind)} stands for nothing here`);
  }
}

function wholeNumber(content: unknown, path: string): number {
  const number = typeof content === 'string' && /^-?[0-9]{1,20}$/.test(content) ? Number(content) : undefined;
  if (number === undefined || !Number.isSafeInteger(number))
    throw new ItfValueError(`${path}: "#bigint" is no whole number of up to 2^53 - 1`);
  return number;
}

function listOf(content: unknown, path: string): readonly unknown[] {
  if (Array.isArray(content)) return content;
  throw new ItfValueError(`${path}: not a list`);
}

function mapOf(pairs: readonly unknown[], path: string): object {
  const entries = new Map<string, unknown>();
  for (const [index, pair] of pairs.entries()) {
    const [key, value, ...more] = listOf(pair, `${path}.${index}`);
    if (typeof key !== 'string' || value === undefined || more.length > 0)
      throw new ItfValueError(`${path}.${index}: not a pair of a string and a value`);
    if (entries.has(key)) throw new ItfValueError(`${path}: the name ${JSON.stringify(key)} is there twice`);
    entries.set(key, fromItf(value, `${path}.${key}`));
  }
  return Object.fromEntries(entries);
}
