import type { ScenarioResult } from '../scenario.ts';

/** The figures of a result as pairs of name and value, in order. */
export function valuesOf({ figures }: ScenarioResult): readonly (readonly [name: string, value: number | string])[] {
  return figures.map(({ name, value }) => [name, value]);
}

/** Names of the figures that are not as expected. */
export function failing({ figures }: ScenarioResult): readonly string[] {
  return figures.filter(({ holds }) => !holds).map(({ name }) => name);
}
