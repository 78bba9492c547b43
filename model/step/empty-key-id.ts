import type { Refusal } from '../rules/kms-errors.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';
import type { Request } from './request.ts';
import { choose } from './transaction.ts';

const EMPTY_KEY_ID: Refusal = { status: 400, code: ANY_CODE, because: ['U-31'] };

/** What becomes of an empty key id: it is refused, or the request goes on with it or without it (U-31). */
export function emptyKeyIdRefusal(request: Request): Refusal | undefined {
  const { transaction } = request;
  const taken = choose(transaction, 'emptyKeyId', transaction.profile.emptyKeyId);
  request.keyIdIsAbsent = taken === 'absent';
  return taken === 'refused' ? EMPTY_KEY_ID : undefined;
}
