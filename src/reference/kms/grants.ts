import type { CreateGrant, RevokeGrant } from '../../../model/vocabulary/events/kms-events.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import type { ControlFailure } from './control-failure.ts';
import type { StoredKmsKey } from './key.ts';

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
  if (key.state === 'PendingDeletion') return 'KMSInvalidStateException';
  if (key.isOfOtherUse) return 'ValidationException';
  const { grant: name, granteePrincipal, operations, constraints } = event;
  for (const one of key.grants) if (one.name === name) one.name = null;
  key.grants = [...key.grants, { name, granteePrincipal, operations, ...(constraints && { constraints }) }];
  return null;
}
