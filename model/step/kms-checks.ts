import { type KmsKeyEvent, type KmsKeyState, kmsKey } from '../charts/kms-key.ts';
import type { Profile } from '../openness/profile.ts';
import { isKmsEvent } from '../operations/operations.ts';
import { visible } from '../records/lagging.ts';
import type { KmsKey } from '../records/records.ts';
import { isUnmade, keyStateAt, mayBeUnseen, possibleControls, possiblePolicies } from '../rules/kms-answer.ts';
import { iamAllows, isAllow, keyAllows, keyPolicyEffect } from '../rules/policy.ts';
import type { EventName } from '../vocabulary/events/event.ts';
import { LONGEST_VALIDITY_MS, PERIODS_IN_DAYS } from '../vocabulary/fields.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';
import { aliasIsThere, keyOfAlias } from './alias-checks.ts';
import { type ControlAnswer, insteadOfOk, kmsRefusal, takeAnswer } from './control-answer.ts';
import { answersByOrigin, reimportAnswers } from './imported-material.ts';
import { keyState } from './key-moves.ts';
import { takeBeginning } from './past.ts';
import { kmsKeyAt, withStateOfPast } from './past-keys.ts';
import { type Checking, checked, type Request } from './request.ts';
import { choose, type Transaction } from './transaction.ts';

/** On-demand rotations a key allows (F-124). */
const MAX_ON_DEMAND_ROTATIONS = 25;

const VALIDITY_OUT_OF_RANGE = kmsRefusal('ValidationException', 'F-210');
const WAITING_PERIOD_OUT_OF_RANGE = kmsRefusal('ValidationException', 'F-121');
const ROTATION_PERIOD_OUT_OF_RANGE = kmsRefusal('ValidationException', 'F-124');
const MANAGED = kmsRefusal(ANY_CODE, 'F-12');
const LOCKED_OUT = kmsRefusal('MalformedPolicyDocumentException', 'E-49', 'F-165');
const CONFLICT = kmsRefusal('ConflictException', 'E-50', 'F-168');
const WORN_OUT = kmsRefusal('LimitExceededException', 'F-124');
const OK: readonly ControlAnswer[] = ['ok'];

/** The period is one that KMS accepts (F-121, F-124, F-210). */
export const periodIsInRange: Checking = ({ event }) => {
  if (event.op === 'ScheduleKeyDeletion')
    return isInRange(event.pendingWindowInDays, PERIODS_IN_DAYS.waitingPeriod)
      ? undefined
      : WAITING_PERIOD_OUT_OF_RANGE;
  if (event.op === 'EnableKeyRotation')
    return isInRange(event.rotationPeriodInDays, PERIODS_IN_DAYS.rotationPeriod)
      ? undefined
      : ROTATION_PERIOD_OUT_OF_RANGE;
  if (event.op !== 'ImportKeyMaterial' || event.validForMs === undefined) return undefined;
  return event.validForMs > 0 && event.validForMs <= LONGEST_VALIDITY_MS ? undefined : VALIDITY_OUT_OF_RANGE;
};

function isInRange(days: number, { least, most }: { readonly least: number; readonly most: number }): boolean {
  return days >= least && days <= most;
}

const EITHER = [true, false] as const;

/**
 * The KMS key is there: not unknown, not deleted. A bare id is completed with the account of who asks, so that a key of
 * another account is not found (F-164), nor an alias pointed at it (F-126). One that was just made may not be seen yet
 * (F-215).
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
  const isThere = request.key !== undefined && keyState(transaction, request.key) !== 'deleted';
  if (!isThere) return takeAnswer(transaction, unlessTaken(request, ['NotFoundException']));
  return mayBeUnseen(checked(request.key), transaction.nowMs) ? takeAnswer(transaction, MAYBE_FOUND) : undefined;
};

const MAYBE_FOUND: readonly ControlAnswer[] = ['ok', 'NotFoundException'];

/** The KMS key is not one that AWS manages (F-12). */
export const keyIsCustomerManaged: Checking = ({ key }) => (checked(key).managed ? MANAGED : undefined);

/**
 * The key policy allows it (F-164), or that of each key which an alias leaves or goes to, and IAM on the alias (F-191).
 * An earlier policy may still act (F-122). Where the state of the key refuses too, that may be what is shown (U-20).
 */
export const keyPolicyAdmits: Checking = (request) => {
  const { transaction, event, by } = request;
  if (!isKmsEvent(event)) return undefined;
  const action = `kms:${event.op}` as const;
  // What each key says, by the policy it has now and then by earlier ones.
  const said: (readonly boolean[])[] = keysAsked(request).map((key) =>
    visible(key.policy, transaction.nowMs)
      .flatMap(possiblePolicies)
      .map((statements) => keyAllows(statements, key, by, action, undefined)),
  );
  if ('alias' in event) said.push([iamAllows(transaction.scope.arns.alias(by.account, event.alias), by, action)]);
  const isAllowedNow = said.every(([now]) => now);
  const isRefused = said.some((answers) => answers.includes(false));
  const goesOn = said.every((answers) => answers.includes(true)) ? OK : stateRefusesFirst(request);
  const refused: readonly ControlAnswer[] = isRefused ? ['AccessDeniedException'] : [];
  return takeAnswer(transaction, isAllowedNow ? [...goesOn, ...refused] : [...refused, ...goesOn], event.op);
};

function keysAsked(request: Request): readonly KmsKey[] {
  const { operation, key } = request;
  const left = operation.order.includes('alias') ? keyOfAlias(request) : undefined;
  return [...new Set([key, left])].filter((one) => one !== undefined);
}

