import { PROFILE_FIELDS, type Profile, profileNamed } from '../../model/index.ts';
import type { DescribedProfile, ProfileFile } from './profile-file.ts';

/**
 * The profile that is described.
 *
 * @throws RangeError when there is no shipped profile of that name.
 */
export function profileOf(described: DescribedProfile): Profile {
  if (typeof described === 'string') return profileNamed(described);
  const { $schema: _schema, extends: base, name, title, ...differing } = described;
  const extended = profileNamed(base);
  const profile: Profile = { ...extended, ...differing };
  const told = name ?? ownName(profile, extended);
  return { ...profile, name: told, title: title ?? `As ${extended.name}, but for what differs.` };
}

/** How a profile is written down: by its name where it is a shipped one, else with what differs from that. */
export function described(profile: Profile): DescribedProfile {
  const base = profileNamed(profile.base);
  const fields = PROFILE_FIELDS.filter((field) => !isSame(profile[field], base[field]));
  if (fields.length === 0 && profile.strict === base.strict && profile.name === base.name) return base.name;
  const file: ProfileFile = {
    extends: base.name,
    name: profile.name,
    title: profile.title,
    ...(profile.strict !== base.strict && { strict: profile.strict }),
    ...Object.fromEntries(fields.map((field) => [field, profile[field]])),
  };
  return file;
}

/** The name of a profile that is described, for people. */
export function nameOfProfile(profile: DescribedProfile): string {
  return typeof profile === 'string' ? profile : (profile.name ?? profileOf(profile).name);
}

/** `aws (strict, ruleDelayMs 0)`: the name of a profile that has none of its own. */
function ownName(profile: Profile, base: Profile): string {
  const told = PROFILE_FIELDS.filter((field) => !isSame(profile[field], base[field])).map(
    (field) => `${field} ${JSON.stringify(profile[field])}`,
  );
  if (profile.strict !== base.strict) told.unshift(profile.strict ? 'strict' : 'not strict');
  return told.length === 0 ? base.name : `${base.name} (${told.join(', ')})`;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
