import type { BucketEvent, EnvironmentEvent, Event, KmsEvent, ObjectEvent, Step } from '../../model/index.ts';

/** The operations the reducer knows. It is frozen: what the model learns later does not come in here. */
export const FROZEN = [
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
  'ReplicateObject',
  'EvictBucketKeys',
  'RestartHosts',
  'ThrottleKms',
] as const satisfies readonly Event['op'][];

type Frozen<E extends Event> = Extract<E, { readonly op: (typeof FROZEN)[number] }>;

/** An event that the reducer takes. */
export type FrozenEvent = Frozen<ObjectEvent> | Frozen<BucketEvent> | Frozen<KmsEvent> | Frozen<EnvironmentEvent>;
/** Those of buckets. */
export type FrozenBucketEvent = Frozen<BucketEvent>;
/** Those of KMS keys and aliases. */
export type FrozenKmsEvent = Frozen<KmsEvent>;

const NAMES: ReadonlySet<Event['op']> = new Set(FROZEN);

/**
 * The event of a step, known to be one that the reducer takes.
 *
 * @throws RangeError when it is not.
 */
export function frozen({ event }: Step): FrozenEvent {
  if (NAMES.has(event.op)) return event as FrozenEvent;
  throw new RangeError(`the reducer does not know ${event.op}`);
}
