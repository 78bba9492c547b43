import type { RunPlan } from '../check/batch.ts';

/**
 * What a worker thread is told when it starts. Names and numbers only: profiles and systems under test are code, which
 * does not travel.
 */
export interface WorkerTask extends Omit<RunPlan, 'profile'> {
  /** Name of the profile. */
  readonly profile: string;
}
