import { changed, settled, visible } from '../records/lagging.ts';
import type { Grant } from '../records/records.ts';
import { mayRetire } from '../rules/grants.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { alteredKey } from '../store/alter.ts';
import type { CreateGrant, RetireGrant, RevokeGrant } from '../vocabulary/events/kms-events.ts';
import { kmsRefusal } from './control-answer.ts';
import { takeBeginning } from './past.ts';
import { type Checking, checked, type Request } from './request.ts';
import { choose } from './transaction.ts';

const NOT_FOUND = kmsRefusal('NotFoundException', 'F-206');
const DENIED = kmsRefusal('AccessDeniedException', 'F-208');
const EITHER = [true, false] as const;

/**
 * The grant is there (F-206). One that was made a moment ago may not be seen yet (F-122); of those that a key of the
 * past has nobody has told.
 */
export const grantExists: Checking = (request) => {
  const { transaction, key } = request;
  const { isOfPast } = checked(key);
  const grant = grantAsked(request);
  if (grant === undefined)
    return isOfPast === true && takeBeginning(transaction, EITHER) ? undefined : isMissing(request);
  const [isGiven, ...earlier] = visible(grant.given, transaction.nowMs);
  return isGiven === true && choose(transaction, 'kmsAnswer', [true, ...earlier]) ? undefined : isMissing(request);
};

function grantAsked({ event, key }: Request): Grant | undefined {
  return 'grant' in event ? checked(key).grants.find(({ name }) => name === event.grant) : undefined;
}

/** Who may retire no grant by IAM may be told that instead (U-20). */
function isMissing({ transaction, event, key, by }: Request): Refusal {
  const isOpen = event.op === 'RetireGrant' && transaction.profile.refusedFirst.length > 1;
  if (!isOpen || mayRetire(undefined, checked(key), by)) return NOT_FOUND;
  return choose(transaction, 'kmsAnswer', [NOT_FOUND, DENIED]);
}

/** Who asks may retire the grant (F-208). Whom one names of a key of the past nobody has told. */
export const grantIsRetirable: Checking = (request) => {
  const { transaction, key, by } = request;
  const grant = grantAsked(request);
  if (mayRetire(grant, checked(key), by)) return undefined;
  return grant === undefined && takeBeginning(transaction, EITHER) ? undefined : DENIED;
};

/** A grant is made, which may be seen late (F-122). One that had its name cannot be named any more. */
export function createGrant(request: Request, { op: _, keyId: _key, grant, ...told }: CreateGrant): void {
  const { nowMs, profile } = request.transaction;
  const given = changed(settled(false), true, nowMs, profile.kmsDelayMs);
  setGrants(request, (before) => [
    ...before.map((one) => (one.name === grant ? { ...one, name: undefined } : one)),
    { name: grant, ...told, given },
  ]);
}

/** A grant is taken back, whoever did, which may be seen late (F-122). */
export function endGrant(request: Request, { grant }: RevokeGrant | RetireGrant): void {
  const { nowMs, profile } = request.transaction;
  setGrants(request, (before) =>
    before.map((one) =>
      one.name === grant ? { ...one, given: changed(one.given, false, nowMs, profile.kmsDelayMs) } : one,
    ),
  );
}

/** Those that nobody can see any more are forgotten. */
function setGrants(
  { transaction, key, keyNumber }: Request,
  change: (before: readonly Grant[]) => readonly Grant[],
): void {
  const grants = change(checked(key).grants).filter(({ given }) => visible(given, transaction.nowMs).includes(true));
  transaction.draft.set('kmsKeys', keyNumber, alteredKey(checked(key), { grants }));
}
