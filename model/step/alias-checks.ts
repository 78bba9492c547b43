import { type Alias, type KmsKey, NO_KMS_KEY } from '../records/records.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';
import { kmsRefusal } from './control-answer.ts';
import { targetsSeen } from './keys-seen.ts';
import { takeBeginning } from './past.ts';
import { kmsKeyAt, unseenKey } from './past-keys.ts';
import type { Checking, Request } from './request.ts';
import { choose } from './transaction.ts';

const OF_AWS = kmsRefusal(ANY_CODE, 'F-185');
const NOT_FOUND = kmsRefusal('NotFoundException', 'F-191');
const NO_NAME = kmsRefusal(ANY_CODE, 'F-191');
const NAME = /^alias\/[\w/-]+$/;

/** Nobody makes, points or deletes an alias of AWS (F-185). How KMS refuses what no name may have it does not say. */
export const aliasNameIsFit: Checking = ({ event }) => {
  if (!('alias' in event)) return undefined;
  if (event.alias.startsWith('alias/aws/')) return OF_AWS;
  return event.op === 'CreateAlias' && !NAME.test(event.alias) ? NO_NAME : undefined;
};

/**
 * The alias is there, in the account of the requester (F-126, F-191). Where it was made a moment ago that may not be
 * seen yet (F-122).
 */
export const aliasExists: Checking = (request) => {
  const seen = aliasIsThere(request);
  return seen[0] === true && choose(request.transaction, 'kmsAnswer', seen) ? undefined : NOT_FOUND;
};

const EITHER = [true, false] as const;

/** Whether the alias of an event is there, and after it what may still be seen instead (F-122). */
export function aliasIsThere(request: Request): readonly boolean[] {
  const { transaction } = request;
  const alias = aliasOf(request);
  if (alias === undefined) return [transaction.scope.past !== undefined && takeBeginning(transaction, EITHER)];
  return [...new Set(targetsSeen(transaction, alias).map((number) => number !== NO_KMS_KEY))];
}

/** The key that the alias of an event names, which is there. */
export function keyOfAlias(request: Request): KmsKey | undefined {
  const { transaction } = request;
  return kmsKeyAt(transaction, aliasOf(request)?.target.current ?? unseenKey(transaction.scope));
}

function aliasOf({ transaction: { draft, scope }, event, by }: Request): Alias | undefined {
  return 'alias' in event ? draft.aliases.get(scope.aliasNamed(by.account, event.alias)) : undefined;
}
