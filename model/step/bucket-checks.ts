import type { KnownRequester } from '../records/known-requester.ts';
import type { Bucket } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { isPublic } from '../rules/policy.ts';
import { REGION_OF_REPEATED_CREATION } from '../vocabulary/arns.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';
import { findBucket } from './buckets.ts';
import { directoryRuleRefusal, isDirectory } from './directory-bucket.ts';
import { emptyKeyIdRefusal } from './empty-key-id.ts';
import { unlessDenied } from './object-checks.ts';
import { isSeenDone, takeBeginning } from './past.ts';
import { ownedBy } from './past-buckets.ts';
import { mayHoldObject } from './past-objects.ts';
import { type Checking, checked, type Request } from './request.ts';
import { choose, see, type Transaction } from './transaction.ts';

const NO_SUCH_BUCKET: Refusal = { status: 404, code: 'NoSuchBucket', because: ['E-29'] };
const OWNED: Refusal = { status: 409, code: 'BucketAlreadyOwnedByYou', because: ['E-42'] };
const EXISTS: Refusal = { status: 409, code: 'BucketAlreadyExists', because: ['E-42'] };
const IN_TRANSITION: Refusal = { status: 409, code: 'OperationAborted', because: ['E-44'] };
const NOT_EMPTY: Refusal = { status: 409, code: 'BucketNotEmpty', because: ['E-43'] };
const PUBLIC: Refusal = { status: 403, code: 'AccessDenied', because: ['E-47', 'F-162'] };
const MALFORMED_RULES: Refusal = { status: 400, code: 'MalformedXML', because: ['E-27', 'F-04'] };
const KEY_FOR_S3: Refusal = { status: 400, code: 'InvalidArgument', because: ['E-28', 'F-05'] };
const FLAG_FOR_DSSE: Refusal = { status: 400, code: ANY_CODE, because: ['U-14', 'F-07'] };
// What AWS answers to a destination or a role that is not there is not recorded.
const BAD_REPLICATION: Refusal = { status: 400, code: 'InvalidRequest', because: [] };
const NOT_VERSIONED: Refusal = { status: 400, code: 'InvalidRequest', because: ['E-48', 'F-163'] };
const NO_REPLICATION: Refusal = { status: 501, code: ANY_CODE, because: [] };
// What answers is recorded of another request only that a directory bucket does not know.
const NOT_IN_DIRECTORY: Refusal = { status: 501, code: ANY_CODE, because: ['F-20'] };

/** Every bucket that a request is about is there (E-29). */
export const bucketExists: Checking = (request) => {
  const { transaction, source } = request;
  const name = bucketName(request);
  request.bucket = name === undefined ? undefined : findBucket(transaction, name);
  request.from = source === undefined ? request.bucket : findBucket(transaction, source.bucket);
  return request.bucket === undefined || request.from === undefined ? NO_SUCH_BUCKET : undefined;
};

/** The bucket that is written to or configured; a replica goes to the one that the rule names. */
function bucketName(request: Request): string | undefined {
  const { event, operation, target } = request;
  if (target !== undefined) return target.bucket;
  if (operation.writes?.to === 'replica') return request.rule?.destination;
  return 'bucket' in event ? event.bucket : undefined;
}

/** No bucket has the name (E-42), but in us-east-1 one's own may; nor one that is still being deleted (E-44). */
export const nameIsFree: Checking = ({ transaction, event, by }) => {
  const there = 'bucket' in event ? findBucket(transaction, event.bucket) : undefined;
  if (there !== undefined) {
    if (ownedBy(transaction, there, by) === undefined) return EXISTS;
    return transaction.scope.arns.region === REGION_OF_REPEATED_CREATION ? undefined : OWNED;
  }
  return choose(transaction, 'nameInTransition', transaction.profile.nameInTransition) ? IN_TRANSITION : undefined;
};

