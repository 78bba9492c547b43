import type { Profile, ProfileField } from '../../model/index.ts';
import type { ExcludedPair, OptionsInference } from './inference.ts';
import { closedTo } from './options.ts';
import type { Recordings } from './recordings.ts';

/** The points that have to do with each other: how a cold request comes by a bucket key, and whom that serves. */
const TOGETHER: readonly ProfileField[] = [
  'coldWrite',
  'writeVerifies',
  'writeWarmsRead',
  'readWarmsWrite',
  'extraContext',
];

/** The pairs of options, each of which is left, that do not explain the recordings together. */
export async function excludedPairs(
  recordings: Recordings,
  simplest: Profile,
  options: readonly OptionsInference[],
): Promise<readonly ExcludedPair[]> {
  const left = options
    .filter(({ field }) => TOGETHER.includes(field))
    .flatMap(({ field, options: all }) =>
      all.filter(({ verdict }) => verdict === 'consistent').map(({ option }) => ({ field, option })),
    );
  const pairs: ExcludedPair[] = [];
  for (const [index, one] of left.entries()) {
    for (const other of left.slice(index + 1)) {
      if (one.field === other.field) continue;
      const both = closedTo(closedTo(simplest, one.field, one.option), other.field, other.option);
      const finding = await recordings.try(both);
      if (finding.verdict === 'excluded') pairs.push({ one, other, by: finding.by });
    }
  }
  return pairs;
}
