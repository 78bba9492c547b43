import type { Simplest } from './caches.ts';
import type { ExcludedPair, OptionsInference } from './inference.ts';
import { isClosedTo } from './options.ts';

/** The pairs of options, each of which the simplest explanation leaves, that it does not leave together. */
export function excludedPairs(
  { fixed, excluded, isSettled }: Simplest,
  options: readonly OptionsInference[],
): readonly ExcludedPair[] {
  if (!isSettled) return [];
  const left = options.flatMap(({ field, options: all }) =>
    all
      .filter(({ option }) => fixed.some((profile) => isClosedTo(profile, field, option)))
      .map(({ option }) => ({ field, option })),
  );
  const pairs: ExcludedPair[] = [];
  for (const [index, one] of left.entries()) {
    for (const other of left.slice(index + 1)) {
      const hasBoth = (profile: Simplest['fixed'][number]) =>
        isClosedTo(profile, one.field, one.option) && isClosedTo(profile, other.field, other.option);
      const by = excluded.find(({ profile }) => hasBoth(profile))?.by;
      if (by !== undefined && !fixed.some(hasBoth)) pairs.push({ one, other, by });
    }
  }
  return pairs;
}
