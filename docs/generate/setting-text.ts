import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  type Profile,
  type ProfileField,
  rowOf,
  SECOND_MS,
  WITHOUT_END_MS,
} from '../../model/index.ts';

const UNITS = [
  [DAY_MS, 'd'],
  [HOUR_MS, 'h'],
  [MINUTE_MS, 'min'],
  [SECOND_MS, 's'],
] as const;

/** What a profile says in a field, in words: `0 to 1 d`, `true or false`, `5 min`, `any`. */
export function settingText(profile: Profile, field: ProfileField): string {
  const value = profile[field];
  if (typeof value === 'number') return rowOf(field).field.kind === 'bound' ? duration(value) : String(value);
  if (typeof value !== 'object') return String(value);
  if ('minMs' in value)
    return value.minMs === value.maxMs ? duration(value.minMs) : `${duration(value.minMs)} to ${duration(value.maxMs)}`;
  return value.join(' or ');
}

/** A time in milliseconds in the largest unit that divides it. */
function duration(ms: number): string {
  if (ms === 0) return '0';
  if (ms === WITHOUT_END_MS) return 'without end';
  const [size, unit] = UNITS.find(([unitMs]) => ms % unitMs === 0) ?? [1, 'ms'];
  return `${ms / size} ${unit}`;
}
