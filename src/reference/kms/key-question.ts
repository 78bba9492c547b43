import type { AliasEvent, CreateKey } from '../../../model/vocabulary/events/kms-events.ts';
import type { KmsAction } from '../../../model/vocabulary/policy.ts';
import type { PolicyCondition } from '../../../model/vocabulary/policy-condition.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { KeyQuestion } from '../parts/kms.ts';
import type { ReferenceParts } from '../parts/parts.ts';
import { IAM_UNTOLD } from '../parts/policies.ts';
import type { EncryptionContext } from '../s3/stored-object.ts';
import type { StoredGrant, StoredKmsKey } from './key.ts';
import type { KeyStore } from './key-store.ts';

/** Whether somebody may use a key like this or, where there is no context, control it: by its policy and by IAM. */
export function keyAllows(
  keys: KeyStore,
  parts: ReferenceParts,
  key: StoredKmsKey,
  requester: Requester,
  operation: KeyQuestion['operation'],
  context: EncryptionContext = {},
): boolean {
  const { kms, policies } = parts;
  const holds = holdsFor(keys, parts, requester, context);
  const iam = policies.iamSays(
    keys.iam.policiesOf(requester),
    { action: `kms:${operation}` as KmsAction, resource: key.arn },
    holds,
    kms.contextMatches,
  );
  const isOwn = requester.account === key.account;
  // A grant is as good as an Allow of the policy for who asks (F-203).
  const isGranted = key.grants.some((grant) =>
    kms.grantAllows(grant, { requester, arns: keys.arns, operation, context }),
  );
  return kms.policyAllows(
    {
      requester,
      arns: keys.arns,
      operation,
      statements: key.policy,
      context,
      holds,
      withIam: (byPolicy) => {
        const allowsAsker = byPolicy.allowsAsker || isGranted;
        return policies.allows({ ...byPolicy, allowsAsker }, isOwn, false, iam);
      },
    },
    kms.contextMatches,
  );
}

/**
 * Whether IAM lets somebody do what no policy of a key is about: make, point or delete an alias (F-191), or make a key
 * (F-213).
 */
export function mayWithoutKey(
  keys: KeyStore,
  parts: ReferenceParts,
  requester: Requester,
  op: (AliasEvent | CreateKey)['op'],
  resource: string,
): boolean {
  const { kms, policies } = parts;
  const iam = policies.iamSays(
    keys.iam.policiesOf(requester),
    { action: `kms:${op}`, resource },
    holdsFor(keys, parts, requester, {}),
    kms.contextMatches,
  );
  return policies.allows({ denies: false, allowsAsker: false, allowsAccount: false }, true, true, iam);
}

/** Whether somebody of the account of a key may retire a grant on it: who that names, or who IAM lets (F-208). */
export function mayRetire(
  keys: KeyStore,
  parts: ReferenceParts,
  key: StoredKmsKey,
  requester: Requester,
  grant: StoredGrant,
): boolean {
  const { kms, policies } = parts;
  const iam = policies.iamSays(
    keys.iam.policiesOf(requester),
    { action: 'kms:RetireGrant', resource: key.arn },
    holdsFor(keys, parts, requester, {}),
    kms.contextMatches,
  );
  const allowsAsker = kms.retires(grant, keys.arns.role(requester.account, requester.principal));
  return policies.allows({ denies: false, allowsAsker, allowsAccount: false }, true, true, iam);
}

/** Whether a new policy would keep its caller from replacing it: what IAM says is not looked at (F-165). */
export function locksOut(
  keys: KeyStore,
  parts: ReferenceParts,
  requester: Requester,
  operation: KeyQuestion['operation'],
  statements: KeyQuestion['statements'],
): boolean {
  const { kms, policies } = parts;
  const holds = holdsFor(keys, parts, requester, {});
  const withIam: KeyQuestion['withIam'] = (byPolicy) => policies.allows(byPolicy, true, false, IAM_UNTOLD);
  const question = { requester, arns: keys.arns, operation, statements, context: {}, holds, withIam };
  return kms.locksOut(question, kms.contextMatches);
}

function holdsFor(
  { arns }: KeyStore,
  { kms, policies }: ReferenceParts,
  requester: Requester,
  context: EncryptionContext,
): (condition: PolicyCondition) => boolean {
  return (condition) => policies.holds(condition, policies.keysOfKms(requester, arns, context), kms.contextMatches);
}
