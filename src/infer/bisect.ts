import type { Bound } from './inference.ts';
import type { Exclusion, Finding } from './recordings.ts';

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
