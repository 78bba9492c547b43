import {
  asksForPart,
  changesMore,
  conditionsOf,
  type EncryptionHeaders,
  type Event,
  headersOf,
  makesVersion,
  type ObjectEvent,
  type ObjectName,
  objectRead,
  type Profile,
  showsData,
  showsVersion,
  type UpdateObjectEncryption,
  versionNamed,
} from '../../model/index.ts';
import type { BucketRecord } from '../ledger/bucket-record.ts';
import type { Certainty } from '../ledger/certainty.ts';
import type { Version } from '../ledger/object-record.ts';
import type { LedgerRequester } from '../ledger/requesters.ts';
import { isKms, mayDecryptFor, namedKey, type Sides } from '../ledger/sides.ts';
import type { Ledger } from '../ledger.ts';
import { readConditionDue, writeConditionDue } from './condition-due.ts';
import { blockDue, customerHeadersDue, customerKeyDue } from './customer-key-due.ts';
import {
  ACCESS_DENIED,
  BAD_ALGORITHM,
  DECRYPT_DENIED,
  type Due,
  FAILED_WITHIN,
  HEADERS_ON_READ,
  KEY_DISABLED,
  KEY_ID_WITH_AES256,
  KEY_ID_WITHOUT_KMS,
  KEY_NOT_FOUND,
  KEY_PENDING,
  KEY_WITHOUT_MATERIAL,
  LOCKED_OBJECT,
  LOCKED_VERSION,
  MALFORMED_CONTEXT,
  MISSING_UNTOLD,
  NEEDS_V4,
  NO_CONTENT,
  NO_SUCH_BUCKET,
  NO_SUCH_KEY,
  OK,
  SELF_COPY,
  SLOW_DOWN,
  UNAVAILABLE,
  UNFIT_UPDATE,
  UPDATE_ELSEWHERE,
} from './due.ts';

/** The answer that is due to a request on an object; undefined where it is open or hangs on what was not seen. */
export function objectDue(
  ledger: Ledger,
  by: LedgerRequester,
  event: ObjectEvent,
  sides: Sides,
  nowMs: number,
): Due | undefined {
  const { operation, bucket, object, mayRead, mayWrite } = sides;
  if (bucket === undefined) return NO_SUCH_BUCKET;
  if (!bucket.isThere) return undefined;
  const headers = headersOf(event);
  if (showsVersion(operation)) {
    if (mayRead !== 'yes') return mayRead === 'no' ? ACCESS_DENIED : undefined;
    if (object === undefined || object.presence === 'absent') return missingDue(ledger, by, bucket, nowMs);
    const { version } = object;
    if (version === undefined) return undefined;
    const byKey = customerKeyDue(event, operation, headers, version);
    if (byKey !== OK) return byKey;
    for (const name in headers) if (name !== 'customerKey') return readHeadersDue(headers, version);
    if (!by.isKnownToKms && isKms(version.sse) !== false)
      return isKms(version.sse) === true && showsData(operation) ? NEEDS_V4 : undefined;
    const conditions = conditionsOf(event);
    const byCondition =
      conditions === undefined ? OK : readConditionDue(ledger.profile, event, conditions, sides, version);
    if (byCondition !== OK) return byCondition;
    // How long the object is, and so whether a range is there, nobody has said.
    if (asksForPart(event)) return undefined;
    if (!mayDecryptFor(event, operation, ledger.profile)) return OK;
    const due = readDue(ledger, by, bucket, event.key, version, nowMs);
    return showsData(operation) ? due : perhapsDue(decryptsPerhaps(ledger.profile, event), due);
  }
  if (event.op === 'UpdateObjectEncryption')
    return updateDue(ledger, by, { bucket, object }, event, mayWrite ?? 'open', nowMs);
  if (!makesVersion(operation)) return deletionDue(event, bucket, sides);
  if (mayRefuseKeyId(ledger.profile, headers)) return undefined;
  const source = objectRead(event, operation);
  if (source !== undefined) return copyDue(ledger, by, bucket, event, source, sides, nowMs);
  const byHeaders = headersDue(ledger, bucket, headers, nowMs) ?? blockDue(ledger, bucket, headers, nowMs);
  if (byHeaders !== undefined || mayWrite === 'no') return byHeaders ?? ACCESS_DENIED;
  const conditions = conditionsOf(event);
  // Whether it may be locked comes first.
  const isLocked = event.op === 'PutObject' && event.legalHold === true;
  if (conditions === undefined || mayWrite !== 'yes' || isLocked) return undefined;
  const isSimple = Object.keys(headers).length === 0 && !mayBeUnderKms(ledger, bucket, nowMs);
  if (!isSimple || bucket.permits(by, 's3:GetObject', nowMs) !== 'yes') return undefined;
  return writeConditionDue(conditions, bucket, event.key);
}

