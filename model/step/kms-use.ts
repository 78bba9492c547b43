import type { KnownRequester } from '../records/known-requester.ts';
import { ANY_ACCOUNT, UNSEEN_REFERENCE } from '../records/past.ts';
import { type ContextPairs, NO_KMS_KEY } from '../records/records.ts';
import type { KeyWanted } from '../rules/encryption.ts';
import { contextArn, encryptionContext } from '../rules/encryption-context.ts';
import { isBareId } from '../rules/key-reference.ts';
import { type KmsQuestion, kmsAnswers } from '../rules/kms-answer.ts';
import { KMS_OUTAGE_REFUSAL, type Refusal, refusalOf } from '../rules/kms-errors.ts';
import { throttledBy, useOf, usesLeft, useWith } from '../rules/kms-quota.ts';
import type { KmsOperation, KmsOutage, KmsResult } from '../vocabulary/kms-call.ts';
import { touchKey } from './key-moves.ts';
import { keySeen, targetsSeen } from './keys-seen.ts';
import {
  aliasTarget,
  answersLeft,
  isUnseenKey,
  keyOfAnyAccount,
  keyUnlisted,
  keyUnseen,
  kmsKeyAt,
  learnKeyState,
  pairsSeen,
} from './past-keys.ts';
import { ACCESS_DENIED_REFUSAL, choose, type Transaction } from './transaction.ts';

/** A KMS key as a request sees it: known by number, or a reference that KMS cannot resolve (number -1). */
export interface FoundKey {
  readonly number: number;
  readonly arn: string;
}

/** The action that an operation takes; of ReEncrypt that on the new key, see {@link askKmsToReEncrypt}. */
const ACTIONS = {
  GenerateDataKey: 'kms:GenerateDataKey',
  Decrypt: 'kms:Decrypt',
  Encrypt: 'kms:Encrypt',
  ReEncrypt: 'kms:ReEncryptTo',
} as const;

/** The key a write is to use, resolved for whoever writes into a bucket of `bucketAccount` (F-10, F-12). */
export function findKey(
  transaction: Transaction,
  wanted: KeyWanted,
  by: KnownRequester,
  bucketAccount: string,
): FoundKey {
  const { scope } = transaction;
  if (wanted === 'managed') return by.managedKey;
  if (scope.past !== undefined && wanted.by === 'rule' && wanted.reference === UNSEEN_REFERENCE)
    return keyUnseen(transaction);
  const account = bareIdAccount(transaction, wanted, by.account, bucketAccount);
  if (account === ANY_ACCOUNT) return keyOfAnyAccount(transaction, wanted.reference);
  const named = scope.keyNamed(wanted.reference, by.account, account);
  if (named.kmsKey >= 0) {
    const isUnlisted = scope.past !== undefined && transaction.draft.kmsKeys.get(named.kmsKey) === undefined;
    if (isUnlisted) return keyUnlisted(transaction, wanted.reference, named.kmsKey);
    const seen = choose(transaction, 'kmsAnswer', keySeen(transaction, named.kmsKey));
    return seen === NO_KMS_KEY ? { number: -1, arn: wanted.reference } : keyNumbered(transaction, seen);
  }
  const alias = transaction.draft.aliases.get(named.alias);
  const target = alias === undefined ? NO_KMS_KEY : choose(transaction, 'aliasSeen', targetsSeen(transaction, alias));
  const isUnseen = alias === undefined || isUnseenKey(transaction, target);
  if (scope.past !== undefined && named.aliasArn !== '' && isUnseen)
    return aliasTarget(transaction, wanted.reference, named.aliasArn, alias !== undefined);
  return target < 0 ? { number: -1, arn: wanted.reference } : keyNumbered(transaction, target);
}

/** Whose key a bare id is: in a header that of who asks, in a rule it is open (F-10). */
function bareIdAccount(
  transaction: Transaction,
  { reference, by }: Exclude<KeyWanted, 'managed'>,
  requesterAccount: string,
  bucketAccount: string,
): string {
  if (by === 'header' || requesterAccount === bucketAccount || !isBareId(reference)) return requesterAccount;
  return choose(transaction, 'bareIdAccount', transaction.profile.bareIdInRule) === 'bucket'
    ? bucketAccount
    : requesterAccount;
}

/** Not under a KMS key. */
export const NO_KEY: FoundKey = { number: NO_KMS_KEY, arn: '' };

