import type { KnownRequester } from '../records/known-requester.ts';
import { settled } from '../records/lagging.ts';
import { UNSEEN_KEY_ARN } from '../records/past.ts';
import { type ContextPairs, type KmsKey, lastingControl, UNSEEN_CONTEXT } from '../records/records.ts';
import { ARN_PAIR, NO_PAIRS } from '../rules/encryption-context.ts';
import { refusalOf } from '../rules/kms-errors.ts';
import { alteredKey } from '../store/alter.ts';
import { keyOfPast } from '../store/forget-past.ts';
import type { Scope } from '../store/scope.ts';
import { isKmsOutage, type KmsOperation, type KmsResult } from '../vocabulary/kms-call.ts';
import { infer, pastHasSettled, seenOf, takeBeginning } from './past.ts';
import type { Transaction } from './transaction.ts';

const KEY_ARN = /^arn:[^:]+:kms:[^:]+:([^:]*):key\/(.+)$/;

/** The KMS key of a number, or undefined; one that no setup lists may have been there before the trace began. */
export function kmsKeyAt({ draft, scope }: Transaction, number: number): KmsKey | undefined {
  const key = draft.kmsKeys.get(number);
  if (key !== undefined || scope.past === undefined) return key;
  const arn = scope.key(number)?.arn;
  const [, account, id] = KEY_ARN.exec(arn ?? '') ?? [];
  return arn === undefined || account === undefined || id === undefined ? undefined : keyOfPast(id, arn, account);
}

/** ARNs of the KMS keys that a side of the request may be under, by what was seen of it; `*` for one nobody saw. */
export function keyArnsSeen(transaction: Transaction, side: 'shown' | 'other'): readonly string[] {
  const { kmsKeyArn, kmsCalls } = seenOf(transaction);
  if (side === 'shown' && typeof kmsKeyArn === 'string') return [kmsKeyArn];
  const arns = new Set(kmsCalls?.map((call) => call.keyArn).filter((arn) => KEY_ARN.test(arn)));
  return [...arns, UNSEEN_KEY_ARN];
}

/** The KMS key that a reference stands for which nobody has seen as it was put: the one that the step shows. */
export function keyUnseen(transaction: Transaction): { readonly number: number; readonly arn: string } {
  const { kmsCalls = [] } = seenOf(transaction);
  const shown = keyArnsSeen(transaction, 'shown').map((arn) => transaction.scope.keyWithArn(arn));
  // A reference that KMS does not know is recorded as it was put.
  const unknown = kmsCalls
    .filter(({ keyArn }) => !KEY_ARN.test(keyArn))
    .map(({ keyArn }) => ({ number: -1, arn: keyArn }));
  return takeBeginning(transaction, [...shown, ...unknown]);
}

/**
 * The KMS key that a reference names which the setup does not list: there all the same, or not, and KMS is given the
 * reference as it is.
 */
export function keyUnlisted(
  transaction: Transaction,
  reference: string,
  number: number,
): { readonly number: number; readonly arn: string } {
  const unknown = { number: -1, arn: reference };
  const found = transaction.scope.key(number) ?? unknown;
  return takeBeginning(transaction, found.arn === reference ? [found] : [found, unknown]);
}

/** The KMS key of a bare id that belongs to an account which nobody knows: one that the step shows, or none (F-10). */
export function keyOfAnyAccount(
  transaction: Transaction,
  id: string,
): { readonly number: number; readonly arn: string } {
  const fit = keyArnsSeen(transaction, 'other').filter((arn) => arn === UNSEEN_KEY_ARN || arn.endsWith(`:key/${id}`));
  return takeBeginning(transaction, [...fit.map((arn) => transaction.scope.keyWithArn(arn)), { number: -1, arn: id }]);
}

/** The target of an alias that nobody has seen used: the KMS key that the step shows. */
export function aliasTarget(
  transaction: Transaction,
  reference: string,
  name: string,
  isThere: boolean,
): { readonly number: number; readonly arn: string } {
  const { scope, draft, profile } = transaction;
  const shown = keyArnsSeen(transaction, 'shown').map((arn) => scope.keyWithArn(arn));
  const found = takeBeginning(transaction, isThere ? shown : [...shown, { number: -1, arn: reference }]);
  const isKnown = found.number >= 0 && found.arn !== UNSEEN_KEY_ARN;
  if (isKnown && pastHasSettled(transaction, profile.kmsDelayMs))
    draft.set('aliases', scope.aliases.number(name), { target: settled(found.number) });
  return found;
}

