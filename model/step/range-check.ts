import { asksForPart } from '../operations/predicates.ts';
import { ANY_ETAG, type ObjectVersion } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { refusedAfterCalls } from './condition-check.ts';
import { unlessDenied } from './object-checks.ts';
import type { Checking, Request } from './request.ts';
import { choose } from './transaction.ts';

const NO_SUCH_RANGE: Refusal = { status: 416, code: 'InvalidRange', because: ['F-44'] };
const NO_SUCH_PART: Refusal = { status: 416, code: 'InvalidPartNumber', because: ['F-44'] };
const RANGE_AND_PART: Refusal = { status: 400, code: 'InvalidRequest', because: ['F-44'] };

/** The MD5 of nothing: no range of bytes is in it. */
const MD5_OF_NOTHING = 'd41d8cd98f00b204e9800998ecf8427e';

/**
 * The range or the part that is asked for is there (F-44); KMS may be asked before it is seen that it is not (U-34).
 */
export const rangeIsThere: Checking = (request) => {
  if (request.unmet !== undefined) return undefined;
  const refusal = rangeRefusal(request);
  if (refusal === undefined) return undefined;
  return refusal === RANGE_AND_PART ? unlessDenied(request, refusal) : refusedAfterCalls(request, refusal);
};

/** Why the range or part that a request asks for is not there; undefined where it is, or the whole is asked for. */
export function rangeRefusal(request: Request): Refusal | undefined {
  const { transaction, event, version } = request;
  if (version === undefined || !asksForPart(event) || (event.op !== 'GetObject' && event.op !== 'HeadObject'))
    return undefined;
  const { range, partNumber } = event;
  if (range !== undefined && partNumber !== undefined) return RANGE_AND_PART;
  const isThere = partNumber === undefined ? isNotEmpty(version) : hasPart(version, partNumber);
  const mayFit = isThere ?? choose(transaction, 'rangeFits', transaction.profile.rangeFits);
  return mayFit ? undefined : partNumber === undefined ? NO_SUCH_RANGE : NO_SUCH_PART;
}

/** How long an object is nobody has said, but for one that is empty. */
function isNotEmpty({ md5 }: ObjectVersion): false | undefined {
  return md5 === MD5_OF_NOTHING ? false : undefined;
}

/** An object that was written in one has one part; of one without content, and of the past, nobody knows. */
function hasPart({ etag, etagClass, md5 }: ObjectVersion, partNumber: number): boolean | undefined {
  if (etag === ANY_ETAG) return undefined;
  const parts = etagClass === 'multipart' ? Number(etag.slice(etag.indexOf('-') + 1)) : 1;
  if (partNumber > parts) return false;
  return md5 === MD5_OF_NOTHING ? undefined : true;
}
