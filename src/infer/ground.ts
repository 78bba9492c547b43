import { PROFILE_FIELDS, type Profile, type ProfileField, rowOf, WITHOUT_END_MS } from '../../model/index.ts';
import type { Finding, Recordings } from './recordings.ts';

/** The requester rules, that of a profile first. */
export function requesterModes({ requesterMode }: Profile): readonly Profile['requesterMode'][] {
  const modes = rowOf('requesterMode').field.options as readonly Profile['requesterMode'][];
  return [requesterMode, ...modes.filter((mode) => mode !== requesterMode)];
}

/**
 * The profile with everything open that AWS leaves open, and no bound on any time; with what it documents as well if
 * that is asked for. It admits whatever any of its options would.
 */
export function opened(base: Profile, alsoDocumented: boolean): Profile {
  const fields = PROFILE_FIELDS.filter((field) => alsoDocumented || rowOf(field).known !== 'documented');
  return { ...base, strict: true, ...Object.fromEntries(fields.map((field) => [field, openedField(base, field)])) };
}

function openedField(base: Profile, field: ProfileField): Profile[ProfileField] {
  const row = rowOf(field);
  switch (row.field.kind) {
    case 'options':
      return row.field.options as Profile[ProfileField];
    case 'flag':
      // The one flag that does not only add to what is admitted.
      return field === 'replication' ? base[field] : true;
    case 'count':
      return 'any';
    case 'limit':
      return 'none';
    case 'span':
      // Idle keys that go are keys that are dropped early, which is admitted.
      return field === 'idleTime'
        ? { minMs: WITHOUT_END_MS, maxMs: WITHOUT_END_MS }
        : { minMs: 0, maxMs: WITHOUT_END_MS };
    case 'bound':
      return typeof row.assumed?.outer === 'number' ? row.assumed.outer : base[field];
    case 'option':
      return base[field];
  }
}

/** The widest profile that the search starts from, and what it makes of the recordings. */
export interface Ground {
  readonly profile: Profile;
  readonly finding: Finding;
  readonly takesUndocumented: boolean;
}

/**
 * The first profile that explains the recordings: with what AWS documents as documented, by the requester rule of the
 * base and then by others; then with everything open. Where none does, the widest of the base's own rule.
 */
export async function groundOf(recordings: Recordings, base: Profile): Promise<Ground> {
  let last: Ground | undefined;
  for (const takesUndocumented of [false, true]) {
    for (const requesterMode of requesterModes(base)) {
      const profile = { ...opened(base, takesUndocumented), requesterMode };
      const finding = await recordings.try(profile);
      const ground = { profile, finding, takesUndocumented: takesUndocumented || requesterMode !== base.requesterMode };
      if (finding.verdict === 'explains') return ground;
      if (last === undefined || requesterMode === base.requesterMode) last = ground;
    }
  }
  if (last === undefined) throw new RangeError('there is no requester rule');
  return last;
}
