import type { KnownRequester } from '../records/known-requester.ts';
import { visible } from '../records/lagging.ts';
import type { Grant, KmsKey } from '../records/records.ts';
import type { KmsAction } from '../vocabulary/policy.ts';
import { type KeyUse, valuesOfCall } from './condition-values.ts';
import { ARN_PAIR } from './encryption-context.ts';
import { allowedByAll } from './identity-policy.ts';

/** What is asked of the grants of a key. */
export interface GrantQuestion extends KeyUse {
  readonly by: KnownRequester;
  readonly action: Exclude<KmsAction, 'kms:*'>;
  readonly nowMs: number;
}

const NO: readonly boolean[] = [false];
const YES: readonly boolean[] = [true];
const MAYBE: readonly boolean[] = [false, true];
const MAYBE_NOT: readonly boolean[] = [true, false];

/**
 * Whether some grant of a key allows a use of it, as it is now and, after that, as it may still be seen (F-122, F-203).
 * Which grants a key of the past has nobody has told.
 */
export function grantedBy({ grants, isOfPast }: KmsKey, question: GrantQuestion): readonly boolean[] {
  let isGranted = false;
  let mayDiffer = isOfPast === true;
  for (const grant of grants) {
    if (!covers(grant, question)) continue;
    const [now, ...earlier] = visible(grant.given, question.nowMs);
    if (now === true && earlier.length === 0) return YES;
    isGranted ||= now === true;
    mayDiffer ||= earlier.length > 0;
  }
  if (!mayDiffer) return NO;
  return isGranted ? MAYBE_NOT : MAYBE;
}

function covers({ granteePrincipal, operations, constraints }: Grant, question: GrantQuestion): boolean {
  if (granteePrincipal !== question.by.roleArn) return false;
  if (!operations.some((operation) => `kms:${operation}` === question.action)) return false;
  const { EncryptionContextEquals: equal, EncryptionContextSubset: subset } = constraints ?? {};
  const isSize = equal === undefined || Object.keys(equal).length === question.pairs.length + 1;
  return isSize && hasPairs(question, { ...equal }) && hasPairs(question, { ...subset });
}

/**
 * Whether somebody of the account of a key may retire a grant on it: who the grant names, or who IAM lets (F-208). Of a
 * grant that nobody knows (undefined) only what IAM says is known.
 */
export function mayRetire(grant: Grant | undefined, { arn }: KmsKey, by: KnownRequester): boolean {
  if (by.limits === undefined) return true;
  return allowedByAll(grant !== undefined && isNamed(grant, by) ? 'Allow' : 'none', true, true, by.limits, {
    action: 'kms:RetireGrant',
    resource: arn,
    valuesOf: (name) => valuesOfCall(name, by, undefined),
  });
}

function isNamed({ granteePrincipal, retiringPrincipal, operations }: Grant, { roleArn }: KnownRequester): boolean {
  return roleArn === retiringPrincipal || (roleArn === granteePrincipal && operations.includes('RetireGrant'));
}

/** Whether the context has the pairs; their names match whatever their case (F-204). */
function hasPairs({ contextArn, pairs }: KeyUse, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) =>
    [[ARN_PAIR, contextArn] as const, ...pairs].some(
      ([other, its]) => other.toLowerCase() === name.toLowerCase() && its === value,
    ),
  );
}
