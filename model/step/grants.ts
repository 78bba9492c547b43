import { changed, settled, visible } from '../records/lagging.ts';
import type { Grant } from '../records/records.ts';
import { alteredKey } from '../store/alter.ts';
import type { CreateGrant, RevokeGrant } from '../vocabulary/events/kms-events.ts';
import { kmsRefusal } from './control-answer.ts';
import { takeBeginning } from './past.ts';
import { type Checking, checked, type Request } from './request.ts';
import { choose } from './transaction.ts';

const NOT_FOUND = kmsRefusal('NotFoundException', 'F-206');
const EITHER = [true, false] as const;

/**
 * The grant is there (F-206). One that was made a moment ago may not be seen yet (F-122); of those that a key of the
 * past has nobody has told.
 */
export const grantExists: Checking = ({ transaction, event, key }) => {
  if (event.op !== 'RevokeGrant') return undefined;
  const { grants, isOfPast } = checked(key);
  const grant = grants.find(({ name }) => name === event.grant);
  if (grant === undefined) return isOfPast === true && takeBeginning(transaction, EITHER) ? undefined : NOT_FOUND;
  const [isGiven, ...earlier] = visible(grant.given, transaction.nowMs);
  return isGiven === true && choose(transaction, 'kmsAnswer', [true, ...earlier]) ? undefined : NOT_FOUND;
};

/** A grant is made, which may be seen late (F-122). One that had its name cannot be named any more. */
export function createGrant(request: Request, { grant, granteePrincipal, operations, constraints }: CreateGrant): void {
  const { nowMs, profile } = request.transaction;
  const given = changed(settled(false), true, nowMs, profile.kmsDelayMs);
  const made = { name: grant, granteePrincipal, operations, ...(constraints && { constraints }), given };
  setGrants(request, (before) => [
    ...before.map((one) => (one.name === grant ? { ...one, name: undefined } : one)),
    made,
  ]);
}

/** A grant is taken back, which may be seen late (F-122). */
export function revokeGrant(request: Request, { grant }: RevokeGrant): void {
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
