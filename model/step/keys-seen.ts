import { visible } from '../records/lagging.ts';
import { type Alias, NO_KMS_KEY } from '../records/records.ts';
import { keyStateAt, mayBeUnseen } from '../rules/kms-answer.ts';
import type { Transaction } from './transaction.ts';

/**
 * A key by its number, and after it {@link NO_KMS_KEY} where it may not be seen yet (F-215); that alone where it is not
 * made.
 */
export function keySeen({ draft, nowMs }: Transaction, number: number): readonly number[] {
  const key = draft.kmsKeys.get(number);
  if (key === undefined) return UNSEEN;
  return mayBeUnseen(key, nowMs) ? [number, NO_KMS_KEY] : [number];
}

const UNSEEN: readonly number[] = [NO_KMS_KEY];

/**
 * What an alias names now, and after it what it may still be seen to name (F-122); {@link NO_KMS_KEY} = nothing. With a
 * key its aliases are gone, and nothing of before outlives it (F-121, F-192).
 */
export function targetsSeen({ draft, nowMs }: Transaction, { target }: Alias): readonly number[] {
  const targets = visible(target, nowMs).map((number) => {
    const control = draft.kmsKeys.get(number)?.control.current;
    return control !== undefined && keyStateAt(control, nowMs) === 'deleted' ? NO_KMS_KEY : number;
  });
  return targets.length === 1 ? targets : [...new Set(targets)];
}
