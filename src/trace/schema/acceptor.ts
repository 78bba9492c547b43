import type { z } from 'zod';

/** Whether a value certainly is what a schema describes; `false` leaves it to the schema. */
export type Acceptor = (value: unknown) => boolean;

/** Names of objects that acceptors have looked at: the one thing they do beside answering, and it costs nothing. */
let namesLookedAt = 0;

/** How many names the objects of a value have that is accepted; -1 where it is not. */
export function acceptedNames(accepts: Acceptor, value: unknown): number {
  namesLookedAt = 0;
  return accepts(value) ? namesLookedAt : -1;
}

const undecided: Acceptor = () => false;

/**
 * Makes a function out of a schema that accepts what `JSON.parse` gives without copying it and without being able to
 * say what is wrong: that is most of what validation costs. The schema stays the only place where a format is written
 * down. What it means is read from its definition, and what is not understood here is never accepted here.
 */
export function acceptorOf(schema: z.core.$ZodType): Acceptor {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'string') return stringOf(def);
  if (def.type === 'number') return numberOf(def);
  if ((def.checks ?? []).length > 0) return undecided;
  switch (def.type) {
    case 'unknown':
      return () => true;
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'literal':
      return oneOf(def.values);
    case 'enum':
      return oneOf(Object.values(def.entries));
    case 'nullable':
      return nullOr(acceptorOf(def.innerType));
    case 'array':
      return arrayOf(acceptorOf(def.element));
    case 'record':
      return recordOf(def);
    case 'object':
      return objectOf(def);
    case 'union':
      return unionOf(def);
    default:
      return undecided;
  }
}

function stringOf(def: z.core.$ZodStringDef): Acceptor {
  const patterns: RegExp[] = [];
  for (const check of 'check' in def ? [undefined] : (def.checks ?? [])) {
    const rule = (check as z.core.$ZodCheckRegex | undefined)?._zod.def;
    if (rule?.check !== 'string_format' || rule.format !== 'regex' || rule.pattern.global || rule.pattern.sticky)
      return undecided;
    patterns.push(rule.pattern);
  }
  if (patterns.length === 0) return (value) => typeof value === 'string';
  return (value) => typeof value === 'string' && patterns.every((pattern) => pattern.test(value));
}

function numberOf(def: z.core.$ZodNumberDef): Acceptor {
  // Only whole numbers; any other kind is left to the schema.
  if (!('format' in def) || def.format !== 'safeint') return undecided;
  let [least, most] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  for (const check of def.checks ?? []) {
    const rule = (check as z.core.$ZodCheckGreaterThan | z.core.$ZodCheckLessThan)._zod.def;
    if (!('inclusive' in rule) || !rule.inclusive || typeof rule.value !== 'number') return undecided;
    if (rule.check === 'greater_than') least = Math.max(least, rule.value);
    else if (rule.check === 'less_than') most = Math.min(most, rule.value);
    else return undecided;
  }
  return (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}

function oneOf(values: readonly unknown[]): Acceptor {
  const [only] = values;
  if (values.length === 1) return (value) => value === only;
  const all = new Set(values);
  return (value) => all.has(value);
}

function nullOr(inner: Acceptor): Acceptor {
  return (value) => value === null || inner(value);
}

function arrayOf(element: Acceptor): Acceptor {
  return (value) => {
    if (!Array.isArray(value)) return false;
    for (let i = 0; i < value.length; i += 1) if (!element(value[i])) return false;
    return true;
  };
}

function recordOf({ keyType, valueType }: z.core.$ZodRecordDef): Acceptor {
  const key = (keyType as z.core.$ZodTypes)._zod.def;
  if (key.type !== 'string' || (key.checks ?? []).length > 0) return undecided;
  const inner = acceptorOf(valueType);
  return (value) => {
    if (!isPlain(value)) return false;
    for (const name in value) {
      if (!inner(value[name])) return false;
      namesLookedAt += 1;
    }
    return true;
  };
}

/** One part of an object. */
interface Field {
  readonly name: string;
  readonly isOptional: boolean;
  readonly accepts: Acceptor;
}

function objectOf({ shape, catchall }: z.core.$ZodObjectDef): Acceptor {
  // An object in which other fields are allowed is left to the schema.
  if (catchall?._zod.def.type !== 'never') return undecided;
  const fields = Object.entries(shape).map(([name, schema]) => fieldOf(name, schema));
  // A field that every object seems to have cannot be told from one that is missing.
  if (fields.some(({ name }) => name in Object.prototype)) return undecided;
  return (value) => {
    if (!isPlain(value)) return false;
    let others = 0;
    for (const _name in value) others += 1;
    namesLookedAt += others;
    for (const { name, isOptional, accepts } of fields) {
      const part = value[name];
      if (part === undefined) {
        if (!isOptional) return false;
      } else {
        if (!accepts(part)) return false;
        others -= 1;
      }
    }
    return others === 0;
  };
}

function fieldOf(name: string, schema: z.core.$ZodType): Field {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const isOptional = def.type === 'optional' && (def.checks ?? []).length === 0;
  return { name, isOptional, accepts: acceptorOf(isOptional ? def.innerType : schema) };
}

function unionOf(def: z.core.$ZodUnionDef): Acceptor {
  const options = def.options.map((option) => ({ option, accepts: acceptorOf(option) }));
  if (!('discriminator' in def) || typeof def.discriminator !== 'string') {
    return (value) => {
      const before = namesLookedAt;
      return options.some(({ accepts }) => {
        namesLookedAt = before;
        return accepts(value);
      });
    };
  }
  const { discriminator } = def;
  const byName = new Map<unknown, Acceptor>();
  for (const { option, accepts } of options) {
    for (const name of option._zod.propValues?.[discriminator] ?? []) byName.set(name, accepts);
  }
  return (value) => isPlain(value) && byName.get(value[discriminator])?.(value) === true;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
