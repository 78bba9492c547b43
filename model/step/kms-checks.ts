import { type KmsKeyEvent, type KmsKeyState, kmsKey } from '../charts/kms-key.ts';
import { visible } from '../records/lagging.ts';
import type { KmsKey } from '../records/records.ts';
import { keyStateAt, possibleControls, possiblePolicies } from '../rules/kms-answer.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { isAllow, keyAllows, keyPolicyEffect } from '../rules/policy.ts';
import type { EventName } from '../vocabulary/events/event.ts';
import { PERIODS_IN_DAYS } from '../vocabulary/fields.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';
import { keyState } from './key-moves.ts';
import { takeBeginning } from './past.ts';
import { kmsKeyAt, unseenKey, withStateOfPast } from './past-keys.ts';
import { type Checking, checked, type Request } from './request.ts';
import { choose, type Transaction } from './transaction.ts';

/** On-demand rotations a key allows (F-124). */
const MAX_ON_DEMAND_ROTATIONS = 25;

// KMS itself answers, with status 400 for every refusal.
const WAITING_PERIOD_OUT_OF_RANGE = refusal('ValidationException', 'F-121');
const ROTATION_PERIOD_OUT_OF_RANGE = refusal('ValidationException', 'F-124');
const NOT_FOUND = refusal('NotFoundException', 'F-164');
const MANAGED = refusal(ANY_CODE, 'F-12');
const NOT_ALLOWED = refusal('AccessDeniedException', 'F-164');
const LOCKED_OUT = refusal('MalformedPolicyDocumentException', 'E-49', 'F-165');
const CONFLICT = refusal('ConflictException', 'E-50', 'F-168');
const DISABLED = refusal('DisabledException', 'F-115');
const NOT_ROTATED = refusal('UnsupportedOperationException', 'F-124');
const WRONG_STATE = refusal('KMSInvalidStateException', 'F-115', 'F-121');
const WORN_OUT = refusal('LimitExceededException', 'F-124');

/** What policy and state of a key may answer. */
type ControlAnswer = 'ok' | keyof typeof REFUSALS;
const REFUSALS = {
  AccessDeniedException: NOT_ALLOWED,
  DisabledException: DISABLED,
  KMSInvalidStateException: WRONG_STATE,
  UnsupportedOperationException: NOT_ROTATED,
} as const;
const OK: readonly ControlAnswer[] = ['ok'];

function refusal(code: string, ...because: readonly string[]): Refusal {
  return { status: 400, code, because };
}

/** The period is one that KMS accepts (F-121, F-124). */
export const periodIsInRange: Checking = ({ event }) => {
  if (event.op === 'ScheduleKeyDeletion')
    return isInRange(event.pendingWindowInDays, PERIODS_IN_DAYS.waitingPeriod)
      ? undefined
      : WAITING_PERIOD_OUT_OF_RANGE;
  if (event.op === 'EnableKeyRotation')
    return isInRange(event.rotationPeriodInDays, PERIODS_IN_DAYS.rotationPeriod)
      ? undefined
      : ROTATION_PERIOD_OUT_OF_RANGE;
  return undefined;
};

function isInRange(days: number, { least, most }: { readonly least: number; readonly most: number }): boolean {
  return days >= least && days <= most;
}

const EITHER = [true, false] as const;

/** The alias is there, in the account of the requester (F-126). */
export const aliasExists: Checking = ({ transaction, event, by }) => {
  if (!('alias' in event)) return undefined;
  const alias = transaction.draft.aliases.get(transaction.scope.aliasNamed(by.account, event.alias));
  if (alias !== undefined) return undefined;
  return transaction.scope.past !== undefined && takeBeginning(transaction, EITHER) ? undefined : NOT_FOUND;
};

/**
 * The KMS key is there: not unknown, not deleted. A bare id is completed with the account of who asks, so that a key of
 * another account is not found (F-164), nor an alias pointed at it (F-126).
 */
export const keyExists: Checking = (request) => {
  const { transaction, event, by } = request;
  if (!('keyId' in event)) return undefined;
  const { scope, draft } = transaction;
  const isWhole = scope.past === undefined;
  request.keyNumber = isWhole
    ? scope.keyOf(by.account, event.keyId)
    : scope.keyWithArn(scope.arns.kmsKey(by.account, event.keyId)).number;
  const known = isWhole ? draft.kmsKeys.get(request.keyNumber) : kmsKeyAt(transaction, request.keyNumber);
  request.key = known && withStateOfPast(transaction, known);
  return request.key === undefined || keyState(transaction, request.key) === 'deleted' ? NOT_FOUND : undefined;
};

/** The KMS key is not one that AWS manages (F-12). */
export const keyIsCustomerManaged: Checking = ({ key }) => (checked(key).managed ? MANAGED : undefined);

/**
 * The key policy allows it (F-164), or that of each key which an alias leaves or goes to. An earlier policy may still
 * act (F-122). Where the state of the key refuses as well, that may be what is shown (U-20).
 */
