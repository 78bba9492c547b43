import { multipartUpload } from '../charts/multipart-upload.ts';
import { headersOf, isReplication, NO_HEADERS } from '../operations/predicates.ts';
import type { KnownRequester } from '../records/known-requester.ts';
import { ANY_ACCOUNT, UNSEEN_REFERENCE } from '../records/past.ts';
import { type Bucket, NO_KMS_KEY } from '../records/records.ts';
import { type KeyWanted, resolveEncryption, ruleAlgorithm, shownAlgorithm } from '../rules/encryption.ts';
import { algorithmNamed, type EncryptionHeaders } from '../vocabulary/encryption.ts';
import type { BucketPolicyStatement, S3Action } from '../vocabulary/policy.ts';
import { keySeen, targetsSeen } from './keys-seen.ts';
import { possibleRules } from './past-buckets.ts';
import { isUnseenKey } from './past-keys.ts';
import type { Request } from './request.ts';
import type { Transaction } from './transaction.ts';

/** Nobody has seen what is used: a condition on it may say either. */
const UNSEEN = 'unseen';
type Used = EncryptionHeaders | typeof UNSEEN;

/** Whether some statement has a condition, so that it may matter which headers it sees. */
export function hasCondition(statements: readonly BucketPolicyStatement[]): boolean {
  for (const { condition } of statements) if (condition !== undefined) return true;
  return false;
}

/**
 * What a bucket policy may say of a request, by the encryption headers that its conditions see: those that were sent,
 * or what is used (U-36, F-143). All that may be used is gone through here and nothing of it chosen: what is used is
 * settled later.
 */
export function answersByHeaders(
  request: Request,
  bucket: Bucket,
  { statements, needs }: { readonly statements: readonly BucketPolicyStatement[]; readonly needs: readonly S3Action[] },
  ask: (headers: EncryptionHeaders, statements: readonly BucketPolicyStatement[]) => boolean,
): readonly boolean[] {
  const sent = headersOf(request.event);
  // Only writes have such headers.
  if (!needs.includes('s3:PutObject') || !hasCondition(statements)) return [ask(sent, statements)];
  const answers = request.transaction.profile.policyHeaders.flatMap((seen) =>
    seen === 'sent'
      ? sentAs(request.transaction, sent).map((headers) => ask(headers, statements))
      : usedBy(request, bucket, sent).flatMap((used) =>
          used === UNSEEN
            ? EITHER.map((isAllowed) => ask(sent, settledAs(isAllowed, statements)))
            : [ask(used, statements)],
        ),
  );
  return [...new Set(answers)];
}

const EITHER = [true, false] as const;

/** A policy whose conditions all say the same: what allows, or what denies. What has none stays as it is. */
function settledAs(isAllowed: boolean, statements: readonly BucketPolicyStatement[]): readonly BucketPolicyStatement[] {
  return statements.flatMap(({ condition, ...statement }) =>
    condition === undefined || (statement.effect === 'Allow') === isAllowed ? [statement] : [],
  );
}

/** The headers that were sent; nobody has seen whether conditions take an empty key id for none (U-31). */
function sentAs({ profile }: Transaction, sent: EncryptionHeaders): readonly EncryptionHeaders[] {
  if (sent.kmsKeyId !== '') return [sent];
  const { kmsKeyId: _, ...others } = sent;
  return profile.emptyKeyId.map((taken) => (taken === 'absent' ? others : sent));
}

/** Headers that would have said what is stored; of a write that has headers of its own only the key is in doubt. */
function usedBy(request: Request, bucket: Bucket, sent: EncryptionHeaders): readonly Used[] {
  const { transaction, event, operation, by } = request;
  if (isReplication(operation)) return usedByReplica(request, bucket);
  if ('uploadId' in event && event.op !== 'CreateMultipartUpload') {
    const { scope, draft } = transaction;
    const upload = draft.uploads.get(scope.upload(scope.object(event.bucket, event.key), event.uploadId));
    if (upload === undefined || upload.state === multipartUpload.initial)
      return [scope.past === undefined ? NO_HEADERS : UNSEEN];
    const { version } = upload;
    const headers = { sse: shownAlgorithm(version.state) ?? 'AES256' } as const;
    return [withKey(transaction, headers, scope.key(version.kmsKey)?.arn, version.kmsKey)];
  }
  return usedByWrite(transaction, by, bucket, sent, false);
}

