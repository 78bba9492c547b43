import type { Event, EventName } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import { succeeded } from '../../properties/wording.ts';

/** What an event sets, in place of what was set before. */
const SET_BY: Readonly<Partial<Record<EventName, string>>> = {
  CreateBucket: 'bucket',
  DeleteBucket: 'bucket',
  PutBucketEncryption: 'rule',
  DeleteBucketEncryption: 'rule',
  PutBucketPolicy: 'bucketPolicy',
  PutBucketReplication: 'replication',
  DeleteBucketReplication: 'replication',
  EvictBucketKeys: 'eviction',
  CreateKey: 'key',
  DisableKey: 'keyState',
  EnableKey: 'keyState',
  ScheduleKeyDeletion: 'keyState',
  CancelKeyDeletion: 'keyState',
  ImportKeyMaterial: 'keyState',
  DeleteImportedKeyMaterial: 'keyState',
  PutKeyPolicy: 'keyPolicy',
  CreateGrant: 'grant',
  RevokeGrant: 'grant',
  RetireGrant: 'grant',
  EnableKeyRotation: 'rotation',
  DisableKeyRotation: 'rotation',
  RotateKeyOnDemand: 'rotation',
  CreateAlias: 'alias',
  UpdateAlias: 'alias',
  DeleteAlias: 'alias',
  RestartHosts: 'restart',
  ThrottleKms: 'throttling',
  InterruptKms: 'outage',
};

/** What is set of a bucket. */
const OF_BUCKETS = ['bucket', 'rule', 'bucketPolicy', 'replication', 'eviction'];
/** What is set of a KMS key or an alias. */
const OF_KEYS = ['key', 'keyState', 'keyPolicy', 'grant', 'rotation', 'alias'];

/** Settings of everything. */
export const GENERAL_SETTINGS: readonly string[] = ['restart ', 'throttling ', 'outage '];

/** The setting that a step has changed, by what it is and whose; undefined where it has changed none. */
export function settingOf(seen: ObservedStep): string | undefined {
  const { event } = seen.step;
  const set = SET_BY[event.op];
  return set === undefined || !succeeded(seen) ? undefined : `${set} ${ownerOf(event)}`;
}

/** The settings that a bucket has. */
export function settingsOfBucket(name: string): readonly string[] {
  return OF_BUCKETS.map((set) => `${set} ${name}`);
}

/** The settings that a KMS key or an alias has, by its {@link keyName}. */
export function settingsOfKey(name: string): readonly string[] {
  return OF_KEYS.map((set) => `${set} ${name}`);
}

/** What a reference to a KMS key names, whatever its form: a bare key id, or an alias. */
export function keyName(reference: string): string {
  const alias = reference.indexOf('alias/');
  return alias >= 0 ? reference.slice(alias) : reference.slice(reference.lastIndexOf('/') + 1);
}

function ownerOf(event: Event): string {
  if ('alias' in event) return event.alias;
  if ('keyId' in event) return keyName(event.keyId);
  return 'bucket' in event ? event.bucket : '';
}
