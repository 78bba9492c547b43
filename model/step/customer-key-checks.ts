import { customerKeyForRead, headersOf, NO_HEADERS } from '../operations/predicates.ts';
import { UNNAMED_CUSTOMER_KEY } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { alteredVersion } from '../store/alter.ts';
import { BAD_CUSTOMER_ALGORITHM, BLOCKED, blocksCustomerKeys } from './customer-key.ts';
import { unlessDenied } from './object-checks.ts';
import { takeBeginning } from './past.ts';
import { type Checking, checked } from './request.ts';
import { choose, see } from './transaction.ts';

const KEY_MISSING: Refusal = { status: 400, code: 'InvalidRequest', because: ['E-21'] };
const WRONG_KEY: Refusal = { status: 403, code: 'AccessDenied', because: ['E-22'] };
const KEY_TOO_MANY: Refusal = { status: 400, code: 'InvalidRequest', because: ['E-23'] };
const OTHER_THAN_UPLOAD: Refusal = { status: 400, code: 'InvalidRequest', because: ['E-25', 'F-63'] };

/** What is read is under the customer key that is sent with it, or neither is there (E-20 to E-23). */
export const customerKeyFits: Checking = (request) => {
  const { transaction, event, operation, sourceNumber } = request;
  const version = checked(request.version);
  // Written out for the usual case: this is asked for every read.
  if (version.state !== 'sseC' && operation.reads?.from !== 'source' && headersOf(event) === NO_HEADERS)
    return undefined;
  const sent = customerKeyForRead(event, operation);
  if (operation.writes === undefined && headersOf(event).customerAlgorithm !== undefined)
    return unlessDenied(request, BAD_CUSTOMER_ALGORITHM);
  if (version.state !== 'sseC') return sent === undefined ? undefined : unlessDenied(request, KEY_TOO_MANY);
  if (sent === undefined) return unlessDenied(request, KEY_MISSING);
  if (version.customerKey === UNNAMED_CUSTOMER_KEY && takeBeginning(transaction, EITHER)) {
    request.version = alteredVersion(version, { customerKey: sent });
    transaction.draft.set('objects', sourceNumber, request.version);
    return undefined;
  }
  return sent === version.customerKey ? undefined : unlessDenied(request, WRONG_KEY);
};

/** A part comes with the customer key that its upload was begun with, or with none where that has none (E-25, F-63). */
export const uploadKeyFits: Checking = (request) => {
  const { transaction, event } = request;
  const sent = 'customerKey' in event ? event.customerKey : undefined;
  const { number, upload } = checked(request.upload);
  const { state, customerKey } = upload.version;
  if (state !== 'sseC') return sent === undefined ? undefined : unlessDenied(request, OTHER_THAN_UPLOAD);
  if (sent !== undefined && customerKey === UNNAMED_CUSTOMER_KEY && takeBeginning(transaction, EITHER)) {
    const known = { ...upload, version: alteredVersion(upload.version, { customerKey: sent }) };
    request.upload = { number, upload: known };
    transaction.draft.set('uploads', number, known);
    return undefined;
  }
  return sent === customerKey ? undefined : unlessDenied(request, OTHER_THAN_UPLOAD);
};

/** A bucket that has come to block SSE-C since the upload was begun may refuse what belongs to it (E-24). */
export const uploadIsNotBlocked: Checking = (request) => {
  const { transaction } = request;
  if (checked(request.upload).upload.version.state !== 'sseC') return undefined;
  const bucket = checked(request.bucket);
  const isBlocked = blocksCustomerKeys(transaction, bucket, see(transaction, 'ruleSeen', bucket.encryption));
  return isBlocked && choose(transaction, 'blockEndsUploads', transaction.profile.blockEndsUploads)
    ? unlessDenied(request, BLOCKED)
    : undefined;
};

const EITHER = [true, false] as const;
