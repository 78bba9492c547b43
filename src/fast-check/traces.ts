import type { Arbitrary } from 'fast-check';
import { EVENT_NAMES, profileNamed, type Setup, type Step } from '../../model/index.ts';
import {
  type GeneratedTrace,
  stepArbitrary,
  type TraceOptions,
  traceArbitrary,
} from '../../properties/arbitraries/index.ts';

/** Most steps of a trace where nothing is said. */
export const USUAL_STEPS = 300;

/** What is used where nothing is said. */
const USUAL: TraceOptions = { profile: profileNamed('ideal'), supports: EVENT_NAMES, maxSteps: USUAL_STEPS };

/**
 * Whole traces: a setup, and steps that make sense in it most of the time. These are the traces that `check` runs; they
 * shrink to fewer steps, simpler events and names, shorter times and a smaller setup.
 *
 * @param options - omitted: the profile `ideal`, all operations, at most 300 steps
 * @example
 * ```ts
 * import { traces } from 'bucketkey/fast-check';
 * import fc from 'fast-check';
 *
 * const lengths = fc.sample(traces({ maxSteps: 100 }), { seed: 1, numRuns: 5 }).map(({ steps }) => steps.length);
 * console.log(...lengths); // 30 25 2 30 53
 * ```
 */
export function traces(options: Partial<TraceOptions> = {}): Arbitrary<GeneratedTrace> {
  return traceArbitrary({ ...USUAL, ...options });
}

/**
 * Single operations in the world of your setup, each as often as the others, for properties of your own: half of them
 * such as succeed in a world where nothing has happened yet, the others whatever comes of them. All are at time 0, so
 * that `fc.array(operations({ setup }))` makes legal steps.
 *
 * @param options - whose names are used; omitted of the others: the profile `ideal`, all operations
 * @throws RangeError when the setup has no requesters, or nothing is supported.
 */
export function operations(
  options: { readonly setup: Setup } & Partial<Omit<TraceOptions, 'maxSteps'>>,
): Arbitrary<Step> {
  return stepArbitrary({ ...USUAL, ...options });
}
