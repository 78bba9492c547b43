import type { Event, Observation, Setup, Step } from '../../model/index.ts';
import type { Capabilities } from '../../properties/arbitraries/index.ts';

/** An observation with the time at which the request was really under way, by whatever clock, in milliseconds. */
export interface TimedObservation {
  readonly observation: Observation;
  /** When it was sent. */
  readonly startMs: number;
  /** When it was answered; omitted = at the same time. */
  readonly endMs?: number;
}

/** The system has no such operation, or it does harm: nobody asks for it again, and nothing is claimed of it. */
export interface Unsupported {
  /** Why, in a few words. */
  readonly unsupported: string;
}

/**
 * An error of the moment, such as a 503 or a connection that broke: whether anything was done is not known. The step is
 * asked again, which is a step of its own.
 */
export interface Transient {
  /** What was seen of it; where nothing came back, the status 503. */
  readonly transient: Observation;
  readonly startMs?: number;
  readonly endMs?: number;
}

/** What a system can answer a step with. */
export type SutAnswer = Observation | TimedObservation | Unsupported | Transient;

/** What a step is carried out with. */
export interface ApplyOptions {
  /** Aborts when nobody waits for the answer any more: hand it on to the request. */
  readonly signal: AbortSignal;
}

/** A system under test that has been set up and takes the steps of one trace, one at a time. */
export interface SutSession {
  /**
   * Carries out one step and says what was seen. Rejects only when the system under test is broken, never because S3
   * refused.
   */
  apply(step: Step, options: ApplyOptions): Promise<SutAnswer>;
  /** Frees what the session holds. */
  stop(): Promise<void>;
}

/** A system cannot be brought into the state that a setup describes. The run is left out and counted. */
export interface Declined {
  /** Why, in a few words. */
  readonly declined: string;
}

/**
 * Whose time steps happen at. `virtual`: that of the step, whatever the real time is. `wall`: the real time, so that a
 * pause takes as long as it says.
 */
export type SutClock =
  | 'virtual'
  | {
      readonly kind: 'wall';
      /** Longest pause between two steps; none that is longer is made. */
      readonly longestPauseMs: number;
      /** How long the system was told to keep a plaintext bucket key; omitted = as the profile says. */
      readonly cacheLifetimeMs?: number;
      /** How long it was told to make data keys of a bucket key; omitted = as the profile says. */
      readonly generationLifetimeMs?: number;
    };

/** A system under test. */
export interface Sut {
  /** Name for reports and traces. */
  readonly name: string;
  /** Names of the events it can carry out; others are left out of the traces generated for it. */
  readonly supports: readonly Event['op'][];
  /** What it can do with them, and have in a setup. */
  readonly capabilities?: Capabilities;
  /**
   * The parts of an observation that can be seen of it. What rests on others is not judged. Omitted = whatever is in
   * its observations.
   */
  readonly shows?: readonly (keyof Observation)[];
  /** Omitted = virtual. */
  readonly clock?: SutClock;
  /**
   * A fresh system in the state the setup describes, or why there is none. Equal seeds and equal steps give equal
   * observations, where the clock is virtual.
   */
  start(setup: Setup, seed: number): Promise<SutSession | Declined>;
}

/** A session in this process, which answers each step with what was seen. */
export interface InProcessSession extends SutSession {
  /** Carries out one step at its virtual time and says what was seen. */
  apply(step: Step): Promise<Observation>;
}

/** It can do all that a system has to say it can. */
export const KNOWS_HEADERS: Capabilities = {
  conditionalRequests: true,
  ranges: true,
  checksumMode: true,
  customerKeys: true,
  copyChanges: true,
  deleteMarkerReplication: true,
  objectLock: true,
  batchReplication: true,
  services: true,
  directoryBuckets: true,
  iam: true,
  kmsQuotas: true,
  otherKeySpecs: true,
  importedKeys: true,
  policyConditions: true,
};

/** A system in this process, which can be brought into every state. */
export interface InProcessSut extends Sut {
  /** A fresh system in the state the setup describes. Equal seeds and equal steps give equal observations. */
  start(setup: Setup, seed: number): Promise<InProcessSession>;
}
