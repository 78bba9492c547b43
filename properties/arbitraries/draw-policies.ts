import {
  type BucketPolicyStatement,
  type KeyPolicyStatement,
  KMS_CONTROL_ACTIONS,
  type KmsAction,
  type PutKeyPolicy,
  type Requester,
  S3_ACTIONS,
  type S3Action,
} from '../../model/index.ts';
import { denyByHeaders, drawUseCondition } from './draw-policy-conditions.ts';
import type { CustomerKey } from './existing.ts';
import { anyone, outsider, someBucket, someKey } from './pick.ts';
import type { Walk } from './walk.ts';

/** The key policy a setup starts with: the owner's account may do everything. */
export function defaultKeyPolicy({ arns }: Walk, account: string): KeyPolicyStatement[] {
  return [{ effect: 'Allow', principal: arns.accountRoot(account), actions: ['kms:*'] }];
}

/**
 * A key policy as administrators write it: it mostly leaves control with the account of the key, and use with whom it
 * says. Now and then nobody is left who controls the key (F-164).
 */
export function withAdministration(
  { draw, arns }: Walk,
  { account }: Pick<CustomerKey, 'account'>,
  statements: readonly KeyPolicyStatement[],
): KeyPolicyStatement[] {
  if (draw.chance(10)) return [...statements];
  return [...statements, { effect: 'Allow', principal: arns.accountRoot(account), actions: KMS_CONTROL_ACTIONS }];
}

/** Replaces a key policy; where nobody could replace it again, the lockout check is mostly bypassed (F-165). */
export function putKeyPolicy({ draw }: Walk, keyId: string, statements: readonly KeyPolicyStatement[]): PutKeyPolicy {
  const isControlled = statements.some(
    ({ effect, actions, contextArn }) =>
      effect === 'Allow' &&
      contextArn === undefined &&
      (actions.includes('kms:*') || actions.includes('kms:PutKeyPolicy')),
  );
  return draw.chance(isControlled ? 5 : 85)
    ? { op: 'PutKeyPolicy', keyId, statements, bypassPolicyLockoutSafetyCheck: true }
    : { op: 'PutKeyPolicy', keyId, statements };
}

/** The actions that use a key. */
export const KMS_USE: readonly KmsAction[] = ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:Encrypt'];

/**
 * A condition on `aws:s3:arn` as people write it: exact for bucket keys, for objects, or one that matches no bucket ARN
 * (F-94, SC-01 to SC-05); with several stars, or a character left open.
 */
export function drawContextArn(walk: Walk, bucket: string): string {
  const exact = walk.arns.bucket(bucket);
  return walk.draw.one([
    exact,
    walk.arns.object(bucket, someKey(walk)),
    `${exact}/*`,
    `${exact}*`,
    `${walk.arns.bucket('*')}${bucket.slice(1, 3)}*${bucket.slice(-1)}`,
    `${exact.slice(0, -1)}?`,
    `${exact}?*`,
  ]);
}

/** Statements in the order given or the other way round, which changes nothing: a Deny wins wherever it stands. */
export function inSomeOrder<Statement>({ draw }: Walk, statements: readonly Statement[]): Statement[] {
  return draw.chance(50) ? statements.toReversed() : [...statements];
}

/** A Deny for some contexts only: one statement, or one for bucket keys and one for objects (F-94). */
export function denyInContext(
  walk: Walk,
  bucket: string,
  denied: Omit<KeyPolicyStatement, 'effect' | 'contextArn'>,
): KeyPolicyStatement[] {
  const exact = walk.arns.bucket(bucket);
  const forms = walk.draw.chance(30) ? [exact, `${exact}/*`] : [drawContextArn(walk, bucket)];
  return forms.map((contextArn) => ({ ...denied, effect: 'Deny', contextArn }));
}

/** The ARN of a requester's role, or now and then of its whole account; the name of a service. */
export function principalOf(walk: Walk, { account, principal, servicePrincipal }: Requester): string {
  if (servicePrincipal !== undefined) return servicePrincipal;
  return walk.draw.chance(75) ? walk.arns.role(account, principal) : walk.arns.accountRoot(account);
}

/**
 * A policy for a KMS key: open to others, closed to somebody, pinned to a context, under another condition, without one
 * of the actions, or open to nobody.
 */
