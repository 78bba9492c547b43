import { needsKms } from '../rules/encryption.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';
import { unlessDenied } from './object-checks.ts';
import type { Checking, Request } from './request.ts';
import { ACCESS_DENIED_REFUSAL, choose } from './transaction.ts';

const KMS_OBJECT: Refusal = { status: 400, code: 'InvalidArgument', because: ['E-16', 'F-34', 'F-101'] };
const UPDATE: Refusal = { status: 400, code: 'InvalidRequest', because: ['E-31', 'F-148'] };
// That Signature Version 4 is needed is documented; what is answered without it is not recorded.
const CONFIGURATION: Refusal = { status: 400, code: ANY_CODE, because: ['F-16'] };
const TO_KMS: Refusal = { status: 400, code: ANY_CODE, because: [] };

/**
 * A request on an object under a KMS key, or for one, is signed by Signature Version 4: KMS has to know who asks (E-16,
 * K-30). So are changes of a bucket's rule (F-16), and all that KMS is asked itself. Who is of no account can own no
 * bucket.
 */
export const requestIsSigned: Checking = (request) => {
  const { event, operation, by } = request;
  if (by.signature === undefined)
    return event.op === 'CreateBucket' && by.account === '' ? ACCESS_DENIED_REFUSAL : undefined;
  switch (operation.about) {
    case 'object':
      if (event.op === 'UpdateObjectEncryption') return unlessDenied(request, UPDATE);
      return readNeedsKms(request) || writeNeedsKms(request) ? unlessDenied(request, KMS_OBJECT) : undefined;
    case 'upload':
      return readNeedsKms(request) || writeNeedsKms(request) || uploadNeedsKms(request)
        ? unlessDenied(request, KMS_OBJECT)
        : undefined;
    case 'kmsKey':
      return TO_KMS;
    default:
      if (event.op === 'PutBucketEncryption') return CONFIGURATION;
      return by.signature === 'none' ? ACCESS_DENIED_REFUSAL : undefined;
  }
};

/** Whether who reads without data has to sign so as well is not said: E-16 was seen of reads and writes. */
function readNeedsKms({ transaction, operation: { reads }, version }: Request): boolean {
  if (reads === undefined || version === undefined || !needsKms(version.state)) return false;
  return reads.decrypts === 'always' || choose(transaction, 'looksNeedV4', transaction.profile.looksNeedV4);
}

function uploadNeedsKms({ transaction, operation, upload: found }: Request): boolean {
  if (found === undefined || !needsKms(found.upload.version.state)) return false;
  const isSure = operation.upload?.decrypts === 'always';
  return isSure || choose(transaction, 'looksNeedV4', transaction.profile.looksNeedV4);
}

function writeNeedsKms({ encryption }: Request): boolean {
  return encryption !== undefined && needsKms(encryption.state);
}
