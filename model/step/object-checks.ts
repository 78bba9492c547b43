import type { Reads, UploadUse, Writes } from '../operations/operation.ts';
import { changesMore, headersOf, mayCallKms, NO_HEADERS, versionNamed } from '../operations/predicates.ts';
import type { KnownRequester } from '../records/known-requester.ts';
import { visible } from '../records/lagging.ts';
import { UNKNOWN_POLICY } from '../records/past.ts';
import type { Bucket } from '../records/records.ts';
import type { ResourceEffect } from '../rules/identity-policy.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { bucketPolicyAllows, bucketPolicyEffect, isAllow } from '../rules/policy.ts';
import { selfCopyAllowed } from '../rules/self-copy.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';
import type { ObjectName } from '../vocabulary/fields.ts';
import type { BucketPolicyStatement } from '../vocabulary/policy.ts';
import { encryptionInDirectory, isDirectory, leavesDirectory } from './directory-bucket.ts';
import { emptyKeyIdRefusal } from './empty-key-id.ts';
import { answersByHeaders, hasCondition } from './headers-seen.ts';
import { CURRENT_MARKER, findNamedVersion, missingVersion, restores } from './named-version.ts';
import { takeBeginning } from './past.ts';
import { unknownPolicyAllows } from './past-buckets.ts';
import { versionOfPast } from './past-objects.ts';
import { type Checking, checked, type Request } from './request.ts';
import { ACCESS_DENIED_REFUSAL, choose, type Transaction } from './transaction.ts';
import { BAD_ALGORITHM, headerRefusal, INERT_HEADER, resolveWrite } from './write-encryption.ts';

/** There is no such object (E-30). */
export const NO_SUCH_KEY_REFUSAL: Refusal = { status: 404, code: 'NoSuchKey', because: ['E-30'] };
const NOT_TOLD: Refusal = { status: 403, code: 'AccessDenied', because: ['E-41', 'F-161'] };
const HEADERS_ON_READ: Refusal = { status: 400, code: 'InvalidArgument', because: ['E-15', 'F-39'] };
const NOTHING_CHANGES: Refusal = { status: 400, code: 'InvalidRequest', because: ['E-26', 'F-51'] };

/** Headers that are refused whoever asks, and so before authorisation (E-12, E-18). */
export const headersAreFit: Checking = (request) =>
  (headersOf(request.event).kmsKeyId === '' ? emptyKeyIdRefusal(request) : undefined) ??
  headerRefusal(request.transaction, request.bucket, headersTaken(request));

/** The headers as S3 takes them: an empty key id may be none (U-31). */
function headersTaken({ event, keyIdIsAbsent }: Request): EncryptionHeaders {
  const headers = headersOf(event);
  if (!keyIdIsAbsent) return headers;
  const { kmsKeyId: _, ...others } = headers;
  return others;
}

/**
 * S3's own authorisation, on every request (F-46). Where KMS may still be asked and AWS does not say which of the two
 * refuses first (U-20), the request goes on marked as denied.
 */
export const requestIsAllowed: Checking = (request) => {
  const { transaction, operation, bucket, from } = request;
  const writes = operation.writes ?? operation.upload;
  if (sideAllows(request, bucket, writes) && sideAllows(request, from, operation.reads)) return undefined;
  const mayGoOn =
    operation.by === 'requester' &&
    mayCallKms(operation, transaction.profile, request.event) &&
    transaction.profile.refusedFirst.includes('kms');
  if (!mayGoOn) return ACCESS_DENIED_REFUSAL;
  transaction.s3Denied = true;
  return undefined;
};

/** The same on each side whose bucket is there, for a request that ends with a refusal in any case. */
export const sidesAreAllowed: Checking = (request) => {
  const { operation, bucket, from } = request;
  const mayWrite = bucket === undefined || sideAllows(request, bucket, operation.writes ?? operation.upload);
  const mayRead = from === undefined || sideAllows(request, from, operation.reads);
  return mayWrite && mayRead ? undefined : ACCESS_DENIED_REFUSAL;
};

/** Who began an upload is asked no more than its owner to abort it or to list its parts. */
function ownerFor({ transaction, event, operation, by }: Request, { account }: Bucket): string {
  const does = operation.upload?.does;
  if ((does !== 'aborts' && does !== 'lists') || !('uploadId' in event) || event.uploadId === undefined) return account;
  const { scope, draft } = transaction;
  const number = scope.upload(scope.object(event.bucket, event.key), event.uploadId);
  return draft.uploads.get(number)?.creator === by.roleArn ? by.account : account;
}