export const keyPolicyAdmits: Checking = (request) => {
  const { transaction, event, by } = request;
  if (!('keyId' in event)) return undefined;
  const action = `kms:${event.op}` as const;
  // What each key says, by the policy it has now and then by earlier ones.
  const said = keysAsked(request).map((key) =>
    visible(key.policy, transaction.nowMs)
      .flatMap(possiblePolicies)
      .map((statements) => keyAllows(statements, key, by, action, undefined)),
  );
  const isAllowedNow = said.every(([now]) => now);
  const isRefused = said.some((answers) => answers.includes(false));
  const goesOn = said.every((answers) => answers.includes(true)) ? OK : stateRefusesFirst(request);
  const refused: readonly ControlAnswer[] = isRefused ? ['AccessDeniedException'] : [];
  return takeAnswer(transaction, isAllowedNow ? [...goesOn, ...refused] : [...refused, ...goesOn]);
};

function keysAsked({ transaction, event, by, key }: Request): readonly KmsKey[] {
  const asked = checked(key);
  if (event.op !== 'UpdateAlias') return [asked];
  const alias = transaction.draft.aliases.get(transaction.scope.aliasNamed(by.account, event.alias));
  const left = kmsKeyAt(transaction, alias?.target.current ?? unseenKey(transaction.scope));
  return left === undefined || left === asked || keyState(transaction, left) === 'deleted' ? [asked] : [asked, left];
}

/** How the state of the key refuses where the key policy does as well, and either may be what is shown (U-20). */
function stateRefusesFirst(request: Request): readonly ControlAnswer[] {
  const { transaction, operation } = request;
  if (transaction.profile.refusedFirst.length === 1 || !operation.order.includes('keyState')) return [];
  return stateAnswers(request).filter((answer) => answer !== 'ok');
}

/** The new key policy lets its caller replace it again, or the caller does not mind (F-165). */
export const policyLeavesControl: Checking = ({ event, by }) => {
  if (event.op !== 'PutKeyPolicy' || event.bypassPolicyLockoutSafetyCheck === true) return undefined;
  return isAllow(keyPolicyEffect(event.statements, by, 'kms:PutKeyPolicy', undefined)) ? undefined : LOCKED_OUT;
};

/** What an operation asks of the chart of a KMS key. Rotating, and turning rotation on, ask the same. */
export const KEY_EVENTS: Partial<Readonly<Record<EventName, KmsKeyEvent>>> = {
  DisableKey: 'DisableKey',
  EnableKey: 'EnableKey',
  ScheduleKeyDeletion: 'ScheduleKeyDeletion',
  CancelKeyDeletion: 'CancelKeyDeletion',
  EnableKeyRotation: 'Rotate',
  RotateKeyOnDemand: 'Rotate',
};

/**
 * The KMS key is in a state that admits the event; of an alias, in one that is not pending deletion (F-121, F-126). An
 * earlier state may still refuse (F-122); that it may let through what the state of now refuses nobody says.
 */
export const keyStateAdmits: Checking = (request) => takeAnswer(request.transaction, stateAnswers(request));

/** What may answer of keys that have no rotation, beside what their state does (F-124, U-20). */
function unrotated({ profile }: Transaction, answers: readonly ControlAnswer[]): readonly ControlAnswer[] {
  const refused = answers.map((answer) => (answer === 'ok' ? 'UnsupportedOperationException' : answer));
  if (profile.refusedFirst.length > 1) refused.push('UnsupportedOperationException');
  return [...new Set(refused)];
}

function stateAnswers(request: Request): readonly ControlAnswer[] {
  const { transaction, event, key } = request;
  const answers = answersByState(request);
  const isUnrotated = key?.isOfOtherUse === true && KEY_EVENTS[event.op] === 'Rotate';
  return isUnrotated ? unrotated(transaction, answers) : answers;
}

function answersByState(request: Request): readonly ControlAnswer[] {
  const { transaction, event } = request;
  const key = checked(request.key);
  const now = answerIn(keyState(transaction, key), event.op);
  if (key.control.earlier.length === 0) return [now];
  const earlier = visible(key.control, transaction.nowMs)
    .flatMap(possibleControls)
    .map((control) => answerIn(keyStateAt(control, transaction.nowMs), event.op))
    .filter((answer) => answer !== 'ok');
  return [...new Set([now, ...earlier])];
}

function answerIn(state: KmsKeyState, op: EventName): ControlAnswer {
  const event = KEY_EVENTS[op];
  if (event === undefined) return state === 'pendingDeletion' ? 'KMSInvalidStateException' : 'ok';
  if (!kmsKey.on[event].refuses(state)) return 'ok';
  // Only those that rotate tell a disabled key from one in another wrong state (F-124).
  return event === 'Rotate' && state === 'disabled' ? 'DisabledException' : 'KMSInvalidStateException';
}

function takeAnswer(transaction: Transaction, answers: readonly ControlAnswer[]): Refusal | undefined {
  const answer = choose(transaction, 'kmsAnswer', answers);
  return answer === 'ok' ? undefined : REFUSALS[answer];
}

/** The KMS key has an on-demand rotation left (F-124). */
export const rotationIsLeft: Checking = ({ transaction, key }) =>
  isWornOut(transaction, checked(key)) ? WORN_OUT : undefined;

function isWornOut(transaction: Transaction, { onDemandRotations, isOfPast }: KmsKey): boolean {
  if (onDemandRotations === MAX_ON_DEMAND_ROTATIONS) return true;
  return isOfPast === true && takeBeginning(transaction, EITHER);
}

/** No automatic rotation is near, whose time nobody sees (F-168). */
export const noRotationIsNear: Checking = ({ transaction }) =>
  choose(transaction, 'rotationConflict', transaction.profile.rotationConflict) ? CONFLICT : undefined;
