import type { Event, Observation, Setup, Step } from '../../model/index.ts';

/** A system under test that has been set up and takes the steps of one trace, one at a time. */
export interface SutSession {
  /**
   * Carries out one step at its virtual time and says what was seen. Rejects only when the system under test is broken,
   * never because S3 refused.
   */
  apply(step: Step): Promise<Observation>;
  /** Frees what the session holds. */
  stop(): Promise<void>;
}

/** A system under test. */
export interface Sut {
  /** Name for reports and traces. */
  readonly name: string;
  /** Names of the events it can carry out; others are left out of the traces generated for it. */
  readonly supports: readonly Event['op'][];
  /** A fresh system in the state the setup describes. Equal seeds and equal steps give equal observations. */
  start(setup: Setup, seed: number): Promise<SutSession>;
}
