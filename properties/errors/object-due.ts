import {
  type EncryptionHeaders,
  headersOf,
  makesVersion,
  type ObjectEvent,
  type ObjectName,
  objectRead,
  showsData,
  showsVersion,
} from '../../model/index.ts';
import type { BucketRecord } from '../ledger/bucket-record.ts';
import { type Actions, NEEDED_ACTIONS } from '../ledger/needed-actions.ts';
import type { Version } from '../ledger/object-record.ts';
import type { KnownRequester } from '../ledger/requesters.ts';
import { isKms, mayOpenFor, namedKey, type Sides } from '../ledger/sides.ts';
import type { Ledger } from '../ledger.ts';
import {
  ACCESS_DENIED,
  type Due,
  KEY_DENIED,
  KEY_DISABLED,
  KEY_ID_WITHOUT_KMS,
  KEY_NOT_FOUND,
  KEY_PENDING,
  MALFORMED_CONTEXT,
  NO_CONTENT,
  NO_SUCH_BUCKET,
  NO_SUCH_KEY,
  OK,
  SELF_COPY,
  SLOW_DOWN,
} from './due.ts';

/** The answer that is due to a request on an object; undefined where it is open or hangs on what was not seen. */
export function objectDue(
  ledger: Ledger,
  by: KnownRequester,
  event: ObjectEvent,
  { operation, bucket, object }: Sides,
  nowMs: number,
): Due | undefined {
  const needed = NEEDED_ACTIONS[event.op];
  if (bucket === undefined) return NO_SUCH_BUCKET;
  if (showsVersion(operation)) {
    if (!permitsAll(bucket, by, needed.read)) return ACCESS_DENIED;
    if (object === undefined || object.presence === 'absent') return NO_SUCH_KEY;
    const { version } = object;
    if (version === undefined) return undefined;
    if (!mayOpenFor(event, operation)) return OK;
    const due = readDue(ledger, by, bucket, event.key, version, nowMs);
    return showsData(operation) ? due : checksumDue(ledger, due);
  }
  if (!makesVersion(operation)) return permitsAll(bucket, by, needed.write) ? NO_CONTENT : ACCESS_DENIED;
  const source = objectRead(event, operation);
  if (source !== undefined) return copyDue(ledger, by, bucket, event, source, nowMs);
  const byHeaders = headersDue(ledger, bucket, headersOf(event), nowMs);
  return byHeaders ?? (permitsAll(bucket, by, needed.write) ? undefined : ACCESS_DENIED);
}

/** The answer to who asks for the checksum is that to a read, or none of KMS's business (U-34). */
function checksumDue({ profile: { checksumOpens } }: Ledger, ofRead: Due | undefined): Due | undefined {
  if (ofRead === OK || !checksumOpens.includes(true)) return OK;
  return checksumOpens.includes(false) ? undefined : ofRead;
}

function permitsAll(bucket: BucketRecord, by: KnownRequester, actions: Actions): boolean {
  return actions.every((action) => bucket.permits(by, action));
}

/**
 * A request whose headers are wrong in themselves. On a KMS bucket a lone key id may also be taken for what it means
 * (U-14).
 */
function headersDue(ledger: Ledger, bucket: BucketRecord, headers: EncryptionHeaders, nowMs: number): Due | undefined {
  if (headers.context === 'malformed') return MALFORMED_CONTEXT;
  if (headers.kmsKeyId === undefined || headers.sse === 'aws:kms' || headers.sse === 'aws:kms:dsse') return undefined;
  if (headers.sse !== undefined) return ledger.profile.keyIdWithAes256 ? undefined : KEY_ID_WITHOUT_KMS;
  const isSettled = nowMs >= bucket.ruleSinceMs + ledger.profile.ruleDelayMs;
  const mayBeKms = !isSettled || bucket.rule.SSEAlgorithm !== 'AES256';
  return mayBeKms && ledger.profile.inertHeader.length > 1 ? undefined : KEY_ID_WITHOUT_KMS;
}

function copyDue(
  ledger: Ledger,
  by: KnownRequester,
  bucket: BucketRecord,
  event: ObjectEvent,
  source: ObjectName,
  nowMs: number,
): Due | undefined {
  const { key } = event;
  const headers = headersOf(event);
  const from = ledger.bucket(source.bucket);
  if (from === undefined) return NO_SUCH_BUCKET;
  const byHeaders = headersDue(ledger, bucket, headers, nowMs);
  if (byHeaders !== undefined) return byHeaders;
  const needed = NEEDED_ACTIONS[event.op];
  if (!permitsAll(bucket, by, needed.write) || !permitsAll(from, by, needed.read)) return ACCESS_DENIED;
  if (from.presenceOf(source.key) === 'absent') return NO_SUCH_KEY;
  const isOntoItself = from === bucket && source.key === key && Object.keys(headers).length === 0;
  const isUnchanged = bucket.ruleStep < 0 && from.versionOf(source.key)?.sse === 'AES256';
  return isOntoItself && isUnchanged ? SELF_COPY : undefined;
}

/**
 * Whether KMS must refuse a read. With a bucket key that depends on the cache; where several refusals apply, either may
 * be given (U-20).
 */
function readDue(
  ledger: Ledger,
  by: KnownRequester,
  bucket: BucketRecord,
  objectKey: string,
  version: Version,
  nowMs: number,
): Due | undefined {
  const { sse, bucketKey, kmsKeyArn } = version;
  const underKms = isKms(sse);
  if (underKms === undefined) return undefined;
  if (!underKms) return OK;
  if (bucketKey === true) return undefined;
  const key = typeof kmsKeyArn === 'string' ? ledger.key(kmsKeyArn) : undefined;
  const named = namedKey({ key: objectKey, sse, bucketKey });
  if (named === undefined || key === undefined) return undefined;
  const usable = key.isDeleted(nowMs) || key.stateIsSettled(nowMs) ? key.isUsable(nowMs) : 'open';
  const permitted = key.permits(by, 'Decrypt', bucket.arn, named, nowMs);
  if (usable === 'open' || permitted === 'open') return undefined;
  const refusals: Due[] = [];
  if (ledger.throttled) refusals.push(SLOW_DOWN);
  if (key.isDeleted(nowMs)) refusals.push(KEY_NOT_FOUND);
  else {
    if (permitted === 'no') refusals.push(KEY_DENIED);
    if (usable === 'no') refusals.push(key.state === 'disabled' ? KEY_DISABLED : KEY_PENDING);
  }
  if (refusals.length === 0) return OK;
  return refusals.length === 1 || ledger.profile.refusedFirst.length === 1 ? refusals[0] : undefined;
}
