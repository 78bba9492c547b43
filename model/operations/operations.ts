import type { EnvironmentEvent } from '../vocabulary/events/environment-events.ts';
import type { Event, EventName } from '../vocabulary/events/event.ts';
import type { KmsEvent, MaterialEvent } from '../vocabulary/events/kms-events.ts';
import type { UploadEvent } from '../vocabulary/events/upload-events.ts';
import { BUCKET_OPERATIONS } from './bucket-operations.ts';
import { ENVIRONMENT_OPERATIONS } from './environment-operations.ts';
import { KMS_OPERATIONS } from './kms-operations.ts';
import { OBJECT_OPERATIONS } from './object-operations.ts';
import type { Operation, Rows } from './operation.ts';
import { UPLOAD_OPERATIONS } from './upload-operations.ts';

/** Every operation, in the order of the documentation. */
export const OPERATIONS = {
  ...BUCKET_OPERATIONS,
  ...OBJECT_OPERATIONS,
  ...UPLOAD_OPERATIONS,
  ...KMS_OPERATIONS,
  ...ENVIRONMENT_OPERATIONS,
} as const satisfies Rows<Event>;

/** Every event name, in the order of the documentation. */
export const EVENT_NAMES = Object.keys(OPERATIONS) as readonly EventName[];

/**
 * {@link OPERATIONS} without what is known of each single one: all with the same parts in the same order, because
 * records that are alike are read several times as fast, and every step reads its row.
 */
const ROWS = perOperation((name) => alike(OPERATIONS[name]));

function alike(row: Operation): Operation {
  const { by, about, fields, reads, writes, upload, needs, order, status, bodiless, wording, because } = row;
  return { by, about, fields, reads, writes, upload, needs, order, status, bodiless, wording, because } as Operation;
}

/** The row of an operation. */
export function operationOf(event: Pick<Event, 'op'>): Operation {
  return ROWS[event.op];
}

/** The operations of which something is true, in the order of the documentation. */
export function operationsThat(hold: (operation: Operation) => boolean): readonly EventName[] {
  return EVENT_NAMES.filter((name) => hold(ROWS[name]));
}

/**
 * Something that is worked out once for each operation. It is kept as a dictionary, in which it is found by a name that
 * is another each time in half the time.
 */
export function perOperation<T>(workOut: (name: EventName) => T): Readonly<Record<EventName, T>> {
  const dictionary = Object.create(null) as Record<EventName, T>;
  for (const name of EVENT_NAMES) dictionary[name] = workOut(name);
  return dictionary;
}

/** The environment's events, which no requester causes. */
export const ENVIRONMENT_EVENTS = operationsThat(({ by }) => by === 'environment') as readonly EnvironmentEvent['op'][];

/** Whether an event is about a multipart upload. */
export function isUploadEvent(event: Event): event is UploadEvent {
  return operationOf(event).upload !== undefined;
}

/** Whether an event is on a KMS key or an alias, which KMS answers itself. */
export function isKmsEvent(event: Event): event is KmsEvent {
  return operationOf(event).about === 'kmsKey';
}

/** Whether an operation imports the material of a KMS key or deletes it (F-210, F-211). */
export function isOfMaterial(op: EventName): op is MaterialEvent['op'] {
  return op === 'ImportKeyMaterial' || op === 'DeleteImportedKeyMaterial';
}

/** Whether no requester causes an event. */
export function isEnvironmentEvent(event: Event): event is EnvironmentEvent {
  return operationOf(event).by === 'environment';
}
