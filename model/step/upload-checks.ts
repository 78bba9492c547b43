import { multipartUpload } from '../charts/multipart-upload.ts';
import type { Upload } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';
import { unlessDenied } from './object-checks.ts';
import { takeBeginning } from './past.ts';
import { type Checking, checked } from './request.ts';
import { choose, type Transaction } from './transaction.ts';
import { findUpload } from './uploads.ts';

/** S3 takes the numbers from 1 to 10,000 (F-157). */
const MOST_PARTS = 10_000;

const BAD_PART_NUMBER: Refusal = { status: 400, code: ANY_CODE, because: ['F-157'] };
const NO_SUCH_UPLOAD: Refusal = { status: 404, code: 'NoSuchUpload', because: ['E-35'] };
const INVALID_PART: Refusal = { status: 400, code: 'InvalidPart', because: ['E-35'] };
const INVALID_ORDER: Refusal = { status: 400, code: 'InvalidPartOrder', because: ['E-35'] };
const TOO_SMALL: Refusal = { status: 400, code: 'EntityTooSmall', because: ['E-35'] };
// That there must be a part is documented; what is answered without one is not recorded.
const NO_PARTS: Refusal = { status: 400, code: ANY_CODE, because: ['E-35'] };

/** The number is one that a part can have (F-157). */
export const partNumberIsFit: Checking = (request) => {
  const { event } = request;
  if (!('partNumber' in event)) return undefined;
  const { partNumber } = event;
  if (partNumber === undefined) return undefined;
  const isFit = Number.isInteger(partNumber) && partNumber >= 1 && partNumber <= MOST_PARTS;
  return isFit ? undefined : unlessDenied(request, BAD_PART_NUMBER);
};

/** There is an upload with the id, and it takes what is asked of it (E-35). */
export const uploadExists: Checking = (request) => {
  const { transaction, event, bucket } = request;
  if (!('uploadId' in event) || event.op === 'CreateMultipartUpload') return undefined;
  request.upload = findUpload(transaction, checked(bucket), event);
  const state = request.upload?.upload.state ?? multipartUpload.initial;
  return multipartUpload.on[event.op].refuses(state) ? unlessDenied(request, NO_SUCH_UPLOAD) : undefined;
};

/** The parts that are listed are there, in ascending order, and large enough but for the last (E-35). */
export const partsAreFit: Checking = (request) => {
  const { transaction, event, upload: found } = request;
  if (!('parts' in event)) return undefined;
  const { parts } = event;
  const refusals: Refusal[] = [];
  if (parts.length === 0) refusals.push(NO_PARTS);
  if (!areThere(transaction, checked(found).upload, parts)) refusals.push(INVALID_PART);
  if (!parts.every((number, at) => number > (parts[at - 1] ?? 0))) refusals.push(INVALID_ORDER);
  const [first, ...others] = refusals;
  if (first !== undefined) {
    const isOpen = others.length > 0 && transaction.profile.anyS3Error;
    return unlessDenied(request, isOpen ? choose(transaction, 's3Error', refusals) : first);
  }
  const mayBeSmall = parts.length > 1 && choose(transaction, 'partsTooSmall', transaction.profile.partsTooSmall);
  return mayBeSmall ? unlessDenied(request, TOO_SMALL) : undefined;
};

/** Of an upload from before the trace any part may be there, or not. */
function areThere(transaction: Transaction, { parts, isOfPast }: Upload, listed: readonly number[]): boolean {
  const there = new Set(parts.map(({ number }) => number));
  if (listed.every((number) => there.has(number))) return true;
  return isOfPast === true && takeBeginning(transaction, [true, false]);
}
