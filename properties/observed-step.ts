import type { Observation, Step } from '../model/index.ts';

/** One step as it was seen. */
export interface ObservedStep {
  readonly step: Step;
  readonly observation: Observation;
  /**
   * When the answer came, in milliseconds on the clock of `step.atMs`: the request may have taken effect at any time
   * between. Omitted = it was asked and answered in one instant.
   */
  readonly endMs?: number;
}
