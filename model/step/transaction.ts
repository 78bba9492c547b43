import type { ChoicePoint, Chooser } from '../openness/choice.ts';
import type { Profile } from '../openness/profile.ts';
import type { KnownRequester } from '../records/known-requester.ts';
import { type Lagging, visible } from '../records/lagging.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import type { Draft } from '../store/draft.ts';
import type { Scope } from '../store/scope.ts';
import type { KmsCall } from '../vocabulary/kms-call.ts';
import type { Outcome } from '../vocabulary/outcome.ts';

/** One step under way: the world being made, what resolves its choices, and what has happened so far. */
export interface Transaction {
  readonly draft: Draft;
  readonly scope: Scope;
  readonly profile: Profile;
  readonly nowMs: number;
  readonly chooser: Chooser;
  readonly kmsCalls: KmsCall[];
  /** Somebody asked for it, and is told whether it was refused; what the environment does is answered to nobody. */
  readonly isRequest: boolean;
  /** S3 denies the request, but KMS may get to refuse it first (U-20). */
  s3Denied: boolean;
  /** The cache that serves this request, once it is settled. */
  cache: number;
}

/** Takes the only option, or asks. */
export function choose<T>(transaction: Transaction, point: ChoicePoint, options: readonly T[]): T {
  const index = options.length === 1 ? 0 : transaction.chooser.pick(point, options);
  const option = options[index];
  if (option === undefined) throw new RangeError(`choice ${point}: no option ${index} among ${options.length}`);
  return option;
}

/** Takes the value of a setting that acts: the only one that may be seen, or one of several. */
export function see<T>(transaction: Transaction, point: ChoicePoint, setting: Lagging<T>): T {
  return setting.earlier.length === 0
    ? setting.current
    : choose(transaction, point, visible(setting, transaction.nowMs));
}

/** S3 denies (E-46); also the answer to whoever may not configure a bucket. */
export const ACCESS_DENIED_REFUSAL: Refusal = { status: 403, code: 'AccessDenied', because: ['E-46', 'F-46'] };

/**
 * The requester of a name.
 *
 * @throws RangeError when the setup has none.
 */
export function requesterNamed(scope: Scope, name: string | null): KnownRequester {
  const requester = name === null ? undefined : scope.requesters.get(name);
  if (requester === undefined) throw new RangeError(`the setup has no requester ${JSON.stringify(name)}`);
  return requester;
}

/** A success that shows nothing but its status. */
export function succeed(transaction: Transaction, status: number, because: readonly string[]): Outcome {
  return outcomeOf(transaction, status, null, because);
}

/** The request is refused. */
export function refuse(transaction: Transaction, refusal: Refusal): Outcome {
  const outcome = outcomeOf(transaction, refusal.status, refusal.code, refusal.because);
  return refusal.deleteMarker === true ? showingMore(outcome, { deleteMarker: true }) : outcome;
}

/**
 * An outcome that was just made, and shows more. It is no copy: one that gets a field it had not costs half a step, and
 * whoever reads outcomes reads those of one make faster.
 */
export function showingMore(outcome: Outcome, more: Partial<Outcome>): Outcome {
  return Object.assign(outcome, more);
}

/** An answer that shows nothing but its status and code. */
export function outcomeOf(
  { kmsCalls }: Transaction,
  status: number,
  code: string | null,
  because: readonly string[],
): Outcome {
  return {
    status,
    code,
    sse: null,
    kmsKeyArn: null,
    bucketKeyEnabled: null,
    etag: null,
    contentMd5: null,
    replicationStatus: null,
    rule: null,
    kmsCalls,
    because,
  };
}