/** A replica keeps the algorithm of its source, or takes that of its bucket where the source has none (F-64, F-65). */
function usedByReplica({ transaction, by, version, rule }: Request, bucket: Bucket): readonly Used[] {
  const sse = version === undefined ? null : shownAlgorithm(version.state);
  if (sse === null) return usedByWrite(transaction, by, bucket, NO_HEADERS, true);
  const reference = rule?.replicaKmsKeyId;
  if (sse === 'AES256' || reference === undefined) return [{ sse }];
  return keysMeant(transaction, { reference, by: 'rule' }, by, bucket).map(({ arn, number }) =>
    withKey(transaction, { sse }, arn, number),
  );
}

/** By each rule that the write may go by; the algorithm shows where nobody sent one. */
function usedByWrite(
  transaction: Transaction,
  by: KnownRequester,
  bucket: Bucket,
  sent: EncryptionHeaders,
  showsAlgorithm: boolean,
): readonly Used[] {
  return possibleRules(transaction, bucket).flatMap((rule) => {
    const sse = algorithmNamed(sent) ?? ruleAlgorithm(rule.state);
    const headers = showsAlgorithm ? { ...sent, sse } : sent;
    return transaction.profile.kmsHeaderUsesBucketKey.flatMap((kmsHeaderUsesBucketKey) => {
      const { key } = resolveEncryption(sent, rule, { dormantFlag: false, kmsHeaderUsesBucketKey });
      if (key === undefined) return [withKey(transaction, headers, undefined, -1)];
      return keysMeant(transaction, key, by, bucket).map(({ arn, number }) =>
        withKey(transaction, headers, arn, number),
      );
    });
  });
}

/** The keys that a reference may stand for, now or by what an alias was. */
function keysMeant(
  transaction: Transaction,
  wanted: KeyWanted,
  by: KnownRequester,
  bucket: Bucket,
): readonly { readonly arn: string | undefined; readonly number: number }[] {
  const { scope, draft, profile } = transaction;
  if (wanted === 'managed') return [by.managedKey];
  const unseen = { arn: UNSEEN_REFERENCE, number: -1 };
  if (wanted.reference === UNSEEN_REFERENCE || bucket.account === ANY_ACCOUNT) return [unseen];
  const isOpen = wanted.by === 'rule' && profile.bareIdInRule.length > 1;
  const ofRule = profile.bareIdInRule[0] === 'bucket' ? bucket.account : by.account;
  const accounts = wanted.by === 'header' ? [by.account] : isOpen ? [bucket.account, by.account] : [ofRule];
  return accounts.flatMap((account) => {
    const { kmsKey, alias } = scope.keyNamed(wanted.reference, by.account, account);
    const none = { arn: wanted.reference, number: NO_KMS_KEY };
    if (kmsKey >= 0) {
      const seen = scope.past === undefined ? keySeen(transaction, kmsKey) : [kmsKey];
      return seen.map((number) => scope.key(number) ?? none);
    }
    const known = draft.aliases.get(alias);
    if (known === undefined) return [scope.past === undefined ? none : unseen];
    return targetsSeen(transaction, known).map((number) => scope.key(number) ?? none);
  });
}

function withKey(
  transaction: Transaction,
  { kmsKeyId: _, ...headers }: EncryptionHeaders,
  arn: string | undefined,
  number: number,
): Used {
  if (arn === UNSEEN_REFERENCE || arn === '' || isUnseenKey(transaction, number)) return UNSEEN;
  return arn === undefined ? headers : { ...headers, kmsKeyId: arn };
}
