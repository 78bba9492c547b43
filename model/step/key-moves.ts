import { type KmsKeyState, kmsKey } from '../charts/kms-key.ts';
import { settled } from '../records/lagging.ts';
import type { KmsKey } from '../records/records.ts';
import { keyStateAt } from '../rules/kms-answer.ts';
import { alteredKey } from '../store/alter.ts';
import { raised } from './raised.ts';
import type { Turn } from './turn.ts';

/** Where a KMS key stands at the time of the step. */
export function keyState(turn: Turn, key: KmsKey): KmsKeyState {
  return keyStateAt(key.control.current, turn.nowMs);
}

/** Moves a key by what is no change of its settings, and so is seen at once: a use (F-115), a rotation (F-124). */
export function touchKey(turn: Turn, number: number, event: 'Use' | 'Rotate'): void {
  const key = turn.draft.kmsKeys.get(number);
  if (key === undefined) return;
  raised?.({ to: 'kmsKey', number, event: { type: event } });
  const state = keyState(turn, key);
  const next = kmsKey.on[event].after(state);
  if (next === state) return;
  turn.draft.set(
    'kmsKeys',
    number,
    alteredKey(key, { control: settled({ state: next, deletedAtMs: Number.POSITIVE_INFINITY }) }),
  );
}
