import type { Observation, Step } from '../../../model/index.ts';
import { embeddedSut } from '../../suts/embedded.ts';
import type { Sut, SutAnswer } from '../../suts/sut.ts';

/** The reference, with what `change` makes of a step for an answer: `ask` has the reference take it. */
export function answering(
  change: (step: Step, ask: () => Promise<Observation>) => Promise<SutAnswer>,
  right = embeddedSut(),
): Sut {
  return {
    ...right,
    start: async (setup, seed) => {
      const session = await right.start(setup, seed);
      return { ...session, apply: (step) => change(step, () => session.apply(step)) };
    },
  };
}
