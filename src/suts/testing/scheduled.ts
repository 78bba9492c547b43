import type { Scheduler } from 'fast-check';
import type { Observation, Profile, Setup, Step } from '../../../model/index.ts';
import { REFERENCE_PARTS, type ReferenceParts, referenceOf } from '../../reference/index.ts';
import { EMBEDDED_OPTIONS } from '../embedded.ts';

/** The reference, its requests in the hands of a scheduler of fast-check. */
export interface ScheduledReference {
  /** Carries out one step, alone. */
  apply(step: Step): Promise<Observation>;
  /** Begins all of them; each goes on when the scheduler says so, at its beginning and wherever it waits for KMS. */
  applyTogether(steps: readonly Step[]): Promise<readonly Observation[]>;
}

/**
 * Starts the reference under the options of a profile. Which request goes on is drawn with the rest of a property, so
 * that a race is shrunk as other counterexamples are, and told by the scheduler.
 */
export function scheduledFor(
  scheduler: Pick<Scheduler, 'schedule' | 'waitFor'>,
  { base }: Pick<Profile, 'base'>,
  setup: Setup,
  parts: ReferenceParts = REFERENCE_PARTS,
): ScheduledReference {
  let isOverlapping = false;
  const turn = (label: string): Promise<void> =>
    isOverlapping ? scheduler.schedule(Promise.resolve(), label) : Promise.resolve();
  const options = { ...EMBEDDED_OPTIONS.get(base), untilKmsAnswers: () => turn('KMS answers') };
  const reference = referenceOf(parts, setup, options);
  return {
    apply: (step) => reference.apply(step),
    applyTogether: async (steps) => {
      isOverlapping = true;
      const begun = steps.map(async (step) => {
        await turn(`${step.event.op} begins`);
        return reference.apply(step);
      });
      const answers = await scheduler.waitFor(Promise.all(begun));
      isOverlapping = false;
      return answers;
    },
  };
}
