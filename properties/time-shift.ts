import { HOUR_MS, MINUTE_MS } from '../model/index.ts';
import type { MetamorphicProperty } from './metamorphic/metamorphic-property.ts';
import { difference, isDeterministic } from './metamorphic/same-answer.ts';
import { seconds, stepText } from './wording.ts';

/** No multiple of a round time: what is counted from the clock's hours or minutes moves against the trace. */
const SHIFT_MS = 7 * HOUR_MS + 3 * MINUTE_MS + 17_123;

/**
 * Lifetimes and waiting periods are lengths of time, counted from what happened. The same steps some hours later are
 * answered in the same way; a system that counts from the start of the day or of its own process is found out.
 */
export const timeShift: MetamorphicProperty = {
  id: 'time-shift',
  title: 'Shifting all times by the same amount changes no answer.',
  requirements: ['U-02', 'F-103', 'F-121'],
  formula: '∀ i: answer(shift(trace))[i] = answer(trace)[i]',
  applies: isDeterministic,
  variant: (setup, steps) => ({ setup, steps: steps.map((step) => ({ ...step, atMs: step.atMs + SHIFT_MS })) }),
  relate(original, variant) {
    for (const [index, seen] of original.entries()) {
      const shifted = variant[index];
      if (shifted === undefined) return 'idle';
      const differs = difference(seen, shifted);
      if (differs !== undefined)
        return {
          violation: `${stepText(seen)}; the same step ${seconds(SHIFT_MS)} later was answered otherwise: ${differs}`,
          requirements: ['U-02', 'F-103'],
        };
    }
    return original.some(({ observation }) => observation.bucketKeyEnabled === true) ? 'exercised' : 'held';
  },
};
