import {
  PROFILE_FIELDS,
  type Profile,
  type ProfileField,
  type ProfileFieldRow,
  profileNamed,
  rowOf,
  WITHOUT_END_MS,
} from '../../../model/index.ts';
import { type FieldInFile, nameInFile } from './field-schemas.ts';
import type { ScopeFile } from './schema.ts';

/** The profile a scope file describes: the one it begins with, what differs, ticks made milliseconds. */
export function profileOf({ name, title, tickMs, profile }: ScopeFile): Profile {
  const known = profileNamed(profile.base);
  const differing = PROFILE_FIELDS.flatMap((field) => {
    const said = profile[nameInFile(field)];
    return said === undefined ? [] : [[field, inMilliseconds(said, rowOf(field).field.kind, tickMs)] as const];
  });
  // The schema has held what is said in each field to the kind of that field.
  return { ...known, ...Object.fromEntries(differing), name, title };
}

function inMilliseconds(said: FieldInFile, kind: ProfileFieldRow['kind'], tickMs: number) {
  if (kind === 'bound' && typeof said === 'number') return said * tickMs;
  if (typeof said !== 'object' || !('minTicks' in said)) return said;
  return { minMs: said.minTicks * tickMs, maxMs: said.maxTicks * tickMs };
}

/** What is wrong with a profile that the schema cannot see, as `path: problem`; undefined when nothing is. */
export function profileProblem({ tickMs, profile }: ScopeFile, built: Profile): string | undefined {
  for (const field of PROFILE_FIELDS) {
    const problem = settingProblem(built[field], rowOf(field).field.kind, tickMs, profile.base);
    if (problem !== undefined) return `profile.${nameInFile(field)}: ${problem}`;
  }
  return undefined;
}

function settingProblem(
  setting: Profile[ProfileField],
  kind: ProfileFieldRow['kind'],
  tickMs: number,
  base: string,
): string | undefined {
  const ofBase = (length: string) => `${base} has ${length} ms, which are no whole number of ticks; give it in ticks`;
  if (typeof setting === 'number')
    return kind === 'bound' && !isWhole(setting, tickMs) ? ofBase(String(setting)) : undefined;
  if (typeof setting !== 'object') return undefined;
  if (!('minMs' in setting))
    return new Set<unknown>(setting).size < setting.length ? 'an option is there twice' : undefined;
  const { minMs, maxMs } = setting;
  if (minMs > maxMs) return 'minTicks is more than maxTicks';
  return isWhole(minMs, tickMs) && isWhole(maxMs, tickMs) ? undefined : ofBase(`${minMs} to ${maxMs}`);
}

/** Whether a length of time is a whole number of ticks, both in milliseconds, or has no end. */
export function isWhole(lengthMs: number, tickMs: number): boolean {
  return lengthMs % tickMs === 0 || lengthMs === WITHOUT_END_MS;
}
