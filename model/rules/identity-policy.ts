import type { Limits } from '../records/known-requester.ts';
import type { IdentityStatement, KmsAction, S3Action } from '../vocabulary/policy.ts';
import { conditionHolds, type ValuesOf } from './condition.ts';
import { patternMatches } from './pattern.ts';

/** What the policies of IAM are asked. */
export interface IdentityQuestion {
  readonly action: S3Action | KmsAction;
  /** ARN of the bucket, object, KMS key or alias. */
  readonly resource: string;
  readonly valuesOf: ValuesOf;
}

/** What a resource policy says before IAM is asked. */
export type ResourceEffect =
  | 'Deny'
  /** It allows the principal itself, or everybody. */
  | 'Allow'
  /** It allows the account of the principal: what IAM says counts. */
  | 'AllowAccount'
  | 'none';

/**
 * Whether a request is allowed that a resource policy has been asked about (F-187): a Deny of any policy wins; within
 * the account one Allow is enough, across accounts IAM must allow as well, and what a session may its scoping policy
 * must allow too.
 *
 * @param leavesToIam - whether the resource is one that principals of its account may use by IAM alone
 */
export function allowedByAll(
  effect: ResourceEffect,
  isOwnAccount: boolean,
  leavesToIam: boolean,
  limits: Limits,
  question: IdentityQuestion,
): boolean {
  const byRole = effectOf(limits.identity, question);
  const bySession = effectOf(limits.scoping, question);
  if (effect === 'Deny' || byRole === 'Deny' || bySession !== 'Allow') return false;
  if (isOwnAccount && effect === 'Allow') return true;
  const isOffered = effect !== 'none' || (isOwnAccount && leavesToIam);
  return isOffered && byRole === 'Allow';
}

/** What statements say; those that nobody told allow everything. */
function effectOf(statements: readonly IdentityStatement[] | undefined, question: IdentityQuestion): ResourceEffect {
  if (statements === undefined) return 'Allow';
  let effect: ResourceEffect = 'none';
  for (const statement of statements) {
    if (!applies(statement, question)) continue;
    if (statement.effect === 'Deny') return 'Deny';
    effect = 'Allow';
  }
  return effect;
}

function applies(
  { actions, resources, condition }: IdentityStatement,
  { action, resource, valuesOf }: IdentityQuestion,
): boolean {
  const all = action.startsWith('s3:') ? 's3:*' : 'kms:*';
  if (!actions.includes(action) && !actions.includes(all)) return false;
  if (resources !== undefined && !resources.some((pattern) => patternMatches(pattern, resource))) return false;
  return condition === undefined || conditionHolds(condition, valuesOf);
}
