import { type Capabilities, type GeneratedTrace, shrinkTrace } from '../../properties/arbitraries/index.ts';

/** How much shrinking may cost. */
export interface ShrinkBounds {
  /** Traces tried in all. */
  readonly attempts: number;
}

/** Enough for every counterexample we have met, and a few seconds at the most. */
export const DEFAULT_SHRINK_BOUNDS: ShrinkBounds = { attempts: 3_000 };

/**
 * The smallest trace that can be reached from a failing one by steps of {@link shrinkTrace}, each of which still fails.
 *
 * @param run - runs a trace; answers what it found, or undefined when the trace does not fail as the first one did
 * @param onAttempt - called before each attempt; answers whether to go on
 * @param capabilities - what the steps may ask; omitted = anything
 */
export async function shrink<Found>(
  found: { readonly trace: GeneratedTrace; readonly result: Found },
  run: (trace: GeneratedTrace) => Promise<Found | undefined>,
  onAttempt: () => boolean,
  { attempts }: ShrinkBounds = DEFAULT_SHRINK_BOUNDS,
  capabilities?: Capabilities,
): Promise<{ readonly trace: GeneratedTrace; readonly result: Found }> {
  let smallest = found;
  let left = attempts;
  let start: typeof found;
  do {
    start = smallest;
    const candidates = shrinkTrace(start.trace, capabilities);
    let stillFails = false;
    for (let next = candidates.next(); next.done !== true; next = candidates.next(stillFails)) {
      if (left-- <= 0 || !onAttempt()) return smallest;
      const result = await run(next.value);
      stillFails = result !== undefined;
      if (result !== undefined) smallest = { trace: next.value, result };
    }
  } while (smallest !== start);
  return smallest;
}
