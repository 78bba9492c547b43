import type { BucketEvent } from './bucket-events.ts';
import type { EnvironmentEvent } from './environment-events.ts';
import type { KmsEvent } from './kms-events.ts';
import type { ObjectEvent } from './object-events.ts';

/** Everything that can happen in a trace, apart from time passing: plain data, told apart by `op`. */
export type Event = BucketEvent | ObjectEvent | KmsEvent | EnvironmentEvent;

/** The name of an event. */
export type EventName = Event['op'];

/** The environment's events, which no requester causes. */
export const ENVIRONMENT_EVENTS = [
  'ReplicateObject',
  'EvictBucketKeys',
  'RestartHosts',
  'ThrottleKms',
] as const satisfies readonly EnvironmentEvent['op'][];

/** Every event name, in the order of the documentation. */
export const EVENT_NAMES = [
  'CreateBucket',
  'DeleteBucket',
  'PutBucketEncryption',
  'GetBucketEncryption',
  'DeleteBucketEncryption',
  'PutBucketPolicy',
  'PutBucketReplication',
  'DeleteBucketReplication',
  'PutObject',
  'GetObject',
  'HeadObject',
  'CopyObject',
  'DeleteObject',
  'DisableKey',
  'EnableKey',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'EnableKeyRotation',
  'RotateKeyOnDemand',
  'PutKeyPolicy',
  'UpdateAlias',
  ...ENVIRONMENT_EVENTS,
] as const satisfies readonly EventName[];

/** One step of a trace: at a time, by somebody, something. */
export interface Step {
  /** Time of the step in milliseconds since the start of the trace; never smaller than that of the step before. */
  readonly atMs: number;
  /** Name of the requester in the setup; null for the environment's events. */
  readonly by: string | null;
  readonly event: Event;
}
