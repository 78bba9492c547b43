import type { KmsKeyState } from '../charts/kms-key.ts';
import type { Profile } from '../openness/profile.ts';
import type { KeyControl } from '../records/records.ts';
import { keyStateAt } from '../rules/kms-answer.ts';
import type { Event } from '../vocabulary/events/event.ts';
import { type ControlAnswer, insteadOfOk, kmsRefusal } from './control-answer.ts';
import { takeBeginning } from './past.ts';
import { type Checking, checked, type Request } from './request.ts';
import { choose, type Transaction } from './transaction.ts';

const EITHER = [false, true] as const;

/** What KMS may answer who imports material into a key that has it (D-21). */
export function reimportAnswers({ reimport }: Profile): readonly ControlAnswer[] {
  return [...new Set(reimport.map((one) => (one === 'refused' ? 'KMSInvalidStateException' : 'ok')))];
}

/**
 * What may answer by where the material of a key comes from, beside what its state does: only imported material is
 * imported and deleted (F-210, F-211), and it never rotates here (F-212). Of a key of the past nobody knows, unless it
 * has none.
 */
export function answersByOrigin(request: Request, answers: readonly ControlAnswer[]): readonly ControlAnswer[] {
  const { transaction, event } = request;
  if (!('keyId' in event)) return answers;
  const { isExternal = false, isOfPast = false, control } = checked(request.key);
  const mayBe = isExternal || isOfPast;
  const isSure = isExternal || keyStateAt(control.current, transaction.nowMs) === 'pendingImport';
  switch (event.op) {
    case 'ImportKeyMaterial':
    case 'DeleteImportedKeyMaterial':
      if (!mayBe) return ['UnsupportedOperationException'];
      return isSure ? answers : [...answers, 'UnsupportedOperationException'];
    case 'EnableKeyRotation':
    case 'DisableKeyRotation':
      return mayBe ? unless(isSure, transaction, answers, 'UnsupportedOperationException') : answers;
    case 'RotateKeyOnDemand':
      return mayBe ? unless(isSure, transaction, answers, 'KMSInvalidStateException') : answers;
    default:
      return answers;
  }
}

function unless(
  isSure: boolean,
  transaction: Transaction,
  answers: readonly ControlAnswer[],
  refusal: ControlAnswer,
): readonly ControlAnswer[] {
  const refused = insteadOfOk(transaction, answers, refusal);
  return isSure ? refused : [...new Set([...answers, ...refused])];
}

const ROTATION_NOT_TOLD = kmsRefusal('UnsupportedOperationException', 'D-22');

/** KMS tells whether the key rotates, which of one with imported material is open (D-22). */
export const rotationIsTold: Checking = ({ transaction, key }) => {
  const { isExternal, isOfPast } = checked(key);
  const { importedRotation } = transaction.profile;
  if (isExternal !== true && isOfPast !== true) return undefined;
  const options = isExternal === true ? importedRotation : [...new Set(['false' as const, ...importedRotation])];
  return choose(transaction, 'importedRotation', options) === 'refused' ? ROTATION_NOT_TOLD : undefined;
};

/** Whether a key is without its imported material. One of the past that awaits its deletion may be. */
export function isWithoutMaterial(
  transaction: Transaction,
  { materialEndsMs }: KeyControl,
  state: KmsKeyState,
  isUnknown: boolean,
): boolean {
  if (state === 'pendingImport' || transaction.nowMs >= materialEndsMs) return true;
  return isUnknown && state === 'pendingDeletion' && takeBeginning(transaction, EITHER);
}

/** When the material ends of a key that an event was about (F-210, F-211). */
export function materialEndAfter(
  event: Event,
  { materialEndsMs }: KeyControl,
  isEmpty: boolean,
  nowMs: number,
): number {
  if (event.op === 'ImportKeyMaterial')
    return event.validForMs === undefined ? Number.POSITIVE_INFINITY : nowMs + event.validForMs;
  return isEmpty || event.op === 'DeleteImportedKeyMaterial' ? Number.NEGATIVE_INFINITY : materialEndsMs;
}

/**
 * What else happens to a key by an event, where its material decides: one without it is not enabled, and whether it is
 * said to be disabled once its deletion is cancelled is open (U-40), as is whether an import enables a disabled one
 * (D-21).
 */
export function alsoByMaterial(
  transaction: Transaction,
  { op }: Event,
  from: KmsKeyState,
  isEmpty: boolean,
): 'EnableKey' | 'MaterialEnds' | undefined {
  const { cancelWithoutMaterial, reimport } = transaction.profile;
  switch (op) {
    case 'ImportKeyMaterial': {
      if (from !== 'disabled') return undefined;
      const taken = reimport.filter((one) => one !== 'refused');
      return choose(transaction, 'reimport', taken) === 'enabled' ? 'EnableKey' : undefined;
    }
    case 'CancelKeyDeletion':
      if (!isEmpty) return undefined;
      return choose(transaction, 'cancelWithoutMaterial', cancelWithoutMaterial) === 'disabled'
        ? undefined
        : 'MaterialEnds';
    case 'EnableKey':
      return isEmpty ? 'MaterialEnds' : undefined;
    default:
      return undefined;
  }
}
