import type { Profile } from '../../model/index.ts';
import type { Bound } from './inference.ts';
import type { Exclusion, Recordings } from './recordings.ts';

/** What bisection found: the value nearest to the end that fails; or that a bound of the search was hit. */
export type Bisected = { readonly bound: Bound | undefined } | { readonly bound?: never; readonly because: string };

/**
 * The least number from `low` on whose profile explains the recordings, where `high` does and so does all above what
 * does; no bound where `low` does.
 */
export async function leastOf(
  recordings: Recordings,
  [low, high]: readonly [low: number, high: number],
  profileOf: (value: number) => Profile,
): Promise<Bisected> {
  return nearest(recordings, low, high, profileOf);
}

/** The greatest number up to `high` whose profile explains them, where `low` does; no bound where `high` does. */
export async function mostOf(
  recordings: Recordings,
  [low, high]: readonly [low: number, high: number],
  profileOf: (value: number) => Profile,
): Promise<Bisected> {
  return nearest(recordings, high, low, profileOf);
}

async function nearest(
  recordings: Recordings,
  from: number,
  to: number,
  profileOf: (value: number) => Profile,
): Promise<Bisected> {
  let fails = from;
  let does = to;
  const first = await recordings.try(profileOf(fails));
  if (first.verdict === 'explains') return { bound: undefined };
  if (first.verdict === 'unknown') return { because: first.because };
  let by: Exclusion = first.by;
  while (Math.abs(does - fails) > 1) {
    const middle = Math.floor((does + fails) / 2);
    const finding = await recordings.try(profileOf(middle));
    if (finding.verdict === 'unknown') return { because: finding.because };
    if (finding.verdict === 'explains') {
      does = middle;
      continue;
    }
    fails = middle;
    by = finding.by;
  }
  return { bound: { value: does, by } };
}
