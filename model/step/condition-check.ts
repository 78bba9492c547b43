import { conditionsOf, makesDataKey, mayDecrypt } from '../operations/predicates.ts';
import { ANY_ETAG, isUnseenEtag, type ObjectVersion, UNSEEN_MD5 } from '../records/records.ts';
import { needsKms } from '../rules/encryption.ts';
import { etagsOf, isMd5Etag, isMultipartEtag, isOpaqueEtag } from '../rules/etag.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { alteredVersion } from '../store/alter.ts';
import { type Conditions, CURRENT_ETAG } from '../vocabulary/conditions.ts';
import { NO_SUCH_KEY_REFUSAL, sideAllows, unlessDenied } from './object-checks.ts';
import { versionOfPast } from './past-objects.ts';
import { type Checking, checked, type Request } from './request.ts';
import { ACCESS_DENIED_REFUSAL, choose, type Transaction } from './transaction.ts';

const READ_UNMET: Refusal = { status: 412, code: 'PreconditionFailed', because: ['E-53', 'F-181'] };
const UNMODIFIED: Refusal = { status: 304, code: null, because: ['E-53', 'F-181'] };
const SOURCE_UNMET: Refusal = { status: 412, code: 'PreconditionFailed', because: ['F-182'] };
const WRITE_UNMET: Refusal = { status: 412, code: 'PreconditionFailed', because: ['E-34', 'F-36'] };
const CONFLICT: Refusal = { status: 409, code: 'ConditionalRequestConflict', because: ['E-34', 'F-36'] };
const NOTHING_TO_MATCH: Refusal = { ...NO_SUCH_KEY_REFUSAL, because: ['F-36'] };
const NOT_IMPLEMENTED: Refusal = { status: 501, code: 'NotImplemented', because: ['F-36'] };

/**
 * The condition of a request is met (F-36, F-181, F-182). One that is not may still ask KMS for what it would have
 * taken, which KMS may refuse (U-34): the request goes on then, and ends as the condition says.
 */
export const conditionIsMet: Checking = (request) => {
  const refusal = conditionRefusal(request);
  if (refusal === NOT_IMPLEMENTED || refusal === ACCESS_DENIED_REFUSAL) return unlessDenied(request, refusal);
  return refusal === undefined ? undefined : refusedAfterCalls(request, refusal);
};

/** Refuses a request, be it that KMS is asked first for what it would have taken (U-34). */
export function refusedAfterCalls(request: Request, refusal: Refusal): Refusal | undefined {
  const { transaction } = request;
  // Who is denied goes on as any other does, be it that the refusal may be shown in its place (U-30).
  const shown = unlessDenied(request, refusal);
  if (transaction.s3Denied) return shown === refusal ? refusal : undefined;
  const calls = choose(transaction, 'conditionCalls', callsOf(request));
  if (calls === 'none') return refusal;
  request.unmet = { refusal, calls };
  return undefined;
}

/** The KMS calls that may be made before it is seen that a condition is not met, told apart where they differ. */
function callsOf(request: Request): readonly ('none' | 'read' | 'all')[] {
  const { transaction, operation, version, encryption, upload } = request;
  const { conditionCalls } = transaction.profile;
  const opens =
    version !== undefined && needsKms(version.state) && mayDecrypt(operation, transaction.profile, request.event);
  const seals = encryption !== undefined && needsKms(encryption.state) && makesDataKey(operation);
  if (opens && seals) return conditionCalls;
  const asks = opens || seals || (upload !== undefined && needsKms(upload.upload.version.state));
  if (!asks) return NO_CALLS;
  return [...new Set(conditionCalls.map((calls) => (calls === 'read' ? (opens ? 'all' : 'none') : calls)))];
}

const NO_CALLS = ['none'] as const;

/** Why the condition of a request is not met; undefined where it is, or there is none. */
export function conditionRefusal(request: Request): Refusal | undefined {
  const conditions = conditionsOf(request.event);
  if (conditions === undefined) return undefined;
  return request.operation.reads === undefined ? writeRefusal(request, conditions) : readRefusal(request, conditions);
}