/** Whether S3 allows what a side of a request needs on a bucket. */
export function sideAllows(
  request: Request,
  bucket: Bucket | undefined,
  side: (Pick<Reads | Writes | UploadUse, 'needs'> & Pick<Reads, 'needsByVersion'>) | undefined,
): boolean {
  const { transaction, by } = request;
  if (side === undefined) return true;
  const { policy } = checked(bucket);
  const account = request.operation.upload === undefined ? checked(bucket).account : ownerFor(request, checked(bucket));
  const needs =
    side.needsByVersion !== undefined && versionNamed(request.event, request.operation) !== undefined
      ? side.needsByVersion
      : side.needs;
  const resource = objectResource(
    request,
    checked(bucket),
    side === request.operation.reads ? request.source : request.target,
  );
  // Written out for the usual case: this is asked for every request.
  if (policy.earlier.length === 0 && policy.current !== UNKNOWN_POLICY && !hasCondition(policy.current))
    return allAllowed(policy.current, account, by, needs, NO_HEADERS, resource);
  const answers = (statements: readonly BucketPolicyStatement[]) =>
    answersByHeaders(request, checked(bucket), { statements, needs }, (headers, settled) =>
      allAllowed(settled, account, by, needs, headers, resource),
    );
  if (policy.earlier.length === 0 && policy.current !== UNKNOWN_POLICY)
    return choose(transaction, 'headersSeen', answers(policy.current));
  const unknown = () => [unknownPolicyAllows(transaction, checked(bucket), by)];
  return choose(transaction, 'policySeen', answersOf(transaction, policy, answers, unknown));
}

/** ARN of the object that a side is about in its bucket, if it matters: where IAM is told. */
export function objectResource(
  { transaction: { scope }, event, by }: Request,
  { number }: Bucket,
  place: ObjectName | undefined,
): string {
  if (by.limits === undefined) return '';
  const key = place?.key ?? ('key' in event ? event.key : '');
  return scope.arns.object(scope.bucketName(number), key);
}

/** ARN of a bucket, if it matters. */
export function bucketResource({ transaction: { scope }, by }: Request, { number }: Bucket): string {
  return by.limits === undefined ? '' : scope.arns.bucket(scope.bucketName(number));
}

function allAllowed(
  statements: readonly BucketPolicyStatement[],
  account: string,
  by: KnownRequester,
  actions: (Reads | Writes)['needs'],
  headers: EncryptionHeaders,
  resource: string,
): boolean {
  for (const action of actions)
    if (!bucketPolicyAllows(statements, account, by, action, headers, resource)) return false;
  return true;
}

/** What a question to a bucket policy is answered, where an earlier policy may still be asked (F-14, U-27). */
export function bySomePolicy<T>(
  transaction: Transaction,
  policy: Bucket['policy'],
  ask: (statements: Bucket['policy']['current']) => T,
  ofUnknown: () => T,
): T {
  return choose(
    transaction,
    'policySeen',
    answersOf(
      transaction,
      policy,
      (statements) => [ask(statements)],
      () => [ofUnknown()],
    ),
  );
}

/** All that the policies of a bucket which may still be asked answer. */
function answersOf<T>(
  { nowMs }: Transaction,
  policy: Bucket['policy'],
  ask: (statements: Bucket['policy']['current']) => readonly T[],
  ofUnknown: () => readonly T[],
): readonly T[] {
  const answers = visible(policy, nowMs).flatMap((statements) =>
    statements === UNKNOWN_POLICY ? ofUnknown() : ask(statements),
  );
  return [...new Set(answers)];
}

/** The object version that is read is there (E-30); who may not list the bucket is not told that it is not (E-41). */
export const objectExists: Checking = (request) => {
  const { transaction } = request;
  const named = versionNamed(request.event, request.operation);
  if (named !== undefined) return namedVersionExists(request, named);
  const source = checked(request.source);
  request.sourceNumber = transaction.scope.object(source.bucket, source.key);
  const shows = request.operation.reads?.shows;
  request.version =
    transaction.draft.objects.get(request.sourceNumber) ??
    versionOfPast(transaction, request.sourceNumber, shows === 'data' || shows === 'headers');
  if (request.version !== undefined) return undefined;
  if (transaction.s3Denied && !transaction.profile.anyS3Error) return ACCESS_DENIED_REFUSAL;
  const isMarker = transaction.draft.versions.get(request.sourceNumber)?.isMarker === true;
  return unlessDenied(request, mayList(request) ? (isMarker ? CURRENT_MARKER : NO_SUCH_KEY_REFUSAL) : NOT_TOLD);
};

