import type { CreateGrant, RetireGrant, RevokeGrant } from '../../../model/vocabulary/events/kms-events.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import type { ControlFailure } from './control-failure.ts';
import type { StoredKmsKey } from './key.ts';
import { mayRetire } from './key-question.ts';
import type { KeyStore } from './key-store.ts';

/** Makes or revokes a grant on a key for who may; says why it did not, or null (F-206). */
export function applyGrantEvent(
  parts: ReferenceParts,
  key: StoredKmsKey,
  event: CreateGrant | RevokeGrant,
): ControlFailure | null {
  if (event.op === 'RevokeGrant') {
    if (!key.grants.some(({ name }) => name === event.grant)) return 'NotFoundException';
    key.grants = parts.kms.grantsLeft(key.grants, event.grant);
    return null;
  }
  if (key.state === 'Disabled') return 'DisabledException';
  if (key.state === 'PendingImport' || key.state === 'PendingDeletion') return 'KMSInvalidStateException';
  if (key.isOfOtherUse) return 'ValidationException';
  const { op: _, keyId: _key, grant: name, ...told } = event;
  for (const one of key.grants) if (one.name === name) one.name = null;
  key.grants = [...key.grants, { name, ...told }];
  return null;
}

/** Retires a grant for who it or IAM lets, whatever the key policy says; says why it did not, or null (F-208). */
export function retireGrant(
  keys: KeyStore,
  parts: ReferenceParts,
  key: StoredKmsKey,
  { grant: name }: RetireGrant,
  requester: Requester,
): ControlFailure | null {
  const grant = key.grants.find((one) => one.name === name);
  if (grant === undefined) return 'NotFoundException';
  if (!mayRetire(keys, parts, key, requester, grant)) return 'AccessDeniedException';
  key.grants = parts.kms.grantsLeft(key.grants, name);
  return null;
}
