import type { Event } from '../../../model/index.ts';
import type { Action } from '../scope.ts';
import type { Renaming } from './renaming.ts';

/** An action under new names. */
export function renamedAction({ by, event }: Action, names: Renaming): Action {
  return { by: by === null ? null : names.requester(by), event: renamedEvent(event, names) };
}

function renamedEvent(event: Event, names: Renaming): Event {
  switch (event.op) {
    case 'CreateBucket':
    case 'DeleteBucket':
    case 'PutBucketEncryption':
    case 'GetBucketEncryption':
    case 'DeleteBucketEncryption':
    case 'DeleteBucketReplication':
    case 'EvictBucketKeys':
      return { ...event, bucket: names.bucket(event.bucket) };
    case 'PutBucketPolicy':
      return { ...event, bucket: names.bucket(event.bucket), statements: names.bucketPolicy(event.statements) };
    case 'PutBucketReplication':
      return {
        ...event,
        bucket: names.bucket(event.bucket),
        destination: names.bucket(event.destination),
        role: names.requester(event.role),
      };
    case 'PutObject':
    case 'GetObject':
    case 'HeadObject':
    case 'DeleteObject':
    case 'ReplicateObject':
      return { ...event, ...renamedObject(event, names) };
    case 'CopyObject':
      return { ...event, ...renamedObject(event, names), source: renamedObject(event.source, names) };
    case 'PutKeyPolicy':
      return { ...event, statements: names.keyPolicy(event.statements) };
    case 'DisableKey':
    case 'EnableKey':
    case 'ScheduleKeyDeletion':
    case 'CancelKeyDeletion':
    case 'EnableKeyRotation':
    case 'RotateKeyOnDemand':
    case 'UpdateAlias':
    case 'RestartHosts':
    case 'ThrottleKms':
      return event;
  }
}

function renamedObject({ bucket, key }: { readonly bucket: string; readonly key: string }, names: Renaming) {
  return { bucket: names.bucket(bucket), key: names.key(bucket, key) };
}
