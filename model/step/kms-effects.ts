import { kmsKey } from '../charts/kms-key.ts';
import { changed } from '../records/lagging.ts';
import { alteredKey } from '../store/alter.ts';
import { sameControl, samePolicy } from '../store/record-equality.ts';
import { aliasArn } from '../vocabulary/arn.ts';
import type { Event } from '../vocabulary/events/event.ts';
import type { PutKeyPolicy, UpdateAlias } from '../vocabulary/events/kms-events.ts';
import { DAY_MS } from '../vocabulary/time.ts';
import { keyState, touchKey } from './key-moves.ts';
import { KEY_EVENTS } from './kms-checks.ts';
import { raised } from './raised.ts';
import { found, type Request } from './request.ts';

/**
 * A KMS key is in another state, which may be seen late (F-122); the end of a waiting period is set or dropped (F-121).
 */
export function moveKey({ turn, key, keyNumber }: Request, event: Event): void {
  const before = found(key);
  const state = keyState(turn, before);
  const type = found(KEY_EVENTS[event.op]);
  raised?.({ to: 'kmsKey', number: keyNumber, event: { type } });
  const next = kmsKey.on[type].after(state);
  const deletedAtMs =
    event.op === 'ScheduleKeyDeletion' ? turn.nowMs + event.pendingWindowInDays * DAY_MS : Number.POSITIVE_INFINITY;
  // A waiting period that is cut short never ends: who still sees the key pending deletion does not see it deleted.
  const asItStands = { ...before.control, current: { state, deletedAtMs: Number.POSITIVE_INFINITY } };
  const control = changed(asItStands, { state: next, deletedAtMs }, turn.nowMs, turn.profile.kmsDelayMs, sameControl);
  turn.draft.set('kmsKeys', keyNumber, alteredKey(before, { control }));
}

/** Automatic rotation is on; what it does cannot be observed (F-124, F-125). */
export function enableKeyRotation({ turn, keyNumber }: Request): void {
  touchKey(turn, keyNumber, 'Rotate');
}

/** New key material, and one rotation fewer is left (F-124). */
export function rotateKeyOnDemand({ turn, key, keyNumber }: Request): void {
  const onDemandRotations = found(key).onDemandRotations + 1;
  turn.draft.set('kmsKeys', keyNumber, alteredKey(found(key), { onDemandRotations }));
  touchKey(turn, keyNumber, 'Rotate');
}

/** A key policy is replaced, and the earlier one may be seen for a while (F-118, F-122). */
export function putKeyPolicy({ turn, key, keyNumber }: Request, { statements }: PutKeyPolicy): void {
  const policy = changed(found(key).policy, statements, turn.nowMs, turn.profile.kmsDelayMs, samePolicy);
  turn.draft.set('kmsKeys', keyNumber, alteredKey(found(key), { policy }));
}

/** An alias points to another key: manual rotation, which may be seen late (F-122, F-126). */
export function updateAlias({ turn, by, keyNumber }: Request, { alias: name }: UpdateAlias): void {
  const { draft, scope, nowMs, profile } = turn;
  const number = scope.aliases.find(aliasArn(by.account, name));
  const alias = found(draft.aliases.get(number));
  draft.set('aliases', number, { target: changed(alias.target, keyNumber, nowMs, profile.kmsDelayMs) });
}
