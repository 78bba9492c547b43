import { type KmsKeyState, kmsKey } from '../charts/kms-key.ts';
import { settled } from '../records/lagging.ts';
import type { KmsKey } from '../records/records.ts';
import { keyStateAt } from '../rules/kms-answer.ts';
import { alteredKey } from '../store/alter.ts';
import { raised } from './raised.ts';
import type { Transaction } from './transaction.ts';

/** Where a KMS key stands at the time of the step. */
export function keyState(transaction: Transaction, key: KmsKey): KmsKeyState {
  return keyStateAt(key.control.current, transaction.nowMs);
}

/** Moves a key by what is no change of its settings, and so is seen at once: a use (F-115), a rotation (F-124). */
export function touchKey(transaction: Transaction, number: number, event: 'Use' | 'Rotate'): void {
  const key = transaction.draft.kmsKeys.get(number);
  if (key === undefined || key.control.current.oneOf !== undefined) return;
  raised?.({ to: 'kmsKey', number, event: { type: event } });
  const state = keyState(transaction, key);
  const next = kmsKey.on[event].after(state);
  if (next === state) return;
  transaction.draft.set(
    'kmsKeys',
    number,
    alteredKey(key, { control: settled({ ...key.control.current, state: next }) }),
  );
}
