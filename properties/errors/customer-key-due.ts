import {
  customerKeyForRead,
  type EncryptionHeaders,
  type Event,
  headersOf,
  makesDataKey,
  type Operation,
  operationOf,
  rewraps,
  type UploadEvent,
} from '../../model/index.ts';
import type { BucketRecord } from '../ledger/bucket-record.ts';
import { fitsCustomerKey } from '../ledger/may-read.ts';
import { isUnderCustomerKey, type Version } from '../ledger/object-record.ts';
import type { Ledger } from '../ledger.ts';
import {
  BAD_CUSTOMER_ALGORITHM,
  CUSTOMER_KEY_BLOCKED,
  CUSTOMER_KEY_MISSING,
  CUSTOMER_KEY_NOT_DUE,
  CUSTOMER_KEY_OF_UPLOAD,
  CUSTOMER_KEY_WITH_ALGORITHM,
  CUSTOMER_KEY_WRONG,
  type Due,
  OK,
} from './due.ts';

/** The answer to who reads a version with a customer key, or without; undefined where it is not known what is due. */
export function customerKeyDue(
  event: Event,
  operation: Operation,
  headers: EncryptionHeaders,
  version: Version,
): Due | undefined {
  if (headers.customerAlgorithm !== undefined) return BAD_CUSTOMER_ALGORITHM;
  const sent = customerKeyForRead(event, operation);
  const fits = fitsCustomerKey(version, sent);
  if (fits !== 'no') return fits === 'yes' ? OK : undefined;
  if (!isUnderCustomerKey(version)) return CUSTOMER_KEY_NOT_DUE;
  return sent === undefined ? CUSTOMER_KEY_MISSING : CUSTOMER_KEY_WRONG;
}

/** The answer to headers of a write that bring a customer key where they must not. */
export function customerHeadersDue({ sse, customerKey, customerAlgorithm }: EncryptionHeaders): Due | undefined {
  const isTwofold = sse !== undefined && customerKey !== undefined;
  if (isTwofold) return customerAlgorithm === undefined ? CUSTOMER_KEY_WITH_ALGORITHM : undefined;
  return customerAlgorithm === undefined ? undefined : BAD_CUSTOMER_ALGORITHM;
}

/** The answer to a write under a customer key, and nothing else, into a bucket that was told to block that. */
export function blockDue(
  { profile }: Ledger,
  bucket: BucketRecord,
  headers: EncryptionHeaders,
  nowMs: number,
): Due | undefined {
  if (headers.customerKey === undefined || Object.keys(headers).length > 1) return undefined;
  const isSettled = nowMs >= bucket.ruleSinceMs + profile.ruleDelayMs;
  return isSettled && bucket.blocked?.includes('SSE-C') === true ? CUSTOMER_KEY_BLOCKED : undefined;
}

/** The answer to a part that comes with another customer key than its upload was begun with. */
export function partKeyDue(event: UploadEvent, bucket: BucketRecord): Due | undefined {
  if (event.op !== 'UploadPart') return undefined;
  const version = bucket.uploads?.get(event.key, event.uploadId)?.version;
  return version !== undefined && fitsCustomerKey(version, event.customerKey) === 'no'
    ? CUSTOMER_KEY_OF_UPLOAD
    : undefined;
}

/** The errors about customer keys that apply to a request, or may. */
export function customerKeyErrors(event: Event, version: Version | undefined): readonly Due[] {
  const { customerKey, customerAlgorithm } = headersOf(event);
  const operation = operationOf(event);
  const dues: Due[] = [];
  if (customerAlgorithm !== undefined) dues.push(BAD_CUSTOMER_ALGORITHM);
  if (customerKey !== undefined && makesDataKey(operation))
    dues.push(CUSTOMER_KEY_WITH_ALGORITHM, CUSTOMER_KEY_BLOCKED);
  if (operation.upload?.does === 'adds' || operation.upload?.does === 'completes')
    dues.push(CUSTOMER_KEY_OF_UPLOAD, CUSTOMER_KEY_BLOCKED);
  const isRead = operation.reads !== undefined && !rewraps(operation);
  if (isRead && (version === undefined || fitsCustomerKey(version, customerKeyForRead(event)) !== 'yes'))
    dues.push(CUSTOMER_KEY_MISSING, CUSTOMER_KEY_NOT_DUE, CUSTOMER_KEY_WRONG);
  return dues;
}
