import { operationOf } from '../operations/operations.ts';
import type { Event } from '../vocabulary/events/event.ts';
import type { Observation } from '../vocabulary/observation.ts';

/** The codes of S3's own troubles, by their status (E-45). */
const CODES: Readonly<Record<number, readonly string[]>> = {
  500: ['InternalError'],
  503: ['SlowDown', 'ServiceUnavailable'],
};

/**
 * Whether an answer may be a transient one: S3 was not well, which any request to it may meet, and it says nothing of
 * what was asked (F-160, E-45). Not where a KMS call is seen to have failed: then S3 passes that on.
 */
export function mayBeTransient(event: Event, { status, code, kmsCalls }: Observation): boolean {
  const codes = CODES[status];
  if (codes === undefined || (typeof code === 'string' && !codes.includes(code))) return false;
  const { by, about } = operationOf(event);
  if (by !== 'requester' || about === 'kmsKey') return false;
  return kmsCalls === undefined || kmsCalls.every(({ result = 'ok' }) => result === 'ok');
}
