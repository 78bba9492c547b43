import { type Capabilities, canAsk } from '../capabilities.ts';
import type { GeneratedTrace } from '../generated-trace.ts';
import { type Candidates, goingOn } from './candidates.ts';
import { withFewerSteps } from './fewer-steps.ts';
import { withMergedSteps } from './merged-steps.ts';
import { withShorterGaps } from './shorter-gaps.ts';
import { withSimplerEvents } from './simpler-events.ts';
import { withSimplerNames } from './simpler-names.ts';
import { isSmaller, sizeOf } from './size.ts';
import { withSmallerSetup } from './smaller-setup.ts';

const LISTS: readonly ((trace: GeneratedTrace) => Iterable<GeneratedTrace>)[] = [
  withMergedSteps,
  withSimplerNames,
  withSimplerEvents,
  withShorterGaps,
  withSmallerSetup,
];

const SHRINKERS: readonly ((trace: GeneratedTrace) => Candidates)[] = [
  withFewerSteps,
  ...LISTS.map((listOf) => (trace: GeneratedTrace) => goingOn(trace, listOf)),
];

/**
 * Smaller traces to try in place of a failing one, the most promising first: with fewer steps, simpler events, fewer
 * names, shorter gaps, a smaller setup. A finite list, made as it is read; whoever says of a candidate that it still
 * fails gets smaller ones of that from then on. Starting over with what is left comes to an end, because every
 * candidate is smaller (see `sizeOf`).
 *
 * @param capabilities - what the steps may ask; omitted = anything
 */
export function* shrinkTrace(trace: GeneratedTrace, capabilities?: Capabilities): Candidates {
  let left = trace;
  let size = sizeOf(left);
  for (const shrinker of SHRINKERS) {
    const candidates = shrinker(left);
    let stillFails = false;
    for (let next = candidates.next(); next.done !== true; next = candidates.next(stillFails)) {
      const candidate = next.value;
      const smaller = sizeOf(candidate);
      const isOffered =
        isSmaller(smaller, size) &&
        (capabilities === undefined || candidate.steps.every(({ event }) => canAsk(capabilities, event)));
      stillFails = isOffered && (yield candidate) === true;
      if (stillFails) [left, size] = [candidate, smaller];
    }
  }
}
