import type { Refusal } from '../rules/kms-errors.ts';
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

/** What may answer who controls a key or an alias, by its policy, its state, and which aliases there are. */
export type ControlAnswer = 'ok' | keyof typeof REFUSALS;

/** Takes one of the answers that KMS may give. */
export function takeAnswer(transaction: Transaction, answers: readonly ControlAnswer[]): Refusal | undefined {
  const answer = choose(transaction, 'kmsAnswer', answers);
  return answer === 'ok' ? undefined : REFUSALS[answer];
}