/** The key with a number. */
export function keyNumbered(transaction: Transaction, number: number): FoundKey {
  return transaction.scope.key(number) ?? NO_KEY;
}

/** What a KMS call is about. */
export interface KmsSubject {
  readonly by: KnownRequester;
  readonly key: FoundKey;
  readonly bucket: string;
  readonly objectKey: string;
  readonly bucketKey: boolean;
  readonly pairs: ContextPairs;
}

/**
 * Asks KMS once, as the requester (F-100), unless the service asks in its own name, and records the call. Answers why
 * the request must end, or undefined when KMS allows.
 */
export function askKms(transaction: Transaction, operation: KmsOperation, subject: KmsSubject): Refusal | undefined {
  const by = transaction.scope.service ?? subject.by;
  const answers = answersTo(transaction, ACTIONS[operation], by, subject);
  const beyond = rememberedBeyond(transaction, ACTIONS[operation], by, subject, answers);
  return answered(transaction, operation, subject, answers, beyond);
}

/**
 * In a directory bucket whoever is cold must be allowed both to make and to decrypt data keys, whichever of the two S3
 * asks for (F-20). Answers why the request must end; a call is recorded where it is refused, and no other.
 */
export function alsoRefused(
  transaction: Transaction,
  operation: 'GenerateDataKey' | 'Decrypt',
  subject: KmsSubject,
): Refusal | undefined {
  const { scope } = transaction;
  if (!scope.isDirectory(scope.bucket(subject.bucket))) return undefined;
  const by = scope.service ?? subject.by;
  // The call that S3 makes has been answered: neither quota nor outage stands in the way.
  const answers = answersInReach(transaction, ACTIONS[operation], by, subject, false);
  const refused = answers.filter((answer) => answer === 'AccessDeniedException');
  if (refused.length === 0) return undefined;
  const isOpen = answers.includes('ok');
  if (isOpen && choose(transaction, 'kmsAnswer', EITHER_ANSWER) === 'ok') return undefined;
  return answered(transaction, operation, subject, refused);
}

const EITHER_ANSWER = ['ok', 'AccessDeniedException'] as const;

/**
 * Asks KMS to unwrap by one key and to wrap by another, in one call: both must allow it, each its own side (K-25). The
 * call is recorded with the new key.
 */
export function askKmsToReEncrypt(transaction: Transaction, from: KmsSubject, to: KmsSubject): Refusal | undefined {
  const by = transaction.scope.service ?? to.by;
  const unwrapping = answersTo(transaction, 'kms:ReEncryptFrom', by, from);
  const wrapping = answersTo(transaction, ACTIONS.ReEncrypt, by, to);
  const isDone = unwrapping.includes('ok') && wrapping.includes('ok');
  const refused = [...unwrapping, ...wrapping].filter((answer) => answer !== 'ok');
  const refusal = answered(transaction, 'ReEncrypt', to, [...new Set(isDone ? [...refused, 'ok' as const] : refused)]);
  if (refusal === undefined) touchKey(transaction, from.key.number, 'Use');
  return refusal;
}

/** Takes one of the answers that KMS may give, or S3 may remember (`beyond`), and records the call, if there is one. */
function answered(
  transaction: Transaction,
  operation: KmsOperation,
  subject: KmsSubject,
  answers: readonly KmsResult[],
  beyond: readonly KmsResult[] = NONE,
): Refusal | undefined {
  const { key } = subject;
  const by = transaction.scope.service ?? subject.by;
  const arn = contextArn(transaction.scope.arns, subject.bucket, subject.objectKey, subject.bucketKey);
  const left = answersLeft(transaction, operation, key.arn, beyond.length === 0 ? answers : [...answers, ...beyond]);
  const answer = transaction.s3Denied
    ? refusedFirst(transaction, answers.includes('ok'), left)
    : choose(transaction, 'kmsAnswer', left);
  if (answer === 'by-s3') return ACCESS_DENIED_REFUSAL;
  const isCalled =
    answer === 'ok' ||
    (!beyond.includes(answer) && !choose(transaction, 'remembered', transaction.profile.remembersRefusal));
  if (isCalled && transaction.scope.kmsQuotas?.has(by.account)) countRequest(transaction, by.account, answer);
  if (isCalled)
    transaction.kmsCalls.push({
      operation,
      by: by.name,
      keyArn: key.arn,
      context: encryptionContext(arn, pairsSeen(transaction, by, arn, subject.pairs)),
      result: answer,
    });
  if (transaction.scope.past !== undefined) learnKeyState(transaction, key.number, answer);
  // KMS has answered, and logged it, but S3 does not get to know (U-32).
  const isLost = isCalled && transaction.draft.kmsUnreachable === 'answers';
  if (isLost) return KMS_OUTAGE_REFUSAL;
  if (answer !== 'ok') return refusalOf(answer, operation);
  touchKey(transaction, key.number, 'Use');
  return undefined;
}

