import {
  type CreateKey,
  DAY_MS,
  isOfMaterial,
  type KeyPolicyStatement,
  type KmsEvent,
  type MaterialEvent,
  type PutKeyPolicy,
} from '../../model/index.ts';
import type { Certainty } from '../ledger/certainty.ts';
import type { KeyRecord } from '../ledger/key-record.ts';
import { controlAllows } from '../ledger/permission.ts';
import type { LedgerRequester } from '../ledger/requesters.ts';
import type { Ledger } from '../ledger.ts';
import { ANY, type Due, kmsRefusal, OK } from './due.ts';

const BAD_WAITING_PERIOD = kmsRefusal('ValidationException', 'an argument is out of its range', 'F-121');
const BAD_ROTATION_PERIOD = kmsRefusal('ValidationException', 'an argument is out of its range', 'F-124');
const NOT_FOUND = kmsRefusal('NotFoundException', 'KMS knows no such key');
const FOREIGN = kmsRefusal('NotFoundException', 'a bare id means a key of the account that asks', 'F-164');
const MANAGED = kmsRefusal(ANY, 'an AWS managed key cannot be configured', 'F-12');
const DENIED = kmsRefusal('AccessDeniedException', 'the key policy does not allow it', 'F-164');
const NOT_MADE = kmsRefusal('AccessDeniedException', 'a service has no account to have keys in', 'F-213');
const LOCKED_OUT = kmsRefusal(
  'MalformedPolicyDocumentException',
  'the policy would keep its caller from replacing it again',
  'E-49',
  'F-165',
);
const DISABLED = kmsRefusal('DisabledException', 'the key is disabled', 'F-115');
const PENDING = kmsRefusal('KMSInvalidStateException', 'the key waits for its deletion', 'F-115', 'F-121');
const NOT_PENDING = kmsRefusal('KMSInvalidStateException', 'the key does not wait for its deletion', 'F-121');
const WITHOUT_MATERIAL = kmsRefusal('KMSInvalidStateException', 'the key waits for its material', 'F-209');
const NOT_EXTERNAL = kmsRefusal('UnsupportedOperationException', 'the material of the key is not imported', 'F-210');
const BAD_VALIDITY = kmsRefusal('ValidationException', 'an argument is out of its range', 'F-210');
const NO_GRANT = kmsRefusal('NotFoundException', 'the key has no such grant', 'F-206');
const TOO_MANY_ROTATIONS = kmsRefusal('LimitExceededException', 'a key is rotated on demand at most 25 times', 'F-124');
/** On-demand rotations in the life of a key (F-124). */
const MAX_ROTATIONS = 25;

/** An event on a key that is there, and not on an alias. */
type KeyEvent = Exclude<KmsEvent, CreateKey | { readonly alias: string }>;

/** The answer that is due to an event on a KMS key; undefined where it is open. */
export function keyDue(ledger: Ledger, by: LedgerRequester, event: KmsEvent, nowMs: number): Due | undefined {
  // What KMS answers to who does not sign as it wants is not recorded.
  if (!by.isKnownToKms) return undefined;
  // Which aliases there are is not kept.
  if (event.op === 'DeleteAlias') return undefined;
  const key = ledger.keyById(event.keyId);
  if (event.op === 'CreateKey') return newKeyDue(event, by, key !== undefined);
  if ('alias' in event) {
    // Without a target in the requester's account it is the same whether the alias is there, but for one to be made.
    if (event.op === 'CreateAlias' && ledger.profile.refusedFirst.length > 1) return undefined;
    const hasTarget = key !== undefined && key.account === by.account && !key.isDeleted(nowMs);
    if (key === undefined && ledger.past !== undefined) return undefined;
    return hasTarget || !/^alias\/(?!aws\/)[\w/-]+$/.test(event.alias) ? undefined : NOT_FOUND;
  }
  const outOfRange = rangeDue(event);
  if (outOfRange !== undefined) return outOfRange;
  // Whether it has a rotation the oracle says.
  if (/Rota/.test(event.op) && (key?.isOfOtherUse === true || key?.isExternal === true || key?.isOfPast === true))
    return undefined;
  if (key === undefined && ledger.past !== undefined) return undefined;
  if (key === undefined || key.isDeleted(nowMs)) return NOT_FOUND;
  if (key.account !== by.account) return FOREIGN;
  if (key.mayBeUnseen(nowMs)) return undefined;
  if (key.managed && event.op !== 'GetKeyRotationStatus') return MANAGED;
  // Whom IAM and the grant let the oracle says (F-208).
  if (event.op === 'RetireGrant')
    return by.limits === undefined ? grantDue(key.grants.isThere(event.grant, nowMs)) : undefined;
  const permitted = key.permitsControl(by, event.op, nowMs);
  if (permitted === 'open') return undefined;
  if (permitted === 'no')
    return ledger.profile.refusedFirst.length > 1 && stateMayRefuse(key, event, nowMs) ? undefined : DENIED;
  if (event.op === 'PutKeyPolicy') return locksOut(event.statements, event, by) ? LOCKED_OUT : OK;
  if (event.op === 'RevokeGrant') return grantDue(key.grants.isThere(event.grant, nowMs));
  // In any state (F-207).
  if (event.op === 'GetKeyRotationStatus') return OK;
  if (isOfMaterial(event.op) && !key.isExternal) return key.isOfPast ? undefined : NOT_EXTERNAL;
  if (!key.stateIsSettled(nowMs)) return undefined;
  if (event.op === 'CreateGrant' && !isGrantDue(ledger, key)) return undefined;
  const due = isOfMaterial(event.op) ? materialDue(ledger, key, event.op) : stateDue(key, event.op);
  // An automatic rotation may be near (F-168).
  const mayConflict = event.op === 'RotateKeyOnDemand' && ledger.profile.rotationConflict.includes(true);
  return due === OK && mayConflict ? undefined : due;
}

