import { isOfMaterial } from '../operations/operations.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import type { EventName } from '../vocabulary/events/event.ts';
import { choose, type Transaction } from './transaction.ts';

/** A refusal by KMS itself, which has status 400 for each of those that are its client's fault. */
export function kmsRefusal(code: string, ...because: readonly string[]): Refusal {
  return { status: 400, code, because };
}

const REFUSALS = {
  AccessDeniedException: kmsRefusal('AccessDeniedException', 'F-164'),
  AlreadyExistsException: kmsRefusal('AlreadyExistsException', 'E-58', 'F-191'),
  DisabledException: kmsRefusal('DisabledException', 'F-115'),
  KMSInvalidStateException: kmsRefusal('KMSInvalidStateException', 'F-115', 'F-121'),
  NotFoundException: kmsRefusal('NotFoundException', 'F-164'),
  UnsupportedOperationException: kmsRefusal('UnsupportedOperationException', 'F-124'),
  ValidationException: kmsRefusal('ValidationException', 'F-206'),
} as const;

/** Of those that import material or delete it. */
const OF_MATERIAL: Partial<typeof REFUSALS> = {
  KMSInvalidStateException: kmsRefusal('KMSInvalidStateException', 'F-115', 'F-210'),
  UnsupportedOperationException: kmsRefusal('UnsupportedOperationException', 'F-210'),
};

/** What may answer who controls a key or an alias, by its policy, its state, and which aliases there are. */
export type ControlAnswer = 'ok' | keyof typeof REFUSALS;

/** Takes one of the answers that KMS may give to an operation. */
export function takeAnswer(
  transaction: Transaction,
  answers: readonly ControlAnswer[],
  op?: EventName,
): Refusal | undefined {
  const answer = choose(transaction, 'kmsAnswer', answers);
  if (answer === 'ok') return undefined;
  return (op !== undefined && isOfMaterial(op) ? OF_MATERIAL[answer] : undefined) ?? REFUSALS[answer];
}

/**
 * What may answer of keys for which there is no such thing, beside what their state does: this instead of a success
 * (F-124, F-212, U-20).
 */
export function insteadOfOk(
  { profile }: Transaction,
  answers: readonly ControlAnswer[],
  refusal: ControlAnswer,
): readonly ControlAnswer[] {
  const refused = answers.map((answer) => (answer === 'ok' ? refusal : answer));
  if (profile.refusedFirst.length > 1) refused.push(refusal);
  return [...new Set(refused)];
}
