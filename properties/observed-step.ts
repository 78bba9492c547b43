import type { Observation, Step } from '../model/index.ts';

/** One step as it was seen. */
export interface ObservedStep {
  readonly step: Step;
  readonly observation: Observation;
}