/** The answer that is due to who makes a key. Whom IAM lets the oracle says, and what comes of an id that one has. */
function newKeyDue(event: CreateKey, by: LedgerRequester, isTaken: boolean): Due | undefined {
  if (by.account === '') return NOT_MADE;
  if (by.limits !== undefined) return undefined;
  if (event.statements !== undefined && locksOut(event.statements, event, by)) return LOCKED_OUT;
  return isTaken ? undefined : OK;
}

/** Whether it can be told what becomes of a grant: how it is refused may be open, of keys of other specs whether. */
function isGrantDue({ profile }: Ledger, { isOfOtherUse, isOfPast, state }: KeyRecord): boolean {
  return !isOfOtherUse && !isOfPast && (state !== 'pendingDeletion' || profile.pendingDeletion.length === 1);
}

/** The answer that is due to who revokes a grant that is there, is not, or may be either. */
function grantDue(isThere: Certainty): Due | undefined {
  if (isThere === 'open') return undefined;
  return isThere === 'yes' ? OK : NO_GRANT;
}

/** Events that the state of the key has something to say of. */
type StateEvent = Exclude<
  KeyEvent['op'],
  MaterialEvent['op'] | 'PutKeyPolicy' | 'RevokeGrant' | 'RetireGrant' | 'GetKeyRotationStatus'
>;

/** Whether the state of a key may refuse an event as well: either refusal may be shown (U-20). */
function stateMayRefuse(
  key: KeyRecord,
  { op }: Exclude<KeyEvent, { readonly op: 'RetireGrant' }>,
  nowMs: number,
): boolean {
  if (op === 'PutKeyPolicy' || op === 'RevokeGrant' || op === 'GetKeyRotationStatus') return false;
  // Of another origin, or pending deletion, it refuses as well (F-210).
  if (isOfMaterial(op)) return true;
  return !key.stateIsSettled(nowMs) || stateDue(key, op) !== OK;
}

/** What is due of a key for imported material; whether one that has it takes it again may be open (D-21). */
function materialDue({ profile }: Ledger, { state }: KeyRecord, op: MaterialEvent['op']): Due | undefined {
  if (op === 'DeleteImportedKeyMaterial' || state === 'pendingImport') return OK;
  if (state === 'pendingDeletion') return PENDING;
  return profile.reimport.includes('refused') ? undefined : OK;
}

function locksOut(
  statements: readonly KeyPolicyStatement[],
  { bypassPolicyLockoutSafetyCheck }: CreateKey | PutKeyPolicy,
  by: LedgerRequester,
): boolean {
  return bypassPolicyLockoutSafetyCheck !== true && !controlAllows(statements, by, 'PutKeyPolicy');
}

/** The refusal that is due to a period that KMS does not accept (F-121, F-124). */
function rangeDue(event: KmsEvent): Due | undefined {
  if (event.op === 'ScheduleKeyDeletion')
    return event.pendingWindowInDays < 7 || event.pendingWindowInDays > 30 ? BAD_WAITING_PERIOD : undefined;
  if (event.op === 'ImportKeyMaterial')
    return (event.validForMs ?? 1) < 1 || (event.validForMs ?? 1) > 365 * DAY_MS ? BAD_VALIDITY : undefined;
  if (event.op !== 'EnableKeyRotation') return undefined;
  return event.rotationPeriodInDays < 90 || event.rotationPeriodInDays > 2560 ? BAD_ROTATION_PERIOD : undefined;
}

function stateDue({ state, rotations }: KeyRecord, op: StateEvent): Due {
  switch (op) {
    case 'DisableKey':
    case 'EnableKey':
      if (state === 'pendingImport') return WITHOUT_MATERIAL;
      return state === 'pendingDeletion' ? PENDING : OK;
    case 'ScheduleKeyDeletion':
      return state === 'pendingDeletion' ? PENDING : OK;
    case 'CancelKeyDeletion':
      return state === 'pendingDeletion' ? OK : NOT_PENDING;
    case 'CreateGrant':
    case 'EnableKeyRotation':
    case 'DisableKeyRotation':
    case 'RotateKeyOnDemand':
      if (state === 'disabled') return DISABLED;
      if (state === 'pendingDeletion') return PENDING;
      if (state === 'pendingImport') return WITHOUT_MATERIAL;
      return op === 'RotateKeyOnDemand' && rotations >= MAX_ROTATIONS ? TOO_MANY_ROTATIONS : OK;
  }
}
