import type { BucketEvent } from './bucket-events.ts';
import type { EnvironmentEvent } from './environment-events.ts';
import type { KmsEvent } from './kms-events.ts';
import type { ObjectEvent } from './object-events.ts';
import type { UploadEvent } from './upload-events.ts';

/** Everything that can happen in a trace, apart from time passing: plain data, told apart by `op`. */
export type Event = BucketEvent | ObjectEvent | UploadEvent | KmsEvent | EnvironmentEvent;

/** The name of an event. */
export type EventName = Event['op'];

/** One step of a trace: at a time, by somebody, something. */
export interface Step {
  /** Time of the step in milliseconds since the start of the trace; never smaller than that of the step before. */
  readonly atMs: number;
  /** Name of the requester in the setup; null for the environment's events. */
  readonly by: string | null;
  readonly event: Event;
}