/** The version that is named is there, and no delete marker (E-51, E-52). */
function namedVersionExists(request: Request, id: string): Refusal | undefined {
  const { transaction } = request;
  const found = findNamedVersion(request, id);
  if (found === undefined) return undefined;
  if (transaction.s3Denied && !transaction.profile.anyS3Error) return ACCESS_DENIED_REFUSAL;
  if (found !== 'missing') return unlessDenied(request, found);
  return unlessDenied(request, mayList(request) ? missingVersion(transaction) : NOT_TOLD);
}

function mayList(request: Request): boolean {
  const { transaction, operation, by, from } = request;
  // Replication tells nobody.
  if (operation.by === 'environment') return true;
  const { policy, account } = checked(from);
  if (by.limits !== undefined) return mayListByIam(request, checked(from));
  const effect = bySomePolicy<ResourceEffect>(
    transaction,
    policy,
    (statements) => bucketPolicyEffect(statements, by, 's3:ListBucket', NO_HEADERS),
    () => takeBeginning(transaction, EITHER_EFFECT),
  );
  if (effect !== 'none') return isAllow(effect);
  return account === by.account && choose(transaction, 'mayList', transaction.profile.ownAccountLists);
}

/** The same where it is told what IAM says. */
function mayListByIam(request: Request, bucket: Bucket): boolean {
  const { transaction, by } = request;
  const resource = bucketResource(request, bucket);
  return bySomePolicy(
    transaction,
    bucket.policy,
    (statements) => bucketPolicyAllows(statements, bucket.account, by, 's3:ListBucket', NO_HEADERS, resource),
    () => takeBeginning(transaction, EITHER),
  );
}
const EITHER = [true, false] as const;

/**
 * A read of what is encrypted takes neither algorithm nor key id (E-15, F-39, F-183). Of other headers, and of objects
 * from before S3 encrypted everything, nothing is said (U-14).
 */
export const readTakesNoHeaders: Checking = (request) => {
  const { transaction, event, version } = request;
  const headers = headersOf(event);
  if (headers === NO_HEADERS) return undefined;
  const isNamed = headers.sse !== undefined || headers.kmsKeyId !== undefined;
  if (!isNamed && headers.bucketKeyEnabled === undefined && headers.context === undefined) return undefined;
  if (headers.sse === 'malformed') return unlessDenied(request, BAD_ALGORITHM);
  if (isNamed && version?.state !== 'plain') return unlessDenied(request, HEADERS_ON_READ);
  return choose(transaction, 'inertHeader', transaction.profile.inertHeader) === 'refused'
    ? unlessDenied(request, INERT_HEADER)
    : undefined;
};
const EITHER_EFFECT = ['Allow', 'Deny'] as const;

/** The encryption of what is written (P1 to P11, P14, P15). */
export const encryptionIsFit: Checking = (request) => {
  const { transaction, by, bucket } = request;
  const inDirectory = isDirectory(transaction, checked(bucket));
  const resolve = inDirectory ? encryptionInDirectory : resolveWrite;
  const encryption = resolve(transaction, by, checked(bucket), headersTaken(request));
  if ('code' in encryption) return unlessDenied(request, encryption);
  // What comes from a directory bucket has no bucket key in another (F-53).
  const losesBucketKey = encryption.state === 'sseKmsBucketKey' && leavesDirectory(request);
  request.encryption = losesBucketKey ? { ...encryption, state: 'sseKms' } : encryption;
  return undefined;
};

/** A copy onto itself changes something (E-26, F-51). */
export const copyChangesSomething: Checking = (request) => {
  const { transaction, source, target, version, encryption } = request;
  if (source?.bucket !== target?.bucket || source?.key !== target?.key) return undefined;
  if (restores(request) || changesMore(request.event)) return undefined;
  const { state, key, seen, customerKey } = checked(encryption);
  const after = { state, kmsKey: key.number, customerKey };
  const copy = { headers: headersTaken(request), rule: seen.history, before: checked(version), after };
  const answers = [...new Set(transaction.profile.selfCopyBy.map((by) => selfCopyAllowed(copy, by)))];
  return choose(transaction, 'selfCopyBy', answers) ? undefined : unlessDenied(request, NOTHING_CHANGES);
};

/** Who is denied is told no more than that, unless the order of errors is open (U-30). */
export function unlessDenied({ transaction }: Request, refusal: Refusal): Refusal {
  if (!transaction.s3Denied) return refusal;
  const isOpen = transaction.profile.anyS3Error && refusal.status !== ACCESS_DENIED_REFUSAL.status;
  return isOpen ? choose(transaction, 's3Error', [ACCESS_DENIED_REFUSAL, refusal]) : ACCESS_DENIED_REFUSAL;
}