/** Block Public Access, on for new buckets, lets no policy make the bucket public (F-162, E-47). */
export const policyIsNotPublic: Checking = ({ transaction, event, bucket }) => {
  if (event.op !== 'PutBucketPolicy' || !isPublic(event.statements)) return undefined;
  const isOpen = transaction.profile.blockPublicAccess.length > 1 || checked(bucket).past !== undefined;
  const isBlocked = isOpen ? choose(transaction, 'publicPolicy', EITHER_WAY) : checked(bucket).blocksPublicPolicies;
  return isBlocked ? PUBLIC : undefined;
};

const EITHER_WAY = [false, true] as const;

/** The bucket holds no object (E-43), so far as it is known. */
export const bucketIsEmpty: Checking = ({ transaction, bucket }) =>
  checked(bucket).objectCount > 0 || mayHoldObject(transaction, checked(bucket)) ? NOT_EMPTY : undefined;

/** Exactly one rule, whose key is not looked at, but by a directory bucket (F-01, F-04, F-05, F-09). */
export const rulesAreFit: Checking = (request) => {
  const { event } = request;
  const [rule, ...more] = 'rules' in event ? event.rules : [];
  if (rule === undefined || more.length > 0) return MALFORMED_RULES;
  const empty = rule.KMSMasterKeyID === '' ? emptyKeyIdRefusal(request) : undefined;
  if (empty !== undefined) return empty;
  const namesKey = rule.KMSMasterKeyID !== undefined && !request.keyIdIsAbsent;
  if (rule.SSEAlgorithm === 'AES256' && namesKey) return KEY_FOR_S3;
  const bucket = checked(request.bucket);
  return isDirectory(request.transaction, bucket) ? directoryRuleRefusal(request, rule) : undefined;
};

/** A bucket key for DSSE has nothing to act on, and may be refused (U-14, F-07). */
export const ruleIsNotInert: Checking = ({ transaction, event }) => {
  const [rule] = 'rules' in event ? event.rules : [];
  if (rule?.SSEAlgorithm !== 'aws:kms:dsse' || rule.BucketKeyEnabled !== true) return undefined;
  return choose(transaction, 'inertHeader', transaction.profile.inertHeader) === 'refused' ? FLAG_FOR_DSSE : undefined;
};

/** Another bucket as the destination, and a role, that are there; the replica key is not looked at (F-67). */
export const replicationRuleIsFit: Checking = ({ transaction, event }) => {
  if (event.op !== 'PutBucketReplication') return undefined;
  const { destination, role, bucket } = event;
  const isFit =
    destination !== bucket &&
    findBucket(transaction, destination) !== undefined &&
    isRole(transaction.scope.requesters.get(role));
  return isFit ? undefined : BAD_REPLICATION;
};

/** Who is of no account is no role. */
function isRole(requester: KnownRequester | undefined): boolean {
  return requester !== undefined && requester.account !== '';
}

/** The system replicates at all. */
export const systemReplicates: Checking = ({ transaction }) =>
  transaction.profile.replication ? undefined : NO_REPLICATION;

/** Source and destination keep versions (E-48, F-163), where anybody says what they do. */
export const replicationIsVersioned: Checking = ({ transaction, event, bucket }) => {
  if (event.op !== 'PutBucketReplication') return undefined;
  const destination = findBucket(transaction, event.destination);
  return [bucket, destination].every((one) => keepsVersions(transaction, one)) ? undefined : NOT_VERSIONED;
};

/** Where nobody says what a bucket does it is fit for whoever chooses, and whoever judges admits that it is not. */
function keepsVersions(transaction: Transaction, bucket: Bucket | undefined): boolean {
  if (bucket?.versioning !== undefined) return see(transaction, 'versioningSeen', bucket.versioning) === 'enabled';
  return isSeenDone(transaction) || takeBeginning(transaction, EITHER);
}

const EITHER = [true, false] as const;

/**
 * No bucket that it is about is a directory bucket, which keeps no versions, replicates nothing and updates nothing.
 */
export const isGeneralPurpose: Checking = (request) => {
  const { transaction, event, bucket } = request;
  const { scope } = transaction;
  const isOther = event.op === 'PutBucketReplication' && scope.isDirectory(scope.bucket(event.destination));
  return isOther || isDirectory(transaction, checked(bucket)) ? unlessDenied(request, NOT_IN_DIRECTORY) : undefined;
};
