import { PROFILE_FIELDS, type ProfileField, rowOf } from './openness.ts';
import type { Profile } from './profile.ts';

/** The fields of a profile that are assumed and may be lifted; none where it is strict. */
export function assumptionsOf(profile: Profile): readonly ProfileField[] {
  return profile.strict ? [] : PROFILE_FIELDS.filter((field) => liftedSetting(profile, field) !== profile[field]);
}

/** The profile with these assumptions lifted to their outer bounds: it admits all that the profile admits, and more. */
export function lifted(profile: Profile, fields: readonly ProfileField[] = assumptionsOf(profile)): Profile {
  return { ...profile, ...Object.fromEntries(fields.map((field) => [field, liftedSetting(profile, field)])) };
}

/** A profile whose assumption about a length of time is this long: the longest of a span. */
export function lengthened(profile: Profile, field: ProfileField, lengthMs: number): Profile {
  const setting = profile[field];
  const isSpan = typeof setting === 'object' && 'maxMs' in setting;
  return { ...profile, [field]: isSpan ? { ...setting, maxMs: lengthMs } : lengthMs };
}

/** How long an assumption about a length of time is in a profile; undefined where it is about something else. */
export function lengthOf(profile: Profile, field: ProfileField): number | undefined {
  const setting = profile[field];
  if (typeof setting === 'object') return 'maxMs' in setting ? setting.maxMs : undefined;
  return rowOf(field).field.kind === 'bound' && typeof setting === 'number' ? setting : undefined;
}

function liftedSetting(profile: Profile, field: ProfileField): Profile[ProfileField] {
  const { assumed } = rowOf(field);
  if (assumed === undefined) return profile[field];
  if (assumed.outer === true) return true;
  const lengthMs = lengthOf(profile, field);
  return lengthMs === undefined || lengthMs >= assumed.outer
    ? profile[field]
    : lengthened(profile, field, assumed.outer)[field];
}
