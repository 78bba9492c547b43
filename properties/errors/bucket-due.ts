import { type BucketEvent, REGION_OF_REPEATED_CREATION } from '../../model/index.ts';
import type { BucketRecord } from '../ledger/bucket-record.ts';
import type { Certainty } from '../ledger/certainty.ts';
import type { LedgerRequester } from '../ledger/requesters.ts';
import type { Ledger } from '../ledger.ts';
import {
  ACCESS_DENIED,
  BAD_REPLICATION,
  BUCKET_AGAIN,
  BUCKET_OWNED,
  BUCKET_TAKEN,
  type Due,
  KEY_ID_FOR_AES256,
  MALFORMED_RULES,
  NO_CONTENT,
  NO_REPLICATION,
  NO_SUCH_BUCKET,
  NOT_EMPTY,
  NOT_SUSPENDED,
  NOT_THE_OWNER,
  NOT_VERSIONED,
  OK,
  PUBLIC_POLICY,
} from './due.ts';

/** The answer that is due to a bucket event; undefined where it is open. */
export function bucketDue(ledger: Ledger, by: LedgerRequester, event: BucketEvent, nowMs: number): Due | undefined {
  const bucket = ledger.bucket(event.bucket);
  if (event.op === 'CreateBucket') {
    if (by.account === '') return ACCESS_DENIED;
    // A name may still be in use (E-44).
    if (bucket?.isThere === false || (bucket !== undefined && bucket.account === undefined)) return undefined;
    if (bucket === undefined) return ledger.profile.nameInTransition.includes(true) ? undefined : OK;
    if (bucket.account !== by.account) return BUCKET_TAKEN;
    return ledger.arns.region === REGION_OF_REPEATED_CREATION ? BUCKET_AGAIN : BUCKET_OWNED;
  }
  if (bucket === undefined) return NO_SUCH_BUCKET;
  if (!bucket.isThere || bucket.account === undefined) return undefined;
  const may = bucket.mayConfigure(by, event.op, ledger.profile, nowMs);
  switch (event.op) {
    case 'PutBucketEncryption':
      // What is answered to a signature of the old kind is not recorded (F-16).
      return by.isKnownToKms ? encryptionDue(ledger, event, may) : undefined;
    case 'PutBucketReplication':
      return replicationDue(ledger, event, bucket, may, nowMs);
    case 'DeleteBucket':
      return ifAllowed(may, emptyDue(bucket));
    case 'GetBucketEncryption':
      return ifAllowed(may, OK);
    case 'PutBucketVersioning':
      return ifAllowed(may, event.status === 'Suspended' ? suspensionDue(bucket) : OK);
    case 'PutBucketPolicy':
      return ifAllowed(may, bucket.account === by.account ? policyDue(ledger, bucket, event) : NOT_THE_OWNER);
    case 'DeleteBucketEncryption':
    case 'DeleteBucketReplication':
      return ifAllowed(may, NO_CONTENT);
  }
}

/** The answer to who suspends versioning; of a bucket from before the trace nobody knows whether it locks (E-57). */
function suspensionDue({ locksObjects, past }: BucketRecord): Due | undefined {
  if (locksObjects) return NOT_SUSPENDED;
  return past === undefined ? OK : undefined;
}

/** What is due to who may configure the bucket. */
function ifAllowed(may: Certainty, due: Due | undefined): Due | undefined {
  if (may === 'open') return undefined;
  return may === 'yes' ? due : ACCESS_DENIED;
}

/** Block Public Access is on for buckets made in this trace, unless somebody may have turned it off unseen (F-162). */
function policyDue(
  { profile: { blockPublicAccess } }: Ledger,
  { madeStep, past }: BucketRecord,
  { statements }: Extract<BucketEvent, { op: 'PutBucketPolicy' }>,
): Due | undefined {
  const isPublic = statements.some(({ effect, principal }) => effect === 'Allow' && principal === '*');
  if (!isPublic) return NO_CONTENT;
  if (blockPublicAccess.length > 1 || past?.isWhole === true) return undefined;
  return madeStep >= 0 && blockPublicAccess.includes('newBuckets') ? PUBLIC_POLICY : NO_CONTENT;
}

function encryptionDue(
  { profile }: Ledger,
  { rules }: Extract<BucketEvent, { op: 'PutBucketEncryption' }>,
  may: Certainty,
): Due | undefined {
  const rule = rules[0];
  if (rule === undefined || rules.length > 1) return MALFORMED_RULES;
  // An empty key id may be refused, or be none (U-31).
  if (rule.KMSMasterKeyID === '' && profile.emptyKeyId.some((taken) => taken !== 'asked')) return undefined;
  if (rule.SSEAlgorithm === 'AES256' && rule.KMSMasterKeyID !== undefined) return KEY_ID_FOR_AES256;
  // Whether the flag is refused in a DSSE rule is not documented (F-07).
  if (rule.SSEAlgorithm === 'aws:kms:dsse' && rule.BucketKeyEnabled === true) return undefined;
  return ifAllowed(may, OK);
}

function replicationDue(
  ledger: Ledger,
  { bucket, destination, role }: Extract<BucketEvent, { op: 'PutBucketReplication' }>,
  from: BucketRecord,
  may: Certainty,
  nowMs: number,
): Due | undefined {
  const isRole = (ledger.requester(role)?.account ?? '') !== '';
  if (ledger.bucket(destination)?.isThere === false) return undefined;
  const isBad = destination === bucket || ledger.bucket(destination) === undefined || !isRole;
  if (isBad) return may === 'yes' ? BAD_REPLICATION : undefined;
  if (may !== 'yes' || !ledger.profile.replication) return ifAllowed(may, NO_REPLICATION);
  const ends = [from, ledger.bucket(destination)];
  const { versioningDelayMs } = ledger.profile;
  if (ends.some((one) => one !== undefined && nowMs < one.versioningSinceMs + versioningDelayMs)) return undefined;
  // Of a bucket that nobody says it of it is not known whether it keeps versions.
  if (ends.some((one) => one?.versioning === undefined)) return undefined;
  return ends.every((one) => one?.versioning === 'Enabled') ? OK : NOT_VERSIONED;
}

function emptyDue({ present, uncertain, past, mayKeepVersions }: BucketRecord): Due | undefined {
  if (present > 0) return NOT_EMPTY;
  return uncertain > 0 || past !== undefined || mayKeepVersions ? undefined : NO_CONTENT;
}
