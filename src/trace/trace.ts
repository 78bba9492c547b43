import type { Setup } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { DescribedProfile } from '../profile/profile-file.ts';

/** Version of the trace format; a reader refuses every other one. */
export const TRACE_FORMAT = 1;

/** The first line of a trace file. */
export interface TraceHeader {
  /** Version of the format: 1. */
  readonly bucketkeyTrace: number;
  /** The profile the trace is to be judged by: the name of a shipped one, or what differs from one. */
  readonly profile: DescribedProfile;
  /** Name of the system under test that was observed. */
  readonly sut: string;
  /** Seed the system under test was started with. */
  readonly seed: number;
  readonly setup: Setup;
}

/** A recorded run: what was set up, what happened, what was seen. */
export interface Trace {
  readonly header: TraceHeader;
  readonly steps: readonly ObservedStep[];
}
