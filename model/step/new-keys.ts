import { changed, settled } from '../records/lagging.ts';
import { type KeyControl, lastingControl } from '../records/records.ts';
import { iamAllows } from '../rules/policy.ts';
import { newKey } from '../store/initial-world.ts';
import { sameControl } from '../store/record-equality.ts';
import type { CreateKey } from '../vocabulary/events/kms-events.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';
import { kmsRefusal } from './control-answer.ts';
import type { Checking, Request } from './request.ts';

const DENIED = kmsRefusal('AccessDeniedException', 'F-213');
// Of an id that is given twice nobody has ever told.
const TAKEN = kmsRefusal(ANY_CODE, 'F-213');

/** IAM lets who asks make keys, be they whatever they are; who is of no account can own none (F-213). */
export const mayCreateKeys: Checking = ({ by }) =>
  by.account !== '' && iamAllows('*', by, 'kms:CreateKey') ? undefined : DENIED;

/** KMS gives each key an id of its own (F-213). What a key of the past is called nobody has seen it get. */
export const keyIdIsNew: Checking = ({ transaction: { draft, scope }, event, by }) => {
  if (event.op !== 'CreateKey') return undefined;
  const numbers = [scope.newKey(by.account, event.keyId).number, scope.keyWithId(event.keyId)?.number ?? -1];
  const others = numbers.flatMap((number) => draft.kmsKeys.get(number) ?? []);
  return others.some(({ isOfPast }) => isOfPast !== true) ? TAKEN : undefined;
};

/** What KMS knows of a key before it is made: what it knows of one that is deleted. */
const NOT_MADE: KeyControl = lastingControl('deleted');

/** A key is made, which may be seen late (F-213 to F-215). */
export function createKey({ transaction, by }: Request, { keyId, statements, ...kind }: CreateKey): void {
  const { draft, scope, nowMs, profile } = transaction;
  const key = newKey(scope.arns, by.account, keyId, false, kind);
  const control = changed(settled(NOT_MADE), key.control.current, nowMs, profile.kmsDelayMs, sameControl);
  const policy = statements === undefined ? key.policy : settled(statements);
  draft.set('kmsKeys', scope.newKey(by.account, keyId).number, { ...key, control, policy });
}
