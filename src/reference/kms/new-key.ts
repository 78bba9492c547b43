import type { CreateKey } from '../../../model/vocabulary/events/kms-events.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import type { ControlFailure } from './control-failure.ts';
import { locksOut, mayWithoutKey } from './key-question.ts';
import type { KeyStore } from './key-store.ts';

/** Makes a key in the account of who asks; says why it did not, or null (F-213, F-214). */
export function createKey(
  keys: KeyStore,
  parts: ReferenceParts,
  { op, keyId, statements, bypassPolicyLockoutSafetyCheck, ...kind }: CreateKey,
  requester: Requester,
): ControlFailure | null {
  // A service has no account to have keys in.
  if (requester.account === '' || !mayWithoutKey(keys, parts, requester, op, '*')) return 'AccessDeniedException';
  const isChecked = statements !== undefined && bypassPolicyLockoutSafetyCheck !== true;
  if (isChecked && locksOut(keys, parts, requester, 'PutKeyPolicy', statements))
    return 'MalformedPolicyDocumentException';
  // Whoever takes the steps of a trace names the key; KMS gives no id twice.
  if (keys.all().some(({ id }) => id === keyId)) return 'AlreadyExistsException';
  const key = keys.create(requester.account, keyId, kind);
  key.policy = parts.kms.policyOfNewKey(statements, key.policy);
  return null;
}
