import { versionNamed } from '../operations/predicates.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { unlessDenied } from './object-checks.ts';
import { takeBeginning } from './past.ts';
import { type Checking, checked } from './request.ts';
import type { Transaction } from './transaction.ts';
import { alterNewest, entryNamed, newestVersion } from './versions.ts';

/** A version that is locked is removed by nobody (E-55). */
export const LOCKED: Refusal = { status: 403, code: 'AccessDenied', because: ['E-55', 'F-188'] };
const NOT_UPDATED: Refusal = { status: 403, code: 'AccessDenied', because: ['E-32', 'F-150'] };
const NO_LOCKS: Refusal = { status: 400, code: 'InvalidRequest', because: ['E-56', 'F-188'] };
const NOT_SUSPENDED: Refusal = { status: 409, code: 'InvalidBucketState', because: ['E-57', 'F-188'] };

const EITHER = [true, false] as const;
const UNLOCKED_OR_LOCKED = [false, true] as const;

/** Where Object Lock is off nothing is locked (E-56); of a bucket from before the trace nobody knows. */
export const lockIsFit: Checking = (request) => {
  const { transaction, event } = request;
  if (event.op !== 'PutObject' || event.legalHold !== true) return undefined;
  const { locksObjects, past } = checked(request.bucket);
  if (locksObjects || (past !== undefined && takeBeginning(transaction, EITHER))) return undefined;
  return unlessDenied(request, NO_LOCKS);
};

/** The version is not locked (F-150). */
export const versionIsNotLocked: Checking = (request) => {
  const { transaction, event, source } = request;
  const { locksObjects, past } = checked(request.bucket);
  // Of what is from before the trace, or was written into it, nobody knows.
  if (past !== undefined)
    return takeBeginning(transaction, UNLOCKED_OR_LOCKED) ? unlessDenied(request, NOT_UPDATED) : undefined;
  if (!locksObjects) return undefined;
  const { bucket, key } = checked(source);
  const number = transaction.scope.object(bucket, key);
  const id = versionNamed(event);
  const entry = id === undefined ? newestVersion(transaction, number) : entryNamed(transaction, number, id);
  return entry?.isLocked === true ? unlessDenied(request, NOT_UPDATED) : undefined;
};

/** The versioning of a bucket that locks objects stays on (E-57). */
export const versioningMayChange: Checking = ({ transaction, event, bucket }) => {
  if (event.op !== 'PutBucketVersioning' || event.status !== 'Suspended') return undefined;
  const { locksObjects, past } = checked(bucket);
  return locksObjects || (past !== undefined && takeBeginning(transaction, UNLOCKED_OR_LOCKED))
    ? NOT_SUSPENDED
    : undefined;
};

/** What was just written is locked. */
export function lockWritten(transaction: Transaction, number: number): void {
  alterNewest(transaction, number, { isLocked: true });
}