/** How the state of the key refuses where the key policy does as well, and either may be what is shown (U-20). */
function stateRefusesFirst(request: Request): readonly ControlAnswer[] {
  const { transaction, operation } = request;
  if (transaction.profile.refusedFirst.length === 1 || !operation.order.includes('keyState')) return [];
  return stateAnswers(request).filter((answer) => answer !== 'ok');
}

/** The new key policy lets its caller replace it again, or the caller does not mind (F-165, F-214). */
export const policyLeavesControl: Checking = ({ event, by }) => {
  if (event.op !== 'PutKeyPolicy' && event.op !== 'CreateKey') return undefined;
  if (event.statements === undefined || event.bypassPolicyLockoutSafetyCheck === true) return undefined;
  return isAllow(keyPolicyEffect(event.statements, by, 'kms:PutKeyPolicy', undefined)) ? undefined : LOCKED_OUT;
};

/** What an operation asks of the chart of a KMS key. Rotating asks what turning rotation on or off does (F-193). */
export const KEY_EVENTS: Partial<Readonly<Record<EventName, KmsKeyEvent>>> = {
  DisableKey: 'DisableKey',
  EnableKey: 'EnableKey',
  ScheduleKeyDeletion: 'ScheduleKeyDeletion',
  CancelKeyDeletion: 'CancelKeyDeletion',
  EnableKeyRotation: 'Rotate',
  DisableKeyRotation: 'Rotate',
  RotateKeyOnDemand: 'Rotate',
  ImportKeyMaterial: 'ImportKeyMaterial',
  DeleteImportedKeyMaterial: 'MaterialEnds',
};

/**
 * The KMS key is in a state that admits the event; of an alias, in one that is not pending deletion (F-121, F-126,
 * F-191), and a new one has a name that is free. An earlier state may still refuse (F-122); that it may let through
 * what the state of now refuses nobody says.
 */
export const keyStateAdmits: Checking = (request) =>
  takeAnswer(request.transaction, stateAnswers(request), request.event.op);

/** What may answer where the name of a new alias is taken, beside what is wrong with the key (E-58, U-20). */
function unlessTaken(request: Request, answers: readonly ControlAnswer[]): readonly ControlAnswer[] {
  if (request.event.op !== 'CreateAlias') return answers;
  const [isTaken, ...earlier] = aliasIsThere(request);
  const refused = answers.filter((answer) => answer !== 'ok');
  if (isTaken !== true) return earlier.includes(true) ? [...answers, 'AlreadyExistsException'] : answers;
  if (refused.length === 0) return ['AlreadyExistsException'];
  return request.transaction.profile.refusedFirst.length > 1 ? [...refused, 'AlreadyExistsException'] : refused;
}

function stateAnswers(request: Request): readonly ControlAnswer[] {
  const { transaction, event, key } = request;
  const answers = unlessTaken(request, answersByState(request));
  if (event.op === 'CreateGrant') return ungranted(request, answers);
  const isUnrotated = key?.isOfOtherUse === true && KEY_EVENTS[event.op] === 'Rotate';
  return isUnrotated
    ? insteadOfOk(transaction, answers, 'UnsupportedOperationException')
    : answersByOrigin(request, answers);
}

/**
 * What may answer of keys that have not the operations of a grant, beside what their state does (F-206, U-20). Some may
 * have some of them, as RSA keys do, and of what kind a key of the past is nobody knows.
 */
function ungranted({ transaction, key }: Request, answers: readonly ControlAnswer[]): readonly ControlAnswer[] {
  const { isOfOtherUse, isOfPast } = checked(key);
  const isOpen = transaction.profile.refusedFirst.length > 1 || isOfPast === true;
  if (isOfOtherUse !== true && isOfPast !== true) return answers;
  if (isOpen) return [...answers, 'ValidationException'];
  return answers.map((answer) => (answer === 'ok' ? 'ValidationException' : answer));
}

function answersByState(request: Request): readonly ControlAnswer[] {
  const { transaction, event } = request;
  const key = checked(request.key);
  const now = answersIn(keyState(transaction, key), event.op, transaction.profile);
  if (key.control.earlier.length === 0) return now;
  const earlier = visible(key.control, transaction.nowMs)
    .filter((control) => !isUnmade(control))
    .flatMap(possibleControls)
    .flatMap((control) => answersIn(keyStateAt(control, transaction.nowMs), event.op, transaction.profile))
    .filter((answer) => answer !== 'ok');
  return [...new Set([...now, ...earlier])];
}

function answersIn(state: KmsKeyState, op: EventName, profile: Profile): readonly ControlAnswer[] {
  // A grant is refused as the use is that it would allow (F-206, F-209).
  if (op === 'CreateGrant' && state === 'pendingDeletion') return profile.pendingDeletion;
  if (op === 'CreateGrant' && state === 'disabled') return ['DisabledException'];
  if (op === 'CreateGrant' && state === 'pendingImport') return ['KMSInvalidStateException'];
  const byChart = answerIn(state, op);
  const isRepeated = op === 'ImportKeyMaterial' && byChart === 'ok' && state !== 'pendingImport';
  return isRepeated ? reimportAnswers(profile) : [byChart];
}

function answerIn(state: KmsKeyState, op: EventName): ControlAnswer {
  const event = KEY_EVENTS[op];
  if (event === undefined) return state === 'pendingDeletion' ? 'KMSInvalidStateException' : 'ok';
  if (!kmsKey.on[event].refuses(state)) return 'ok';
  // Who turns rotation on or off is told what the key is, and not that it has no material yet (F-212).
  if (event === 'Rotate' && state === 'pendingImport' && op !== 'RotateKeyOnDemand')
    return 'UnsupportedOperationException';
  // Only those that rotate tell a disabled key from one in another wrong state (F-124).
  return event === 'Rotate' && state === 'disabled' ? 'DisabledException' : 'KMSInvalidStateException';
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