export function drawKeyPolicy(walk: Walk, key: Pick<CustomerKey, 'account'>): KeyPolicyStatement[] {
  const { draw } = walk;
  const own = defaultKeyPolicy(walk, key.account);
  const kind = draw.between(1, 100);
  if (kind <= 20) return own;
  const bucket = someBucket(walk)?.name ?? '';
  if (kind <= 40)
    return [...own, { effect: 'Allow', principal: principalOf(walk, outsider(walk, key.account)), actions: ['kms:*'] }];
  const principal = principalOf(walk, anyone(walk));
  if (kind <= 57) return inSomeOrder(walk, [...own, { effect: 'Deny', principal, actions: drawKmsActions(walk) }]);
  if (kind <= 75)
    return inSomeOrder(walk, [...own, ...denyInContext(walk, bucket, { principal, actions: drawKmsActions(walk) })]);
  if (kind <= 82) {
    const condition = drawUseCondition(walk, drawContextArn(walk, bucket));
    return draw.chance(50)
      ? inSomeOrder(walk, [...own, { effect: 'Deny', principal: '*', actions: KMS_USE, condition }])
      : withAdministration(walk, key, [{ effect: 'Allow', principal: '*', actions: ['kms:*'], condition }]);
  }
  if (kind <= 90)
    return withAdministration(walk, key, [
      { effect: 'Allow', principal: '*', actions: ['kms:*'], contextArn: drawContextArn(walk, bucket) },
    ]);
  if (kind <= 97)
    return withAdministration(walk, key, [
      { effect: 'Allow', principal: walk.arns.accountRoot(key.account), actions: drawKmsActions(walk) },
    ]);
  return withAdministration(walk, key, []);
}

/** Some of the actions; writers that may not decrypt are a classic (SC-08, SC-09), some of control (F-164). */
function drawKmsActions({ draw }: Walk): KmsAction[] {
  return draw.one<KmsAction[]>([
    ['kms:GenerateDataKey'],
    ['kms:Decrypt'],
    ['kms:GenerateDataKey', 'kms:Decrypt'],
    ['kms:Decrypt', 'kms:Encrypt'],
    ['kms:DisableKey', 'kms:EnableKey', 'kms:PutKeyPolicy'],
    ['kms:*'],
  ]);
}

/** Actions that configure a bucket, but for that by which its policy can be mended (F-184). */
export const CONFIGURING: readonly S3Action[] = [
  's3:DeleteBucket',
  's3:PutEncryptionConfiguration',
  's3:GetEncryptionConfiguration',
  's3:PutReplicationConfiguration',
];

/** Actions on what is in a bucket. */
export const OBJECT_ACTIONS: readonly S3Action[] = S3_ACTIONS.filter(
  (action) => action !== 's3:*' && action !== 's3:PutBucketPolicy' && !CONFIGURING.includes(action),
);

const READING = OBJECT_ACTIONS.filter((action) => action.startsWith('s3:Get'));

/**
 * A bucket policy: none, open to another account, closed to somebody for something, to writes without certain headers,
 * or to everybody.
 */
export function drawBucketPolicy(walk: Walk, account: string): BucketPolicyStatement[] {
  const { draw } = walk;
  const kind = draw.between(1, 100);
  if (kind <= 25) return [];
  const guest = principalOf(walk, outsider(walk, account));
  if (kind <= 50) return [{ effect: 'Allow', principal: guest, actions: ['s3:*'] }];
  if (kind <= 65) return [{ effect: 'Allow', principal: guest, actions: ['s3:GetObject'] }];
  // Reading asks for one or two of these, and which of the two is missing must show.
  const action = draw.one<S3Action>(['s3:*', ...OBJECT_ACTIONS, ...READING, draw.one(S3_ACTIONS)]);
  // Few administrators lock themselves out of a bucket, for good but for their root user (F-184).
  const isLenient = action === 's3:*' && draw.chance(80);
  const actions: readonly S3Action[] = isLenient ? [...OBJECT_ACTIONS, ...CONFIGURING] : [action];
  const deny: BucketPolicyStatement = { effect: 'Deny', principal: principalOf(walk, anyone(walk)), actions };
  if (kind <= 75) return [denyByHeaders(walk)];
  if (kind <= 87) return [deny];
  if (kind <= 95) return inSomeOrder(walk, [{ effect: 'Allow', principal: guest, actions: ['s3:*'] }, deny]);
  return [{ ...deny, principal: '*' }];
}
