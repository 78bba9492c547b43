import { EVENT_NAMES } from '../../model/index.ts';
import type { GeneratedTrace } from '../../properties/arbitraries/index.ts';

/**
 * A classifier for `fc.statistics`: how long a trace is, and which operations it has. `fc.statistics` prints what share
 * of the traces each label is true of.
 *
 * @example
 * ```ts
 * import { classifyTrace, traces } from 'bucketkey/fast-check';
 * import fc from 'fast-check';
 *
 * fc.statistics(traces(), classifyTrace, { seed: 1, numRuns: 50, logger: () => undefined });
 * ```
 */
export function classifyTrace({ steps }: GeneratedTrace): string[] {
  const names = new Set<string>(steps.map(({ event }) => event.op));
  return [lengthOf(steps.length), ...EVENT_NAMES.filter((name) => names.has(name))];
}

function lengthOf(steps: number): string {
  if (steps < 10) return 'fewer than 10 steps';
  return steps < 100 ? '10 to 99 steps' : '100 steps or more';
}
