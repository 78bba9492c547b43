import { PROFILE_FIELDS, type Profile, type ProfileField, rowOf } from '../../model/index.ts';
import type { OptionFinding, OptionsInference } from './inference.ts';
import type { Recordings } from './recordings.ts';

/** The fields of which each option is tried alone. */
export const FIELDS_WITH_OPTIONS: readonly ProfileField[] = PROFILE_FIELDS.filter((field) =>
  ['option', 'options', 'flag'].includes(rowOf(field).field.kind),
);

/** The options of a field: of a flag yes and no. */
export function optionsOf(field: ProfileField): readonly (string | boolean)[] {
  const { kind, options } = rowOf(field).field;
  return kind === 'flag' ? [false, true] : options;
}

/** A profile that does nothing else in a field. */
export function closedTo(profile: Profile, field: ProfileField, option: string | boolean): Profile {
  return { ...profile, [field]: rowOf(field).field.kind === 'options' ? [option] : option };
}

/**
 * Which options of a field explain the recordings, each alone, beside all that a profile leaves open.
 *
 * @param asked - the points that were asked on the ways by which the profile explains them: who closes another one
 * leaves these ways as they are
 */
export async function inferOptions(
  recordings: Recordings,
  ground: Profile,
  field: ProfileField,
  asked?: ReadonlySet<string>,
): Promise<OptionsInference> {
  if (asked !== undefined && isSilent(ground, field, asked))
    return optionsInference(
      field,
      optionsOf(field).map((option) => ({ option, verdict: 'consistent' })),
    );
  const options: OptionFinding[] = [];
  for (const option of optionsOf(field)) {
    const finding = await recordings.try(closedTo(ground, field, option));
    if (finding.verdict === 'explains') options.push({ option, verdict: 'consistent' });
    else if (finding.verdict === 'excluded') options.push({ option, verdict: 'excluded', by: finding.by });
    else options.push({ option, verdict: 'unknown', because: finding.because });
  }
  return optionsInference(field, options);
}

/** Whether a profile does nothing else in a field that has options. */
export function isClosedTo(profile: Profile, field: ProfileField, option: string | boolean): boolean {
  return JSON.stringify(profile[field]) === JSON.stringify([option]);
}

/** Whether a field leaves nothing open but points that nobody asked; it has to be open altogether to tell. */
export function isSilent(ground: Profile, field: ProfileField, asked: ReadonlySet<string>): boolean {
  const { choices, alsoOpens, field: form } = rowOf(field);
  const own = Object.keys(choices);
  const isOpen = form.kind === 'options' && (ground[field] as readonly unknown[]).length === form.options.length;
  return isOpen && own.length > 0 && ![...own, ...alsoOpens].some((point) => asked.has(point));
}

/** What the findings on the options of a field come to. */
export function optionsInference(field: ProfileField, options: readonly OptionFinding[]): OptionsInference {
  const left = options.filter(({ verdict }) => verdict === 'consistent').length;
  const isUnknown = options.some(({ verdict }) => verdict === 'unknown');
  const told = isUnknown
    ? 'unknown'
    : left === options.length
      ? 'open'
      : left === 1
        ? 'told'
        : left === 0
          ? 'varies'
          : 'narrowed';
  return { field, requirement: rowOf(field).requirements[0], told, options };
}
