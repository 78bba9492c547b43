import type { Profile } from '../../model/index.ts';
import { leastReuse } from '../../properties/least-reuse.ts';
import type { MetamorphicProperty } from '../../properties/metamorphic/metamorphic-property.ts';
import { METAMORPHIC } from '../../properties/metamorphic.ts';
import { PROPERTIES, propertiesUnder } from '../../properties/properties.ts';
import type { Property } from '../../properties/property.ts';
import { EXPLAINED, EXPLAINED_TITLE } from './explained.ts';
import { SYSTEM_ANSWERS, SYSTEM_ANSWERS_TITLE } from './system-answers.ts';

/** The properties a check is about. */
export interface ChosenProperties {
  /** Whether the oracle takes part. */
  readonly oracle: boolean;
  readonly monitored: readonly Property[];
  /** Those that apply under the profile. */
  readonly metamorphic: readonly MetamorphicProperty[];
}

/** Ids of all properties, in the order of reports; that the system answers is asked in any case. */
export function propertyIds(): readonly string[] {
  return [EXPLAINED, ...PROPERTIES.map(({ id }) => id), ...METAMORPHIC.map(({ id }) => id)];
}

const TITLES: ReadonlyMap<string, string> = new Map([
  [SYSTEM_ANSWERS, SYSTEM_ANSWERS_TITLE],
  [EXPLAINED, EXPLAINED_TITLE],
  ...[...PROPERTIES, leastReuse].map(({ id, title }) => [id, title] as const),
  ...METAMORPHIC.map(({ id, title }) => [id, title] as const),
]);

/**
 * What a property says must hold.
 *
 * @throws RangeError when the id is not known.
 */
export function propertyTitle(id: string): string {
  const title = TITLES.get(id);
  if (title === undefined) throw new RangeError(`there is no property ${JSON.stringify(id)}`);
  return title;
}

/** Ids of the properties, in the order of reports. */
export function idsOf({ oracle, monitored, metamorphic }: ChosenProperties): readonly string[] {
  return [...(oracle ? [EXPLAINED] : []), ...monitored.map(({ id }) => id), ...metamorphic.map(({ id }) => id)];
}

/** What is left of chosen properties without some of them. */
export function chosenWithout(chosen: ChosenProperties, ids: readonly string[]): ChosenProperties {
  if (ids.length === 0) return chosen;
  const { oracle, monitored, metamorphic } = chosen;
  return {
    oracle: oracle && !ids.includes(EXPLAINED),
    monitored: monitored.filter(({ id }) => !ids.includes(id)),
    metamorphic: metamorphic.filter(({ id }) => !ids.includes(id)),
  };
}

/**
 * Finds properties by id; none given = all.
 *
 * @throws RangeError when an id is not known.
 */
export function chooseProperties(ids: readonly string[] | undefined, profile: Profile): ChosenProperties {
  const known = [...propertyIds(), ...propertiesUnder(profile).map(({ id }) => id)];
  const unknown = ids?.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new RangeError(`there is no property ${JSON.stringify(unknown)}`);
  const wanted = (id: string): boolean => ids === undefined || ids.includes(id);
  return {
    oracle: wanted(EXPLAINED),
    monitored: propertiesUnder(profile).filter(({ id }) => wanted(id)),
    metamorphic: METAMORPHIC.filter((property) => wanted(property.id) && property.applies(profile)),
  };
}
