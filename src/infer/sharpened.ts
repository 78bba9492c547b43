import type { ProfileField } from '../../model/index.ts';
import { FIXED_BOUNDS, type Simplest, TOGETHER } from './caches.ts';
import type { OptionFinding, OptionsInference } from './inference.ts';
import { closedTo, isClosedTo, optionsInference } from './options.ts';
import type { Exclusion, Recordings } from './recordings.ts';

/**
 * Which options of a field go with the simplest explanation of what the caches did: what is consistent and does not is
 * unlikely.
 */
export async function sharpened(
  recordings: Recordings,
  { fixed, excluded, isSettled }: Simplest,
  found: OptionsInference,
): Promise<OptionsInference> {
  const { field } = found;
  const isTried = TOGETHER.includes(field);
  if (isTried && !isSettled) return found;
  const sharper: OptionFinding[] = [];
  for (const one of found.options) {
    if (one.verdict !== 'consistent') {
      sharper.push(one);
      continue;
    }
    const by = isTried
      ? excludedWith(fixed, excluded, field, one.option)
      : await excludedBeside(recordings, fixed, field, one.option);
    sharper.push(by === undefined ? one : { ...one, verdict: 'unlikely', by });
  }
  // Where the simplest explanation takes several, nothing is unlikely.
  return sharper.some(({ verdict }) => verdict === 'consistent') ? optionsInference(field, sharper) : found;
}

/** What excludes an option of those that were tried already, if no explanation has it. */
function excludedWith(
  fixed: Simplest['fixed'],
  excluded: Simplest['excluded'],
  field: ProfileField,
  option: string | boolean,
): Exclusion | undefined {
  if (fixed.some((profile) => isClosedTo(profile, field, option))) return undefined;
  return excluded.find(({ profile }) => isClosedTo(profile, field, option))?.by;
}

async function excludedBeside(
  recordings: Recordings,
  fixed: Simplest['fixed'],
  field: ProfileField,
  option: string | boolean,
): Promise<Exclusion | undefined> {
  const finding = await recordings.tryAny(
    fixed.map((profile) => closedTo(profile, field, option)),
    FIXED_BOUNDS,
  );
  return finding.verdict === 'excluded' ? finding.by : undefined;
}
