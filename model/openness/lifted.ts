import type { Span } from './field.ts';
import { PROFILE_FIELDS, type ProfileField, rowOf } from './openness.ts';
import type { Profile } from './profile.ts';

/** What a profile assumes in a field, and that may be lifted; of a span there may be two. */
export interface Assumed {
  readonly field: ProfileField;
  /** Of a span: that it is at least so long. Else that it is at most so long, or what is said of anything else. */
  readonly isLeast: boolean;
}

/** All that a profile assumes and may be lifted; nothing where it is strict. */
export function assumptionsOf(profile: Profile): readonly Assumed[] {
  if (profile.strict) return [];
  return PROFILE_FIELDS.flatMap((field) => [false, true].map((isLeast) => ({ field, isLeast }))).filter(
    (assumed) => liftedSetting(profile, assumed) !== profile[assumed.field],
  );
}

/** The profile with these assumptions lifted to their outer bounds: it admits all that the profile admits, and more. */
export function lifted(profile: Profile, assumptions: readonly Assumed[] = assumptionsOf(profile)): Profile {
  let all = profile;
  for (const assumed of assumptions) all = { ...all, [assumed.field]: liftedSetting(all, assumed) };
  return all;
}

/** A profile whose assumption about a length of time is this long. */
export function lengthened(profile: Profile, { field, isLeast }: Assumed, lengthMs: number): Profile {
  const setting = profile[field];
  return {
    ...profile,
    [field]: isSpan(setting) ? { ...setting, [isLeast ? 'minMs' : 'maxMs']: lengthMs } : lengthMs,
  };
}

/** How long an assumption about a length of time is in a profile; undefined where it is about something else. */
export function lengthOf(profile: Profile, { field, isLeast }: Assumed): number | undefined {
  const setting = profile[field];
  if (isSpan(setting)) return isLeast ? setting.minMs : setting.maxMs;
  return rowOf(field).field.kind === 'bound' && typeof setting === 'number' ? setting : undefined;
}

function liftedSetting(profile: Profile, assumed: Assumed): Profile[ProfileField] {
  const { field, isLeast } = assumed;
  const setting = profile[field];
  const { outer, least } = rowOf(field).assumed ?? {};
  if (outer === undefined || (isLeast && least === undefined)) return setting;
  if (typeof outer === 'boolean') return outer;
  if (typeof outer === 'object')
    return Array.isArray(setting) && setting.length === 1 && setting[0] === outer[0]
      ? (outer as Profile[ProfileField])
      : setting;
  const lengthMs = lengthOf(profile, assumed) ?? 0;
  const outerMs = isLeast ? 0 : outer;
  return (isLeast ? lengthMs <= outerMs : lengthMs >= outerMs) ? setting : lengthened(profile, assumed, outerMs)[field];
}

function isSpan(setting: Profile[ProfileField]): setting is Span {
  return typeof setting === 'object' && 'maxMs' in setting;
}
