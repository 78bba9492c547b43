import type { EncryptionHeaders, EncryptionRule, Event } from '../../../model/index.ts';
import type { Action } from '../scope.ts';
import { BODY } from './common.ts';

/** What a requester can do. */
export function by(requester: string, event: Event): Action {
  return { by: requester, event };
}

/** What can happen by itself. */
export function happens(event: Event): Action {
  return { by: null, event };
}

/** Where an object is: `b/x` is the object x of the bucket b. */
export type Place = `${string}/${string}`;

/** PutObject of the one content. */
export function puts(requester: string, place: Place, headers: EncryptionHeaders = {}): Action {
  return by(requester, { op: 'PutObject', ...at(place), body: BODY, headers });
}

/** GetObject. */
export function gets(requester: string, place: Place): Action {
  return by(requester, { op: 'GetObject', ...at(place) });
}

/** DeleteObject. */
export function deletes(requester: string, place: Place): Action {
  return by(requester, { op: 'DeleteObject', ...at(place) });
}

/** CopyObject without headers. */
export function copies(requester: string, source: Place, target: Place): Action {
  return by(requester, { op: 'CopyObject', source: at(source), ...at(target), headers: {} });
}

/** PutBucketEncryption. */
export function rules(requester: string, bucket: string, rule: EncryptionRule): Action {
  return by(requester, { op: 'PutBucketEncryption', bucket, rules: [rule] });
}

/** DeleteBucketEncryption. */
export function resets(requester: string, bucket: string): Action {
  return by(requester, { op: 'DeleteBucketEncryption', bucket });
}

/** DisableKey and EnableKey. */
export function switches(requester: string, keyId: string): readonly Action[] {
  return [by(requester, { op: 'DisableKey', keyId }), by(requester, { op: 'EnableKey', keyId })];
}

/** The way to the deletion of a KMS key after seven days, one tick, and the way back. */
export function deletion(requester: string, keyId: string): readonly Action[] {
  return [
    by(requester, { op: 'ScheduleKeyDeletion', keyId, pendingWindowInDays: 7 }),
    by(requester, { op: 'CancelKeyDeletion', keyId }),
  ];
}

/** KMS begins and stops to refuse everything. */
export const THROTTLING: readonly Action[] = [
  happens({ op: 'ThrottleKms', on: true }),
  happens({ op: 'ThrottleKms', on: false }),
];

/** KMS cannot be reached any more, and can again. */
export const OUTAGE: readonly Action[] = [
  happens({ op: 'InterruptKms', on: true }),
  happens({ op: 'InterruptKms', on: false }),
];

function at(place: Place): { readonly bucket: string; readonly key: string } {
  const slash = place.indexOf('/');
  return { bucket: place.slice(0, slash), key: place.slice(slash + 1) };
}