/** The answer to a deletion. */
function deletionDue(event: ObjectEvent, bucket: BucketRecord, sides: Sides): Due | undefined {
  const { operation, object, mayWrite } = sides;
  if (mayWrite === 'no') return ACCESS_DENIED;
  const isNamed = versionNamed(event, operation) !== undefined;
  // Whether a version that is not known to be there can be deleted as well is open (E-52).
  if (isNamed && object?.presence !== 'present') return undefined;
  const isLocked = isNamed ? mayBeLocked(bucket, object?.version) : 'no';
  if (isLocked !== 'no') return isLocked === 'yes' ? LOCKED_VERSION : undefined;
  return mayWrite === 'yes' ? NO_CONTENT : undefined;
}

/**
 * Whether a version is under a legal hold: one that nobody saw being written may be, where the bucket locks (F-188).
 */
function mayBeLocked({ locksObjects, past }: BucketRecord, version: Version | undefined): Certainty {
  if (version?.isLocked !== undefined) return version.isLocked ? 'yes' : 'no';
  return locksObjects || past !== undefined ? 'open' : 'no';
}

/** An empty key id may be refused, whoever asks, or be none (U-31). */
function mayRefuseKeyId({ emptyKeyId }: Profile, { kmsKeyId }: EncryptionHeaders): boolean {
  return kmsKeyId === '' && emptyKeyId.some((taken) => taken !== 'asked');
}

const KEY_ARN = /^arn:[^:]+:kms:[^:]+:([0-9]{12}):key\/[^/:]+$/;

/** The answer to an update; what KMS says to it is open (U-22). */
function updateDue(
  ledger: Ledger,
  by: LedgerRequester,
  { bucket, object }: { readonly bucket: BucketRecord; readonly object: Sides['object'] },
  { kmsKeyArn, versionId }: UpdateObjectEncryption,
  mayUpdate: Certainty,
  nowMs: number,
): Due | undefined {
  const { updateNeedsPut, updateKeyAccount } = ledger.profile;
  const mayPut = updateNeedsPut.includes(true) ? bucket.permits(by, 's3:PutObject', nowMs) : 'yes';
  if (mayUpdate === 'no' || (mayPut === 'no' && !updateNeedsPut.includes(false))) return ACCESS_DENIED;
  if (mayUpdate === 'open' || mayPut !== 'yes') return undefined;
  const [, account] = KEY_ARN.exec(kmsKeyArn) ?? [];
  if (account === undefined) return UNFIT_UPDATE;
  if (bucket.account === undefined) return undefined;
  if (account !== bucket.account) return updateKeyAccount.includes('organization') ? undefined : UPDATE_ELSEWHERE;
  if (versionId === undefined && (object === undefined || object.presence === 'absent'))
    return missingDue(ledger, by, bucket, nowMs);
  const sse = object?.version?.sse;
  if (object?.version === undefined || sse === undefined) return undefined;
  const isUnfit = sse === null || sse === 'aws:kms:dsse' || !by.isKnownToKms;
  const isLocked = mayBeLocked(bucket, object.version);
  if (isLocked === 'yes') return isUnfit && ledger.profile.anyS3Error ? undefined : LOCKED_OBJECT;
  return isUnfit && isLocked === 'no' ? UNFIT_UPDATE : undefined;
}

/** Whether what is asked for without data is decrypted: a checksum, or the headers alone (U-34, F-41). */
function decryptsPerhaps({ checksumOpens, headDecrypts }: Profile, event: Event): readonly boolean[] {
  return event.op === 'HeadObject' && event.checksumMode !== true ? headDecrypts : checksumOpens;
}

/** The answer to who does not ask for the data is that to a read, or none of KMS's business. */
function perhapsDue(decrypts: readonly boolean[], ofRead: Due | undefined): Due | undefined {
  if (ofRead === OK || !decrypts.includes(true)) return OK;
  return decrypts.includes(false) ? undefined : ofRead;
}

/** The answer to encryption headers on a read; what is said of none is open (U-14). */
function readHeadersDue({ sse, kmsKeyId }: EncryptionHeaders, version: Version): Due | undefined {
  if (sse === 'malformed') return BAD_ALGORITHM;
  const isEncrypted = typeof version.sse === 'string';
  return isEncrypted && (sse !== undefined || kmsKeyId !== undefined) ? HEADERS_ON_READ : undefined;
}

/** What is told of an object that is missing (F-161). */
function missingDue(ledger: Ledger, by: LedgerRequester, bucket: BucketRecord, nowMs: number): Due | undefined {
  const maySee = bucket.maySee(by, ledger.profile, nowMs);
  if (maySee === 'open') return undefined;
  return maySee === 'yes' ? NO_SUCH_KEY : MISSING_UNTOLD;
}

/**
 * A request whose headers are wrong in themselves. On a KMS bucket a lone key id may also be taken for what it means
 * (U-14).
 */
