import { type Capabilities, canAsk } from '../capabilities.ts';
import type { GeneratedTrace } from '../generated-trace.ts';
import { withFewerSteps } from './fewer-steps.ts';
import { withMergedSteps } from './merged-steps.ts';
import { withShorterGaps } from './shorter-gaps.ts';
import { withSimplerEvents } from './simpler-events.ts';
import { withSimplerNames } from './simpler-names.ts';
import { isSmaller, sizeOf } from './size.ts';
import { withSmallerSetup } from './smaller-setup.ts';

const SHRINKERS: readonly ((trace: GeneratedTrace) => Iterable<GeneratedTrace>)[] = [
  withFewerSteps,
  withMergedSteps,
  withSimplerNames,
  withSimplerEvents,
  withShorterGaps,
  withSmallerSetup,
];

/**
 * Smaller traces to try in place of a failing one, the most promising first: with fewer steps, simpler events, fewer
 * names, shorter gaps, a smaller setup. A finite list, made as it is read. Whoever takes a candidate that still fails
 * and starts over with it comes to an end, because every candidate is smaller (see `sizeOf`).
 *
 * @param capabilities - what the steps may ask; omitted = anything
 */
export function* shrinkTrace(trace: GeneratedTrace, capabilities?: Capabilities): Iterable<GeneratedTrace> {
  const size = sizeOf(trace);
  for (const candidates of SHRINKERS) {
    for (const candidate of candidates(trace)) {
      if (!isSmaller(sizeOf(candidate), size)) continue;
      if (capabilities === undefined || candidate.steps.every(({ event }) => canAsk(capabilities, event)))
        yield candidate;
    }
  }
}
