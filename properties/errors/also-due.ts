import {
  asksForPart,
  type BucketEvent,
  changesMore,
  conditionsOf,
  type EncryptionHeaders,
  type Event,
  headersOf,
  isEnvironmentEvent,
  makesDataKey,
  makesVersion,
  objectRead,
  objectWritten,
  operationOf,
  type Profile,
  uploadId,
  versionNamed,
} from '../../model/index.ts';
import type { BucketRecord } from '../ledger/bucket-record.ts';
import { type Actions, neededActions } from '../ledger/needed-actions.ts';
import type { Ledger } from '../ledger.ts';
import type { ObservedStep } from '../observed-step.ts';
import { customerKeyErrors } from './customer-key-due.ts';
import {
  ACCESS_DENIED,
  BAD_ALGORITHM,
  BAD_PARTS,
  BAD_RANGES,
  BAD_REPLICATION,
  type Due,
  HEADERS_ON_READ,
  INERT_HEADER,
  KEY_ID_FOR_AES256,
  KEY_ID_WITHOUT_KMS,
  LOCKED_OBJECT,
  MALFORMED_CONTEXT,
  MALFORMED_RULES,
  NEEDS_V4,
  NO_LOCKS,
  NO_REPLICATION,
  NO_SUCH_BUCKET,
  NO_SUCH_KEY,
  NO_SUCH_UPLOAD,
  NO_SUCH_VERSIONS,
  NOT_EMPTY,
  NOT_SUSPENDED,
  NOT_THE_OWNER,
  READ_UNMET,
  SELF_COPY,
  UNFIT_UPDATE,
  UNMODIFIED,
  UNSIGNED_RULE,
  UPDATE_ELSEWHERE,
  WRITE_CONFLICTS,
} from './due.ts';

/** The errors of S3 that apply to a request, or may, whichever of them comes first (U-30). */
export function alsoDue(ledger: Ledger, seen: ObservedStep): readonly Due[] {
  const { event } = seen.step;
  if (!('bucket' in event) || isEnvironmentEvent(event)) return [];
  const bucket = ledger.bucket(event.bucket);
  return 'key' in event ? objectErrors(ledger, seen, bucket) : bucketErrors(ledger, seen, event, bucket);
}

function bucketErrors(
  ledger: Ledger,
  { step }: ObservedStep,
  event: BucketEvent,
  bucket: BucketRecord | undefined,
): readonly Due[] {
  const dues: Due[] = [];
  if (bucket === undefined) dues.push(NO_SUCH_BUCKET);
  const by = ledger.requesterOf(step);
  // Who does not sign is of no account (F-101).
  if (event.op === 'CreateBucket') return by.account === '' ? [...dues, ACCESS_DENIED] : dues;
  if (bucket !== undefined && bucket.mayConfigure(by, event.op, ledger.profile, step.atMs) !== 'yes')
    dues.push(ACCESS_DENIED);
  if (event.op === 'PutBucketPolicy' && bucket !== undefined && bucket.account !== by.account) dues.push(NOT_THE_OWNER);
  if (event.op === 'PutBucketEncryption' && !by.isKnownToKms) dues.push(UNSIGNED_RULE);
  // That the bucket is missing comes before what is wrong with its rule (F-04).
  if (event.op === 'PutBucketEncryption' && bucket !== undefined) {
    const [rule, ...more] = event.rules;
    if (rule === undefined || more.length > 0) dues.push(MALFORMED_RULES);
    if (rule?.SSEAlgorithm === 'AES256' && rule.KMSMasterKeyID !== undefined) dues.push(KEY_ID_FOR_AES256);
  }
  if (event.op === 'PutBucketVersioning' && bucket?.locksObjects === true) dues.push(NOT_SUSPENDED);
  if (event.op === 'PutBucketReplication') dues.push(BAD_REPLICATION, NO_REPLICATION);
  if (
    event.op === 'DeleteBucket' &&
    bucket !== undefined &&
    (bucket.present + bucket.uncertain > 0 || bucket.mayKeepVersions)
  )
    dues.push(NOT_EMPTY);
  return dues;
}