export function headersDue(
  ledger: Ledger,
  bucket: BucketRecord,
  headers: EncryptionHeaders,
  nowMs: number,
): Due | undefined {
  if (mayRefuseKeyId(ledger.profile, headers)) return undefined;
  if (headers.sse === '' || headers.sse === 'malformed') return BAD_ALGORITHM;
  const byCustomerKey = customerHeadersDue(headers);
  if (byCustomerKey !== undefined) return byCustomerKey;
  if (headers.context === 'malformed') return MALFORMED_CONTEXT;
  if (headers.kmsKeyId === undefined || headers.sse === 'aws:kms' || headers.sse === 'aws:kms:dsse') return undefined;
  if (headers.sse !== undefined) return ledger.profile.keyIdWithAes256 ? undefined : KEY_ID_WITH_AES256;
  return mayBeUnderKms(ledger, bucket, nowMs) && ledger.profile.inertHeader.length > 1 ? undefined : KEY_ID_WITHOUT_KMS;
}

/** Whether the rule of a bucket may name a KMS key. */
function mayBeUnderKms(ledger: Ledger, bucket: BucketRecord, nowMs: number): boolean {
  const isSettled = nowMs >= bucket.ruleSinceMs + ledger.profile.ruleDelayMs;
  return !isSettled || bucket.rule?.SSEAlgorithm !== 'AES256';
}

function copyDue(
  ledger: Ledger,
  by: LedgerRequester,
  bucket: BucketRecord,
  event: ObjectEvent,
  source: ObjectName,
  { operation, from, mayRead, mayWrite }: Sides,
  nowMs: number,
): Due | undefined {
  const { key } = event;
  const headers = headersOf(event);
  if (from === undefined) return NO_SUCH_BUCKET;
  if (!from.isThere) return undefined;
  const byHeaders = headersDue(ledger, bucket, headers, nowMs);
  if (byHeaders !== undefined) return byHeaders;
  if (mayRead === 'no' || mayWrite === 'no') return ACCESS_DENIED;
  if (mayRead !== 'yes' || mayWrite !== 'yes') return undefined;
  if (versionNamed(event, operation) !== undefined || conditionsOf(event) !== undefined) return undefined;
  if (from.presenceOf(source.key) === 'absent') return missingDue(ledger, by, from, nowMs);
  const version = from.versionOf(source.key);
  const byKey = version === undefined ? OK : customerKeyDue(event, operation, headers, version);
  if (byKey !== OK) return byKey;
  const isOntoItself =
    from === bucket && source.key === key && Object.keys(headers).length === 0 && !changesMore(event);
  const isUnchanged = bucket.ruleStep < 0 && bucket.rule !== undefined && from.versionOf(source.key)?.sse === 'AES256';
  return isOntoItself && isUnchanged ? SELF_COPY : undefined;
}

/**
 * Whether KMS must refuse a read. With a bucket key that depends on the cache; where several refusals apply, either may
 * be given (U-20).
 */
function readDue(
  ledger: Ledger,
  by: LedgerRequester,
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
  if (!ledger.throttlingIsKnown || !ledger.outageIsKnown) return undefined;
  const isRefused = usable === 'no' || permitted === 'no';
  // A refusal that S3 remembers needs no KMS (U-23).
  const mayRemember = isRefused && ledger.profile.remembersRefusal.includes(true);
  if (mayRemember && (ledger.unreachable || ledger.throttled)) return undefined;
  const refusals: Due[] = [];
  if (ledger.unreachable) return outageDue(ledger.profile);
  if (ledger.throttled) refusals.push(SLOW_DOWN);
  if (key.isDeleted(nowMs)) refusals.push(KEY_NOT_FOUND);
  else {
    if (permitted === 'no') refusals.push(DECRYPT_DENIED);
    if (usable === 'no' && key.state === 'disabled') refusals.push(KEY_DISABLED);
    else if (usable === 'no' && key.state === 'pendingImport') refusals.push(KEY_WITHOUT_MATERIAL);
    else if (usable === 'no') refusals.push(...ledger.profile.pendingDeletion.map((answer) => PENDING_AS[answer]));
  }
  if (refusals.length === 0) return OK;
  return refusals.length === 1 || isOrdered(ledger) ? refusals[0] : undefined;
}

/** The answer that is due while S3 cannot reach KMS; undefined where it may be either (U-32). */
function outageDue({ outageAnswer }: Ledger['profile']): Due | undefined {
  if (outageAnswer.length > 1) return undefined;
  return outageAnswer[0] === '500' ? FAILED_WITHIN : UNAVAILABLE;
}

/** How a key pending deletion refuses (F-115). */
const PENDING_AS = { KMSInvalidStateException: KEY_PENDING, DisabledException: KEY_DISABLED } as const;

/** Whether of several refusals the first is given. */
function isOrdered({ profile }: Ledger): boolean {
  return profile.refusedFirst.length === 1 && profile.pendingDeletion.length === 1;
}
