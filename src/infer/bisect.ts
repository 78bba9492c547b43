import type { Bound } from './inference.ts';
import type { Exclusion, Finding, Lengths } from './recordings.ts';

/** What bisection found: the value nearest to the end that fails; or that a bound of the search was hit. */
export type Bisected = { readonly bound: Bound | undefined } | { readonly because: string };

type Tried = (value: number) => Promise<Finding>;

/**
 * The least number from `low` on that explains the recordings, where `high` does and so does all above what does; no
 * bound where `low` does.
 */
export async function leastOf([low, high]: readonly [low: number, high: number], tried: Tried): Promise<Bisected> {
  return nearest(low, high, tried);
}

/** The greatest number up to `high` that explains them, where `low` does; no bound where `high` does. */
export async function mostOf([low, high]: readonly [low: number, high: number], tried: Tried): Promise<Bisected> {
  return nearest(high, low, tried);
}

/** {@link leastOf} of lengths of time. */
export async function shortestOf(lengths: Lengths, mostMs: number, tried: Tried): Promise<Bisected> {
  const high = Math.min(lengths.count - 1, lengths.placeOf(mostMs) + 1);
  return inMs(lengths, await leastOf([0, high], (place) => tried(lengths.ms(place))));
}

/** {@link mostOf} of lengths of time, from one that explains the recordings on. */
export async function longestOf(lengths: Lengths, leastMs: number, tried: Tried): Promise<Bisected> {
  const low = lengths.placeOf(leastMs);
  return inMs(lengths, await mostOf([low, lengths.count - 1], (place) => tried(lengths.ms(place))));
}

function inMs(lengths: Lengths, found: Bisected): Bisected {
  if ('because' in found || found.bound === undefined) return found;
  return { bound: { ...found.bound, value: lengths.ms(found.bound.value) } };
}

async function nearest(from: number, to: number, tried: Tried): Promise<Bisected> {
  let fails = from;
  let does = to;
  const first = await tried(fails);
  if (first.verdict === 'explains') return { bound: undefined };
  if (first.verdict === 'unknown') return { because: first.because };
  let by: Exclusion = first.by;
  while (Math.abs(does - fails) > 1) {
    const middle = Math.floor((does + fails) / 2);
    const finding = await tried(middle);
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
