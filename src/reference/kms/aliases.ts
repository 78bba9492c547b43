import type { AliasEvent } from '../../../model/vocabulary/events/kms-events.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import type { ControlFailure } from './control-failure.ts';
import type { StoredKmsKey } from './key.ts';
import { keyAllows, mayWithoutKey } from './key-question.ts';
import type { KeyStore } from './key-store.ts';

/**
 * Carries out an event on an alias at a time; says why it did not, or null. Alias and target both live in the
 * requester's account (F-126, F-191); the key it leaves and its target are both asked.
 */
export function applyAliasEvent(
  keys: KeyStore,
  parts: ReferenceParts,
  event: AliasEvent,
  requester: Requester,
  atMs: number,
): ControlFailure | null {
  if (parts.kms.isAliasOfAws(event.alias)) return 'NotAuthorizedException';
  if (event.op === 'CreateAlias' && !/^alias\/[a-zA-Z0-9/_-]+$/.test(event.alias)) return 'ValidationException';
  const leftArn = keys.aliasTarget(requester.account, event.alias);
  if (leftArn === null && event.op !== 'CreateAlias') return 'NotFoundException';
  const left = event.op === 'CreateAlias' || leftArn === null ? undefined : keys.find(leftArn, atMs);
  const target = event.op === 'DeleteAlias' ? undefined : targetOf(keys, event.keyId, requester, atMs);
  if (target === null) return 'NotFoundException';
  if (target?.managed === true) return 'AccessDeniedException';
  const asked = [left, target].filter((key) => key !== undefined);
  const isAllowed = asked.every((key) => keyAllows(keys, parts, key, requester, event.op));
  const aliasArn = keys.arns.alias(requester.account, event.alias);
  if (!isAllowed || !mayWithoutKey(keys, parts, requester, event.op, aliasArn)) return 'AccessDeniedException';
  if (target === undefined) {
    keys.removeAlias(requester.account, event.alias);
    return null;
  }
  if (target.state === 'PendingDeletion') return 'KMSInvalidStateException';
  if (event.op === 'CreateAlias' && !parts.kms.aliasIsFree(leftArn)) return 'AlreadyExistsException';
  keys.pointAlias(requester.account, event.alias, target.arn);
  return null;
}

/** The key of a bare id of who asks; null = there is none (F-164). */
function targetOf(keys: KeyStore, id: string, requester: Requester, atMs: number): StoredKmsKey | null {
  const key = keys.find(keys.arns.kmsKey(requester.account, id), atMs);
  return key === undefined || key.state === 'Deleted' ? null : key;
}