function answersTo(
  transaction: Transaction,
  action: KmsQuestion['action'],
  by: KnownRequester,
  subject: KmsSubject,
): readonly KmsResult[] {
  const { draft, profile, chooser } = transaction;
  if (draft.kmsUnreachable === 'calls') return profile.kmsOutage;
  const answers = underQuota(transaction, action, by, subject);
  // KMS may have trouble of its own at any time, which is looked into where it was seen.
  const outages = profile.transientErrors ? (chooser.kmsOutages?.() ?? NO_OUTAGES) : NO_OUTAGES;
  return outages.length === 0 ? answers : [...answers, ...outages];
}

const NO_OUTAGES: readonly KmsOutage[] = [];
const NONE: readonly KmsResult[] = [];

/**
 * What S3 may answer by a refusal that it remembers, and KMS does not: it is throttled, or cannot be reached (U-23).
 */
function rememberedBeyond(
  transaction: Transaction,
  action: KmsQuestion['action'],
  by: KnownRequester,
  subject: KmsSubject,
  answers: readonly KmsResult[],
): readonly KmsResult[] {
  if (!transaction.profile.remembersRefusal.includes(true)) return NONE;
  return answersInReach(transaction, action, by, subject, false).filter(
    (answer) => (answer === 'AccessDeniedException' || answer === 'DisabledException') && !answers.includes(answer),
  );
}

/** What KMS answers, or that the quota of who asks is used up (F-127, F-129). */
function underQuota(
  transaction: Transaction,
  action: KmsQuestion['action'],
  by: KnownRequester,
  subject: KmsSubject,
): readonly KmsResult[] {
  const { draft, scope, profile, nowMs } = transaction;
  const quota = scope.kmsQuotas?.get(by.account);
  if (quota === undefined || draft.kmsThrottled)
    return answersInReach(transaction, action, by, subject, draft.kmsThrottled);
  // What nobody saw may have used it up.
  const throttled =
    scope.past === undefined
      ? throttledBy(quota, useOf(draft.kmsUse, by.account), nowMs, profile.kmsQuotaKeeps)
      : EITHER;
  return [...new Set(throttled.flatMap((one) => answersInReach(transaction, action, by, subject, one)))];
}

const EITHER = [false, true] as const;

/** One more request counts; one that nobody answered has not arrived. */
function countRequest({ draft, nowMs }: Transaction, account: string, answer: KmsResult): void {
  if (answer === 'unreachable') return;
  const others = usesLeft(draft.kmsUse, nowMs).filter((use) => use.account !== account);
  draft.kmsUse = [...others, useWith(account, useOf(draft.kmsUse, account), nowMs)];
}

function answersInReach(
  transaction: Transaction,
  action: KmsQuestion['action'],
  by: KnownRequester,
  { key, bucket, objectKey, bucketKey, pairs }: KmsSubject,
  throttled: boolean,
): readonly KmsResult[] {
  const { arns } = transaction.scope;
  const arn = contextArn(arns, bucket, objectKey, bucketKey);
  return kmsAnswers(kmsKeyAt(transaction, key.number), {
    by,
    action,
    contextArn: arn,
    pairs: pairsSeen(transaction, by, arn, pairs),
    viaService: arns.s3Service,
    nowMs: transaction.nowMs,
    throttled,
    anyRefusal: transaction.profile.refusedFirst.length > 1,
    pendingDeletion: transaction.profile.pendingDeletion,
  });
}

/** S3 denies already: either it says so, or KMS refuses first (U-20). */
function refusedFirst(
  transaction: Transaction,
  mayAllow: boolean,
  answers: readonly KmsResult[],
): Exclude<KmsResult, 'ok'> | 'by-s3' {
  const options: (Exclude<KmsResult, 'ok'> | 'by-s3')[] = [];
  if (mayAllow || transaction.profile.refusedFirst.includes('s3')) options.push('by-s3');
  for (const answer of answers) if (answer !== 'ok') options.push(answer);
  return choose(transaction, 'refusal', options);
}