function readRefusal(request: Request, { ifMatch, ifNoneMatch }: Conditions): Refusal | undefined {
  const { transaction, version, sourceNumber, operation } = request;
  if (version === undefined) return undefined;
  const isCopy = operation.writes !== undefined;
  if (ifMatch !== undefined && !isEtagOf(transaction, sourceNumber, version, ifMatch))
    return isCopy ? SOURCE_UNMET : READ_UNMET;
  if (ifNoneMatch === undefined || !isEtagOf(transaction, sourceNumber, version, ifNoneMatch)) return undefined;
  return isCopy ? SOURCE_UNMET : UNMODIFIED;
}

/**
 * A write may have to find nothing there, or an object of an ETag, which takes the permission to read it. Another
 * request for the key may get in between, which no trace shows (E-34).
 */
function writeRefusal(request: Request, { ifMatch, ifNoneMatch }: Conditions): Refusal | undefined {
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined;
  if (ifNoneMatch !== undefined && (ifMatch !== undefined || ifNoneMatch !== '*')) return NOT_IMPLEMENTED;
  const { transaction, target } = request;
  if (ifMatch !== undefined && !mayMatch(request)) return ACCESS_DENIED_REFUSAL;
  if (choose(transaction, 'conditionConflict', transaction.profile.conditionConflict)) return CONFLICT;
  const { bucket, key } = checked(target);
  const number = transaction.scope.object(bucket, key);
  const version = transaction.draft.objects.get(number) ?? versionOfPast(transaction, number, false);
  if (ifMatch === undefined) return version === undefined ? undefined : WRITE_UNMET;
  if (version !== undefined) return isEtagOf(transaction, number, version, ifMatch) ? undefined : WRITE_UNMET;
  const answer = choose(transaction, 'matchOfNothing', transaction.profile.matchOfNothing);
  return answer === 'NoSuchKey' ? NOTHING_TO_MATCH : WRITE_UNMET;
}

/** To compare ETags takes `s3:GetObject`; where errors of S3 are open, so is whether that is asked first (U-30). */
function mayMatch(request: Request): boolean {
  if (sideAllows(request, request.bucket, TO_READ)) return true;
  const { transaction } = request;
  return transaction.profile.anyS3Error && choose(transaction, 's3Error', EITHER);
}

const TO_READ = { needs: ['s3:GetObject'] } as const;
const EITHER = [false, true] as const;

/**
 * Whether a version has an ETag. One that nobody has seen may be the one that is named, and is from then on, or may be
 * another.
 */
function isEtagOf(transaction: Transaction, number: number, version: ObjectVersion, named: string): boolean {
  if (named === '*' || named === CURRENT_ETAG) return true;
  const learnt = withEtag(transaction, version, named);
  if (learnt === undefined) return version.etag === named;
  if ((transaction.chooser.pickVersion?.(EITHER) ?? 0) === 0) return false;
  transaction.draft.set('objects', number, learnt);
  return true;
}

/** A version as it is if it has an ETag, where that can be and is not known. */
function withEtag({ profile }: Transaction, version: ObjectVersion, etag: string): ObjectVersion | undefined {
  const { md5, etag: known, etagClass } = version;
  if (known === ANY_ETAG) return alteredVersion(version, { etag });
  if (!isUnseenEtag(known)) return undefined;
  if (etagClass === 'multipart') {
    const parts = Number(known.slice(known.indexOf('-') + 1));
    return isMultipartEtag(etag, parts) ? alteredVersion(version, { etag }) : undefined;
  }
  const mayBeMd5 = md5 === UNSEEN_MD5 || etagsOf(version, profile).includes('md5');
  if (!isOpaqueEtag(etag, mayBeMd5 ? '' : md5)) return undefined;
  return alteredVersion(version, isMd5Etag(version, profile) ? { md5: etag, etag } : { etag });
}