/** Whether a key is one that nobody has seen, and stands for any. */
export function isUnseenKey({ scope }: Transaction, number: number): boolean {
  return scope.past !== undefined && scope.key(number)?.arn === UNSEEN_KEY_ARN;
}

/** Narrows the state of a KMS key of the past to those in which it gives such an answer. */
export function learnKeyState(transaction: Transaction, number: number, answer: KmsResult): void {
  const { draft, profile, scope } = transaction;
  const key = kmsKeyAt(transaction, number);
  if (key?.isOfPast !== true) return;
  if (isKmsOutage(answer)) return;
  if (answer !== 'ok' && answer !== 'ThrottlingException')
    infer(transaction, { about: 'kmsKey', arn: key.arn, refused: answer });
  const before = key.control.current.oneOf;
  if (before === undefined || key.arn === UNSEEN_KEY_ARN || !pastHasSettled(transaction, profile.kmsDelayMs)) return;
  // One that nobody found may be made after that, by who is not recorded, or may only have been seen too late (F-215).
  const admits =
    answer === 'NotFoundException' && scope.past?.isEverything === true ? undefined : STATES_THAT_ANSWER[answer];
  const oneOf = admits === undefined ? before : before.filter((state) => admits.includes(state));
  const [state, ...more] = oneOf;
  if (state === undefined || oneOf.length === before.length) return;
  const left = lastingControl(state);
  draft.set(
    'kmsKeys',
    number,
    alteredKey(key, { control: settled(more.length === 0 ? left : { ...left, state: 'enabled', oneOf }) }),
  );
}

/** A waiting period may be over meanwhile; one that runs may show as `DisabledException` (F-115, F-121). */
const STATES_THAT_ANSWER: Readonly<Partial<Record<KmsResult, readonly string[]>>> = {
  ok: ['enabled'],
  DisabledException: ['disabled', 'pendingDeletion', 'deleted'],
  KMSInvalidStateException: ['pendingImport', 'pendingDeletion', 'deleted'],
  NotFoundException: ['deleted'],
};

/** The extra pairs of a call, those that were seen of it where nobody knows them. */
export function pairsSeen(
  transaction: Transaction,
  by: KnownRequester,
  arn: string,
  pairs: ContextPairs,
): ContextPairs {
  if (pairs !== UNSEEN_CONTEXT) return pairs;
  const call = seenOf(transaction).kmsCalls?.find(
    (one) => one.context?.[ARN_PAIR] === arn && (one.by ?? by.name) === by.name,
  );
  if (call?.context === undefined) return NO_PAIRS;
  return Object.entries(call.context)
    .filter(([name]) => name !== ARN_PAIR)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The key that stands for any that nobody has seen. */
export function unseenKey(scope: Scope): number {
  return scope.past === undefined ? -1 : scope.keyWithArn(UNSEEN_KEY_ARN).number;
}

/** A KMS key with one of the states it may be in. What is known of it stays as it was. */
export function withStateOfPast(transaction: Transaction, key: KmsKey): KmsKey {
  const { current, earlier } = key.control;
  if (current.oneOf === undefined) return key;
  const state = takeBeginning(transaction, current.oneOf);
  return alteredKey(key, { control: { current: lastingControl(state), earlier } });
}

/**
 * Of the answers that KMS may give, those that what was seen of the step does not rule out; where it does of each, one
 * to fail by. Any may be behind an error of S3 itself (E-45).
 */
export function answersLeft(
  transaction: Transaction,
  operation: KmsOperation,
  arn: string,
  answers: readonly KmsResult[],
): readonly KmsResult[] {
  if (transaction.scope.past === undefined || answers.length === 1) return answers;
  const { kmsCalls, status = 500 } = seenOf(transaction);
  const mayRemember = transaction.profile.remembersRefusal.includes(true);
  const isTold = transaction.isRequest && status < 500;
  const left = answers.filter(
    (answer) =>
      (answer === 'ok' || !isTold || refusalOf(answer, operation).status === status) &&
      (kmsCalls === undefined ||
        answer === 'unreachable' ||
        (mayRemember && answer !== 'ok') ||
        kmsCalls.some(
          (call) => call.operation === operation && call.keyArn === arn && (call.result ?? answer) === answer,
        )),
  );
  return left.length === 0 ? answers.slice(0, 1) : left;
}
