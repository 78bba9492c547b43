import { type KmsKeyEvent, kmsKey } from '../charts/kms-key.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { aliasArn, kmsKeyArn } from '../vocabulary/arn.ts';
import type { EventName } from '../vocabulary/events/event.ts';
import { PERIODS_IN_DAYS } from '../vocabulary/fields.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';
import { keyState } from './key-moves.ts';
import { type Checking, checked } from './request.ts';
import { choose } from './transaction.ts';

/** On-demand rotations a key allows (F-124). */
const MAX_ON_DEMAND_ROTATIONS = 25;

// KMS itself answers, with status 400 for every refusal.
const WAITING_PERIOD_OUT_OF_RANGE = refusal('ValidationException', 'F-121');
const ROTATION_PERIOD_OUT_OF_RANGE = refusal('ValidationException', 'F-124');
const NOT_FOUND = refusal('NotFoundException', 'F-164');
const MANAGED = refusal(ANY_CODE, 'F-12');
const CONFLICT = refusal('ConflictException', 'E-50', 'F-168');
const DISABLED = refusal('DisabledException', 'F-115');
const WRONG_STATE = refusal('KMSInvalidStateException', 'F-115', 'F-121');
const WORN_OUT = refusal('LimitExceededException', 'F-124');

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

/** The alias is there, in the account of the requester (F-126). */
export const aliasExists: Checking = ({ transaction, event, by }) => {
  if (!('alias' in event)) return undefined;
  const alias = transaction.draft.aliases.get(transaction.scope.aliases.find(aliasArn(by.account, event.alias)));
  return alias === undefined ? NOT_FOUND : undefined;
};

/**
 * The KMS key is there: not unknown, not deleted. A bare id is completed with the account of who asks, so that a key of
 * another account is not found (F-164), nor an alias pointed at it (F-126).
 */
export const keyExists: Checking = (request) => {
  const { transaction, event, by } = request;
  if (!('keyId' in event)) return undefined;
  request.keyNumber = transaction.scope.kmsKeys.find(kmsKeyArn(by.account, event.keyId)) ?? -1;
  request.key = transaction.draft.kmsKeys.get(request.keyNumber);
  return request.key === undefined || keyState(transaction, request.key) === 'deleted' ? NOT_FOUND : undefined;
};

/** The KMS key is not one that AWS manages (F-12). */
export const keyIsCustomerManaged: Checking = ({ key }) => (checked(key).managed ? MANAGED : undefined);

/** What an operation asks of the chart of a KMS key. Rotating, and turning rotation on, ask the same. */
export const KEY_EVENTS: Partial<Readonly<Record<EventName, KmsKeyEvent>>> = {
  DisableKey: 'DisableKey',
  EnableKey: 'EnableKey',
  ScheduleKeyDeletion: 'ScheduleKeyDeletion',
  CancelKeyDeletion: 'CancelKeyDeletion',
  EnableKeyRotation: 'Rotate',
  RotateKeyOnDemand: 'Rotate',
};

/** The KMS key is in a state that admits the event; of an alias, in one that is not pending deletion (F-121, F-126). */
export const keyStateAdmits: Checking = (request) => {
  const state = keyState(request.transaction, checked(request.key));
  const event = KEY_EVENTS[request.event.op];
  if (event === undefined) return state === 'pendingDeletion' ? WRONG_STATE : undefined;
  if (!kmsKey.on[event].refuses(state)) return undefined;
  // Only those that rotate tell a disabled key from one in another wrong state (F-124).
  return event === 'Rotate' && state === 'disabled' ? DISABLED : WRONG_STATE;
};

/** The KMS key has an on-demand rotation left (F-124). */
export const rotationIsLeft: Checking = ({ key }) =>
  checked(key).onDemandRotations === MAX_ON_DEMAND_ROTATIONS ? WORN_OUT : undefined;

/** No automatic rotation is near, whose time nobody sees (F-168). */
export const noRotationIsNear: Checking = ({ transaction }) =>
  choose(transaction, 'rotationConflict', transaction.profile.rotationConflict) ? CONFLICT : undefined;
