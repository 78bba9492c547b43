import type { GeneratedTrace } from '../../../properties/arbitraries/index.ts';
import type { DifferingTrace } from './taken-twice.ts';

/** What came of taking traces twice. */
export interface TakenTwice {
  /** Traces that were taken twice and could be compared. */
  readonly compared: number;
  /** Those among them that were answered otherwise the second time. */
  readonly differing: number;
  /** The first of those; null where there is none. */
  readonly first: DifferingRun | null;
}

/** A run whose steps were answered otherwise the second time. */
export interface DifferingRun {
  /** Number in the whole check, counted from 0. */
  readonly run: number;
  readonly trace: GeneratedTrace;
  readonly found: DifferingTrace;
}

/** Nothing was taken twice. */
export const NOTHING_TWICE: TakenTwice = { compared: 0, differing: 0, first: null };

/** What one run came to; `found` is as `takenAgain` has it. */
export function twiceOf(run: number, trace: GeneratedTrace, found: DifferingTrace | null | undefined): TakenTwice {
  if (found === undefined) return NOTHING_TWICE;
  if (found === null) return { compared: 1, differing: 0, first: null };
  return { compared: 1, differing: 1, first: { run, trace, found } };
}

/** What earlier and later runs came to. */
export function addTwice(earlier: TakenTwice, later: TakenTwice): TakenTwice {
  return {
    compared: earlier.compared + later.compared,
    differing: earlier.differing + later.differing,
    first: earlier.first ?? later.first,
  };
}
