import { observationSchema } from '../trace/schema/observation-schema.ts';

/** What somebody excuses in a step: parts of its answer, and properties from there on. */
export interface Excuses {
  readonly parts: readonly string[];
  readonly properties: readonly string[];
}

/** Parts of an answer that may differ. */
const PARTS: ReadonlySet<string> = new Set(Object.keys(observationSchema.shape).filter((part) => part !== 'status'));

/** What is named as excused; a problem where something is named that cannot be. */
export function excusesOf(
  names: readonly string[],
  propertyIds: readonly string[],
): Excuses | { readonly problem: string } {
  const [parts, properties]: [string[], string[]] = [[], []];
  for (const name of names) {
    // Whether what was asked was done: nobody knows how to go on without.
    if (name === 'status') return { problem: 'excuse: the status cannot be excused' };
    if (PARTS.has(name)) parts.push(name);
    else if (propertyIds.includes(name)) properties.push(name);
    else return { problem: `excuse: ${JSON.stringify(name)} is no part of an observation and no property` };
  }
  return { parts, properties };
}
