import type { Observation } from '../../model/index.ts';
import type { ScenarioFigure, ScenarioResult } from './scenario.ts';

/** A count that must be exactly what is expected of it. */
export function exactly(name: string, value: number, unit: string, expected: number): ScenarioFigure {
  return { name, value, unit, expected: String(expected), holds: value === expected };
}

/** A number with an upper bound. */
export function atMost(name: string, value: number, unit: string, bound: number): ScenarioFigure {
  return { name, value, unit, expected: `at most ${bound}`, holds: value <= bound };
}

/** A number with a lower bound. */
export function atLeast(name: string, value: number, unit: string, bound: number): ScenarioFigure {
  return { name, value, unit, expected: `at least ${bound}`, holds: value >= bound };
}

/** An answer in words that must be exactly what is expected of it. */
export function says(name: string, value: string, expected: string): ScenarioFigure {
  return { name, value, expected, holds: value === expected };
}

/** What {@link outcomeText} says of what is allowed, and of what a policy denies. */
export const ALLOWED = 'succeeds';
export const DENIED = '403 AccessDenied';

/** Whether a request succeeds; else its status and code. */
export function outcomeText({ status, code }: Observation): string {
  return status === 200 ? ALLOWED : `${status} ${code ?? 'without code'}`;
}

/** A number rounded to so many decimals, so that a figure does not end in the noise of binary fractions. */
export function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** What a scenario came to: as expected only when every figure is. */
export function resultOf(name: string, figures: readonly ScenarioFigure[], notes: readonly string[]): ScenarioResult {
  const verdict = figures.every((figure) => figure.holds) ? 'as-expected' : 'differs';
  return { name, verdict, figures, notes };
}
