import type { EncryptionHeaders } from '../vocabulary/encryption.ts';
import type { Event } from '../vocabulary/events/event.ts';
import type { ObjectName } from '../vocabulary/fields.ts';
import type { Operation } from './operation.ts';
import { operationOf } from './operations.ts';

/** Whether an operation may call KMS: to open what it reads, or for the data key of what it writes. */
export function mayCallKms({ reads, writes }: Pick<Operation, 'reads' | 'writes'>): boolean {
  return reads?.opens === true || writes?.leaves === 'version';
}

/** The object whose version an event reads, its headers at least; undefined for one that reads none. */
export function objectRead(event: Event): ObjectName | undefined {
  const from = operationOf(event).reads?.from;
  if (from === 'source') return 'source' in event ? event.source : undefined;
  return from === 'object' && 'key' in event ? event : undefined;
}

/**
 * The object that an event writes or deletes; undefined for one that does neither, and for a replication, whose replica
 * goes to the bucket that the rule of its source names.
 */
export function objectWritten(event: Event): ObjectName | undefined {
  return operationOf(event).writes?.to === 'object' && 'key' in event ? event : undefined;
}

const NO_HEADERS: EncryptionHeaders = {};

/** The encryption headers that are sent with an event. */
export function headersOf(event: Event): EncryptionHeaders {
  return 'headers' in event ? event.headers : NO_HEADERS;
}
