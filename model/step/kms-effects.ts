import { kmsKey } from '../charts/kms-key.ts';
import { changed, settled, visible } from '../records/lagging.ts';
import { type KeyControl, lastingControl, NO_ALIAS, NO_KMS_KEY } from '../records/records.ts';
import { keyStateAt, possibleControls } from '../rules/kms-answer.ts';
import { alteredKey } from '../store/alter.ts';
import { sameControl, samePolicy } from '../store/record-equality.ts';
import type { Event } from '../vocabulary/events/event.ts';
import type { CreateAlias, DeleteAlias, PutKeyPolicy, UpdateAlias } from '../vocabulary/events/kms-events.ts';
import { DAY_MS } from '../vocabulary/time.ts';
import { alsoByMaterial, isWithoutMaterial, materialEndAfter } from './imported-material.ts';
import { keyState, touchKey } from './key-moves.ts';
import { KEY_EVENTS } from './kms-checks.ts';
import { takeBeginning } from './past.ts';
import { forgetRuleKeys } from './past-buckets.ts';
import { kmsKeyAt, unseenKey } from './past-keys.ts';
import { raised } from './raised.ts';
import { checked, type Request } from './request.ts';
import { choose } from './transaction.ts';

const EITHER = [true, false] as const;

/**
 * A KMS key is in another state, which may be seen late (F-122); the end of a waiting period, and that of imported
 * material, is set or dropped (F-121, F-211).
 */
export function moveKey({ transaction, key, keyNumber }: Request, event: Event): void {
  const before = checked(key);
  const { nowMs } = transaction;
  const state = keyState(transaction, before);
  const type = checked(KEY_EVENTS[event.op]);
  const known = before.isOfPast === true ? kmsKeyAt(transaction, keyNumber)?.control.current : undefined;
  const isUnknown = known?.oneOf !== undefined;
  const isEmpty = isWithoutMaterial(transaction, before.control.current, state, isUnknown);
  const also = alsoByMaterial(transaction, event, state, isEmpty);
  let next = state;
  for (const one of also === undefined ? [type] : [type, also]) {
    raised?.({ to: 'kmsKey', number: keyNumber, event: { type: one } });
    next = kmsKey.on[one].after(next);
  }
  const deletedAtMs = deletionAfter(event, before.control.current, nowMs);
  const materialEndsMs = materialEndAfter(event, before.control.current, isEmpty, nowMs);
  // A waiting period that is cut short never ends: who still sees the key pending deletion does not see it deleted. So
  // it is with material that was to expire.
  const current = isUnknown ? known : lastingControl(state);
  const control = changed(
    { ...before.control, current },
    { state: next, deletedAtMs, materialEndsMs },
    nowMs,
    transaction.profile.kmsDelayMs,
    sameControl,
  );
  transaction.draft.set('kmsKeys', keyNumber, alteredKey(before, { control }));
}

/** When a key is deleted that an event was about; that of its material does not put its own deletion off (F-211). */
function deletionAfter(event: Event, { deletedAtMs }: KeyControl, nowMs: number): number {
  if (event.op === 'ScheduleKeyDeletion') return nowMs + event.pendingWindowInDays * DAY_MS;
  return event.op === 'DeleteImportedKeyMaterial' ? deletedAtMs : Number.POSITIVE_INFINITY;
}

/** Automatic rotation is on, which may be seen late; what it does cannot be observed (F-122, F-124, F-125). */
export function enableKeyRotation(request: Request): void {
  setRotation(request, true);
  touchKey(request.transaction, request.keyNumber, 'Rotate');
}

/** Automatic rotation is off, which may be seen late (F-122, F-193). */
export function disableKeyRotation(request: Request): void {
  setRotation(request, false);
}

function setRotation({ transaction, key, keyNumber }: Request, isOn: boolean): void {
  const { draft, nowMs, profile } = transaction;
  const rotates = changed(checked(key).rotates, isOn, nowMs, profile.kmsDelayMs);
  draft.set('kmsKeys', keyNumber, alteredKey(checked(key), { rotates }));
}

/**
 * Whether automatic rotation is on, as KMS tells (F-207). While a deletion is pending it is off; an earlier state and
 * an earlier setting may be seen (F-122). What nobody knows may be either.
 */
export function rotationStatus({ transaction, key }: Request): boolean {
  const { control, rotates } = checked(key);
  const settings = visible(rotates, transaction.nowMs).map((isOn) => isOn ?? takeBeginning(transaction, EITHER));
  const shown = visible(control, transaction.nowMs)
    .flatMap(possibleControls)
    .flatMap((one) => (keyStateAt(one, transaction.nowMs) === 'pendingDeletion' ? [false] : settings));
  return choose(transaction, 'kmsAnswer', [...new Set(shown)]);
}

/** New key material, and one rotation fewer is left (F-124). */
export function rotateKeyOnDemand({ transaction, key, keyNumber }: Request): void {
  const onDemandRotations = checked(key).onDemandRotations + 1;
  transaction.draft.set('kmsKeys', keyNumber, alteredKey(checked(key), { onDemandRotations }));
  touchKey(transaction, keyNumber, 'Rotate');
}

/** A key policy is replaced, and the earlier one may be seen for a while (F-118, F-122). */
export function putKeyPolicy({ transaction, key, keyNumber }: Request, { statements }: PutKeyPolicy): void {
  const policy = changed(
    checked(key).policy,
    statements,
    transaction.nowMs,
    transaction.profile.kmsDelayMs,
    samePolicy,
  );
  transaction.draft.set('kmsKeys', keyNumber, alteredKey(checked(key), { policy }));
}

/** An alias has a key, the first or another one: manual rotation, which may be seen late (F-122, F-126, F-191). */
export function pointAlias(request: Request, { alias }: CreateAlias | UpdateAlias): void {
  moveAlias(request, alias, request.keyNumber);
}

/** An alias has no key any more, which may be seen late (F-122, F-191). */
export function deleteAlias(request: Request, { alias }: DeleteAlias): void {
  moveAlias(request, alias, NO_KMS_KEY);
}

function moveAlias({ transaction, event, by }: Request, name: string, target: number): void {
  const { draft, scope, nowMs, profile } = transaction;
  const number = scope.aliasNamed(by.account, name);
  // One without a record is new, or was there before the trace.
  const before =
    draft.aliases.get(number)?.target ?? (event.op === 'CreateAlias' ? NO_ALIAS.target : settled(unseenKey(scope)));
  draft.set('aliases', number, { target: changed(before, target, nowMs, profile.kmsDelayMs) });
  forgetRuleKeys(transaction);
}
