import type {
  AliasEvent,
  CreateKey,
  GetKeyRotationStatus,
  GrantEvent,
  KmsEvent,
  MaterialEvent,
  PutKeyPolicy,
} from '../../../model/vocabulary/events/kms-events.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import { DAY_MS } from '../../../model/vocabulary/time.ts';
import type { RotationOperation } from '../parts/kms.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import { applyAliasEvent } from './aliases.ts';
import type { ControlFailure } from './control-failure.ts';
import { applyGrantEvent, retireGrant } from './grants.ts';
import { deleteMaterial, importMaterial } from './imported-material.ts';
import type { StoredKmsKey } from './key.ts';
import { keyAllows, locksOut } from './key-question.ts';
import type { KeyStore } from './key-store.ts';
import { createKey } from './new-key.ts';

const MAX_ON_DEMAND_ROTATIONS = 25;

/**
 * Carries out an event on a key at a time; says why it did not, or null. Arguments are checked first, then key, policy
 * and state.
 */
export function applyKmsEvent(
  keys: KeyStore,
  parts: ReferenceParts,
  event: KmsEvent,
  requester: Requester,
  atMs: number,
): ControlFailure | null {
  if (requester.signature !== undefined) return 'IncompleteSignatureException';
  if (!argumentsAreValid(event)) return 'ValidationException';
  if ('alias' in event) return applyAliasEvent(keys, parts, event, requester, atMs);
  if (event.op === 'CreateKey') return createKey(keys, parts, event, requester);
  // A bare id is a key of who asks (F-164).
  const key = keys.find(keys.arns.kmsKey(requester.account, event.keyId), atMs);
  if (key === undefined || key.state === 'Deleted') return 'NotFoundException';
  // Nobody configures a managed key, not even its account (F-12).
  if (key.managed && event.op !== 'GetKeyRotationStatus') return 'AccessDeniedException';
  if (event.op === 'RetireGrant') return retireGrant(keys, parts, key, event, requester);
  if (!mayControl(keys, parts, key, event, requester)) return 'AccessDeniedException';
  if (event.op === 'GetKeyRotationStatus') return null;
  if (event.op === 'PutKeyPolicy') return replacePolicy(keys, parts, key, event, requester);
  if (event.op === 'CreateGrant' || event.op === 'RevokeGrant') return applyGrantEvent(parts, key, event);
  if (event.op === 'ImportKeyMaterial') return importMaterial(keys, parts, key, event, atMs);
  if (event.op === 'DeleteImportedKeyMaterial') return deleteMaterial(keys, parts, key);
  return change(keys, parts, key, event, atMs);
}

/** What is told of a key whose rotation somebody may ask for (F-207). */
export function rotationStatus(
  keys: KeyStore,
  parts: ReferenceParts,
  { keyId }: GetKeyRotationStatus,
  { account }: Requester,
  atMs: number,
): boolean {
  const key = keys.find(keys.arns.kmsKey(account, keyId), atMs);
  return key !== undefined && parts.kms.rotationStatus(key);
}

/** The key policy decides, for the owner's account too (F-164). */
function mayControl(
  keys: KeyStore,
  parts: ReferenceParts,
  key: StoredKmsKey,
  { op }: KmsEvent,
  requester: Requester,
): boolean {
  return keyAllows(keys, parts, key, requester, op);
}

/** Deletion waits 7 to 30 days (F-121), rotation has a period of 90 to 2560 (F-124), material is kept 365 (F-210). */
function argumentsAreValid(event: KmsEvent): boolean {
  switch (event.op) {
    case 'ScheduleKeyDeletion':
      return event.pendingWindowInDays >= 7 && event.pendingWindowInDays <= 30;
    case 'EnableKeyRotation':
      return event.rotationPeriodInDays >= 90 && event.rotationPeriodInDays <= 2560;
    case 'ImportKeyMaterial': {
      const { validForMs = 1 } = event;
      return validForMs > 0 && validForMs <= 365 * DAY_MS;
    }
    default:
      return true;
  }
}

/** A key for something else does not rotate; who has it rotated is told first that it has no material yet (F-209). */
function otherUseFailure({ state }: StoredKmsKey, op: RotationOperation): ControlFailure {
  const isWithout = state === 'PendingImport' && op === 'RotateKeyOnDemand';
  return isWithout ? 'KMSInvalidStateException' : 'UnsupportedOperationException';
}

function change(
  keys: KeyStore,
  parts: ReferenceParts,
  key: StoredKmsKey,
  event: Exclude<KmsEvent, CreateKey | GetKeyRotationStatus | MaterialEvent | PutKeyPolicy | GrantEvent | AliasEvent>,
  atMs: number,
): ControlFailure | null {
  const pending = key.state === 'PendingDeletion';
  if (pending !== (event.op === 'CancelKeyDeletion')) return 'KMSInvalidStateException';
  switch (event.op) {
    case 'EnableKeyRotation':
    case 'DisableKeyRotation':
    case 'RotateKeyOnDemand': {
      if (key.state === 'Disabled') return 'DisabledException';
      const failure = key.isOfOtherUse ? otherUseFailure(key, event.op) : parts.kms.rotationFailure(key, event.op);
      return failure ?? rotate(keys, parts, key, event, atMs);
    }
    // Without material a key is neither enabled nor disabled (F-209).
    case 'EnableKey':
    case 'DisableKey':
      if (key.state === 'PendingImport') return 'KMSInvalidStateException';
  }
  switch (event.op) {
    case 'DisableKey':
      key.state = 'Disabled';
      return null;
    case 'EnableKey':
      key.state = 'Enabled';
      return null;
    case 'ScheduleKeyDeletion':
      key.state = 'PendingDeletion';
      key.deletionAtMs = atMs + event.pendingWindowInDays * DAY_MS;
      return null;
    case 'CancelKeyDeletion':
      key.state = parts.kms.stateAfterCancelledDeletion();
      if (key.material.length === 0) key.state = parts.kms.stateWithoutMaterial(key.state);
      key.deletionAtMs = null;
      return null;
  }
}

function rotate(
  keys: KeyStore,
  parts: ReferenceParts,
  key: StoredKmsKey,
  event: Extract<KmsEvent, { readonly op: RotationOperation }>,
  atMs: number,
): ControlFailure | null {
  switch (event.op) {
    case 'EnableKeyRotation': {
      const periodMs = event.rotationPeriodInDays * DAY_MS;
      key.automaticRotation = { periodMs, dueAtMs: atMs + periodMs };
      return null;
    }
    case 'DisableKeyRotation':
      key.automaticRotation = parts.kms.rotationWhenOff(key);
      return null;
    case 'RotateKeyOnDemand':
      if (key.onDemandRotations >= MAX_ON_DEMAND_ROTATIONS) return 'LimitExceededException';
      key.onDemandRotations += 1;
      keys.rotate(key);
      return null;
  }
}

/** A policy that locks its caller out is taken for a mistake, unless the caller says otherwise (F-165). */
function replacePolicy(
  keys: KeyStore,
  parts: ReferenceParts,
  key: StoredKmsKey,
  { op, statements, bypassPolicyLockoutSafetyCheck: bypassed = false }: PutKeyPolicy,
  requester: Requester,
): ControlFailure | null {
  if (!bypassed && locksOut(keys, parts, requester, op, statements)) return 'MalformedPolicyDocumentException';
  key.policy = statements;
  return null;
}
