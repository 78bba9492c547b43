import { type KmsKeyEvent, kmsKey } from '../charts/kms-key.ts';
import type { KnownRequester } from '../records/known-requester.ts';
import { changed, type Lagging } from '../records/lagging.ts';
import type { KeyControl, KmsKey } from '../records/records.ts';
import { alteredKey } from '../store/alter.ts';
import { sameControl, sameKeyPolicy } from '../store/record-equality.ts';
import { aliasArn, kmsKeyArn } from '../vocabulary/arn.ts';
import type { KmsEvent, PutKeyPolicy, ScheduleKeyDeletion, UpdateAlias } from '../vocabulary/events/kms-events.ts';
import { ANY_CODE, type Outcome } from '../vocabulary/outcome.ts';
import { DAY_MS } from '../vocabulary/time.ts';
import { keyState, touchKey } from './key-moves.ts';
import { answer, succeed, type Turn } from './turn.ts';

/** On-demand rotations a key allows (F-124). */
const MAX_ON_DEMAND_ROTATIONS = 25;

/** A KMS event: answered by KMS itself, with status 400 for every refusal. */
export function kmsStep(turn: Turn, by: KnownRequester, event: KmsEvent): Outcome {
  if (outOfRange(event)) return refused(turn, 'ValidationException');
  if (event.op === 'UpdateAlias') return updateAlias(turn, by, event);
  const number = turn.scope.keyWithId(event.keyId)?.number ?? -1;
  const key = turn.draft.kmsKeys.get(number);
  if (key === undefined || keyState(turn, key) === 'deleted') return refused(turn, 'NotFoundException');
  if (key.managed) return refused(turn, ANY_CODE);
  if (key.account !== by.account) return refused(turn, 'AccessDeniedException');
  if (event.op === 'PutKeyPolicy') return putKeyPolicy(turn, number, key, event);
  return moveKey(turn, number, key, event);
}

type KeyMove = Exclude<KmsEvent, UpdateAlias | PutKeyPolicy>;

function moveKey(turn: Turn, number: number, key: KmsKey, event: KeyMove): Outcome {
  const move = kmsKey.on[CHART_EVENTS[event.op]];
  const state = keyState(turn, key);
  if (move.refuses(state))
    return refused(
      turn,
      ROTATIONS.has(event.op) && key.control.current.state === 'disabled'
        ? 'DisabledException'
        : 'KMSInvalidStateException',
    );
  const isWornOut = event.op === 'RotateKeyOnDemand' && key.onDemandRotations === MAX_ON_DEMAND_ROTATIONS;
  if (isWornOut) return refused(turn, 'LimitExceededException');
  if (event.op === 'RotateKeyOnDemand') {
    turn.draft.set('kmsKeys', number, alteredKey(key, { onDemandRotations: key.onDemandRotations + 1 }));
    touchKey(turn, number, 'Rotate');
  } else if (event.op === 'EnableKeyRotation') {
    touchKey(turn, number, 'Rotate');
  } else {
    const deletedAtMs = event.op === 'ScheduleKeyDeletion' ? deletionTime(turn, event) : Number.POSITIVE_INFINITY;
    const control = changed(
      asItStands(turn, key),
      { state: move.after(state), deletedAtMs },
      turn.nowMs,
      turn.profile.kmsDelayMs,
      sameControl,
    );
    turn.draft.set('kmsKeys', number, alteredKey(key, { control }));
  }
  return succeed(turn, 200, ['F-115', 'F-121', 'F-124']);
}

/** A waiting period that is cut short never ends: who still sees the key pending deletion does not see it deleted. */
function asItStands(turn: Turn, key: KmsKey): Lagging<KeyControl> {
  return { ...key.control, current: { state: keyState(turn, key), deletedAtMs: Number.POSITIVE_INFINITY } };
}

/** The events that tell a disabled key from one in another wrong state (F-124). */
const ROTATIONS: ReadonlySet<KeyMove['op']> = new Set(['EnableKeyRotation', 'RotateKeyOnDemand']);

/** Rotating, and turning rotation on, ask the same of a key's state. */
const CHART_EVENTS: Readonly<Record<KeyMove['op'], KmsKeyEvent>> = {
  DisableKey: 'DisableKey',
  EnableKey: 'EnableKey',
  ScheduleKeyDeletion: 'ScheduleKeyDeletion',
  CancelKeyDeletion: 'CancelKeyDeletion',
  EnableKeyRotation: 'Rotate',
  RotateKeyOnDemand: 'Rotate',
};

function putKeyPolicy(turn: Turn, number: number, key: KmsKey, event: PutKeyPolicy): Outcome {
  const policy = changed(key.policy, event.statements, turn.nowMs, turn.profile.kmsDelayMs, sameKeyPolicy);
  turn.draft.set('kmsKeys', number, alteredKey(key, { policy }));
  return succeed(turn, 200, ['F-118']);
}

function updateAlias(turn: Turn, by: KnownRequester, event: UpdateAlias): Outcome {
  const { draft, scope } = turn;
  const number = scope.aliases.find(aliasArn(by.account, event.alias));
  const alias = draft.aliases.get(number);
  const target = scope.kmsKeys.find(kmsKeyArn(by.account, event.keyId));
  const key = draft.kmsKeys.get(target);
  if (alias === undefined || key === undefined || keyState(turn, key) === 'deleted')
    return refused(turn, 'NotFoundException');
  if (key.managed) return refused(turn, ANY_CODE);
  if (keyState(turn, key) === 'pendingDeletion') return refused(turn, 'KMSInvalidStateException');
  draft.set('aliases', number, { target: changed(alias.target, target, turn.nowMs, turn.profile.kmsDelayMs) });
  return succeed(turn, 200, ['F-126']);
}

function deletionTime(turn: Turn, event: ScheduleKeyDeletion): number {
  return turn.nowMs + event.pendingWindowInDays * DAY_MS;
}

function outOfRange(event: KmsEvent): boolean {
  if (event.op === 'ScheduleKeyDeletion') return event.pendingWindowInDays < 7 || event.pendingWindowInDays > 30;
  if (event.op === 'EnableKeyRotation') return event.rotationPeriodInDays < 90 || event.rotationPeriodInDays > 2560;
  return false;
}

function refused(turn: Turn, code: string): Outcome {
  return answer(turn, 400, code, ['F-115', 'F-121', 'F-124']);
}