function objectErrors(ledger: Ledger, { step }: ObservedStep, bucket: BucketRecord | undefined): readonly Due[] {
  const { event, atMs } = step;
  if (!('key' in event) || isEnvironmentEvent(event)) return [];
  const source = objectRead(event);
  const from = source === undefined ? bucket : ledger.bucket(source.bucket);
  const version = source === undefined || versionNamed(event) !== undefined ? undefined : from?.versionOf(source.key);
  const dues = [...headerErrors(ledger.profile, event), ...customerKeyErrors(event, version)];
  if (event.op === 'UpdateObjectEncryption') dues.push(UNFIT_UPDATE, UPDATE_ELSEWHERE);
  if (event.op === 'UpdateObjectEncryption' && bucket?.locksObjects === true) dues.push(LOCKED_OBJECT);
  if (event.op === 'PutObject' && event.legalHold === true && bucket?.locksObjects !== true) dues.push(NO_LOCKS);
  if (uploadId(event) !== undefined) dues.push(NO_SUCH_UPLOAD, BAD_PARTS);
  const isOntoItself = source !== undefined && from === bucket && source.key === event.key;
  if (makesVersion(operationOf(event)) && isOntoItself && !changesMore(event)) dues.push(SELF_COPY);
  if (bucket === undefined || from === undefined) dues.push(NO_SUCH_BUCKET);
  const { read, write } = neededActions(event);
  const by = ledger.requesterOf(step);
  if (!by.isKnownToKms) dues.push(NEEDS_V4);
  if (asksForPart(event)) dues.push(...BAD_RANGES);
  if (conditionsOf(event) !== undefined)
    dues.push(...(objectWritten(event) === undefined ? [READ_UNMET, UNMODIFIED] : WRITE_CONFLICTS));
  const isOpen = (of: BucketRecord | undefined, actions: Actions) =>
    actions.some((action) => of !== undefined && of.permits(by, action, atMs, event) !== 'yes');
  const id = versionNamed(event);
  const presence = (key: string) => (id === undefined ? from?.presenceOf(key) : from?.named(key, id).presence);
  const mayBeMissing = source !== undefined && presence(source.key) !== 'present';
  if (isOpen(bucket, write) || isOpen(from, read) || (mayBeMissing && from?.maySee(by, ledger.profile, atMs) !== 'yes'))
    dues.push(ACCESS_DENIED);
  if (mayBeMissing && from !== undefined) dues.push(...(id === undefined ? [NO_SUCH_KEY] : NO_SUCH_VERSIONS));
  return dues;
}

/** What may be wrong with headers, whatever the bucket. */
function headerErrors({ inertHeader, contextWithoutKms, emptyKeyId }: Profile, event: Event): readonly Due[] {
  const headers = headersOf(event);
  const { sse, kmsKeyId, context }: EncryptionHeaders = headers;
  const isNamed = sse !== undefined || kmsKeyId !== undefined;
  const dues: Due[] = [];
  // An empty key id, or a context without KMS, may be refused as well (U-28, U-31).
  const mayBeRefused =
    inertHeader.includes('refused') || contextWithoutKms.includes('refused') || emptyKeyId.includes('refused');
  if (Object.keys(headers).length > 0 && mayBeRefused) dues.push(INERT_HEADER);
  if (sse === '' || sse === 'malformed') dues.push(BAD_ALGORITHM);
  if (!makesDataKey(operationOf(event))) return isNamed ? [...dues, HEADERS_ON_READ] : dues;
  if (context === 'malformed') dues.push(MALFORMED_CONTEXT);
  if (kmsKeyId !== undefined && sse !== 'aws:kms' && sse !== 'aws:kms:dsse') dues.push(KEY_ID_WITHOUT_KMS);
  return dues;
}
