import {
  type BucketPolicyStatement,
  CALLER_ACCOUNT_KEY,
  CONTEXT_KEY_START,
  CONTEXT_KEYS_KEY,
  KMS_KEY_ID_KEY,
  type PolicyCondition,
  PRINCIPAL_ARN_KEY,
  SOURCE_ARN_KEY,
  SSE_KEY,
  VIA_SERVICE_KEY,
} from '../../model/index.ts';
import { anyone, usableKey } from './pick.ts';
import type { Walk } from './walk.ts';

/** A value that a request may have, as one of one or two. */
function among({ draw }: Walk, value: string, other: string): string | readonly string[] {
  return draw.chance(60) ? value : draw.chance(50) ? [value, other] : [other];
}

/** A condition on encryption headers as people write it: an algorithm, a key or any header is demanded (F-143). */
function drawHeaderCondition(walk: Walk): PolicyCondition {
  const { draw } = walk;
  const keyArn = usableKey(walk)?.arn ?? walk.arns.kmsKey('', 'none');
  const algorithm = draw.chance(75) ? 'aws:kms' : 'AES256';
  return draw.one<PolicyCondition>([
    { StringNotEquals: { [SSE_KEY]: among(walk, algorithm, 'aws:kms:dsse') } },
    { StringNotEquals: { [SSE_KEY]: algorithm } },
    { Null: { [SSE_KEY]: draw.chance(80) ? 'true' : 'false' } },
    { StringEquals: { [SSE_KEY]: among(walk, 'AES256', 'aws:kms') } },
    { StringNotEquals: { [KMS_KEY_ID_KEY]: keyArn } },
    { StringNotLike: { [KMS_KEY_ID_KEY]: `${walk.arns.kmsPrefix}*:key/*` } },
    { StringLike: { [SSE_KEY]: 'aws:*' }, Null: { [KMS_KEY_ID_KEY]: 'true' } },
    { StringNotEquals: { [SSE_KEY]: 'aws:kms' }, StringLike: { [PRINCIPAL_ARN_KEY]: drawRolePattern(walk) } },
  ]);
}

/** The ARN of somebody's role, or a pattern for all roles of an account. */
function drawRolePattern(walk: Walk): string {
  const { account, principal } = anyone(walk);
  return walk.draw.chance(70) ? walk.arns.role(account, principal) : walk.arns.role(account, '*');
}

/** Writes of everybody are denied under a condition on their headers. */
export function denyByHeaders(walk: Walk): BucketPolicyStatement {
  return { effect: 'Deny', principal: '*', actions: ['s3:PutObject'], condition: drawHeaderCondition(walk) };
}

/**
 * A condition on a use of a key: on the context as `contextArn` has it, on the pairs of the caller, on way and account
 * and role of who asks, or on a source that nobody has.
 */
export function drawUseCondition(walk: Walk, contextArn: string): PolicyCondition {
  const { draw, arns } = walk;
  const { account } = anyone(walk);
  return draw.one<PolicyCondition>([
    { StringLike: { [`${CONTEXT_KEY_START}aws:s3:arn`]: contextArn } },
    { StringNotLike: { [`${CONTEXT_KEY_START}aws:s3:arn`]: contextArn } },
    { StringEquals: { [`${CONTEXT_KEY_START}team`]: among(walk, 'red', 'blue') } },
    { StringNotEquals: { [`${CONTEXT_KEY_START}Team`]: 'red' } },
    { 'ForAllValues:StringEquals': { [CONTEXT_KEYS_KEY]: among(walk, 'aws:s3:arn', 'team') } },
    { 'ForAnyValue:StringLike': { [CONTEXT_KEYS_KEY]: 't?a*' } },
    { StringEquals: { [VIA_SERVICE_KEY]: draw.chance(60) ? arns.s3Service : `ec2.${arns.region}.amazonaws.com` } },
    { StringEquals: { [CALLER_ACCOUNT_KEY]: account } },
    { StringNotEquals: { [CALLER_ACCOUNT_KEY]: account } },
    { StringLike: { [PRINCIPAL_ARN_KEY]: drawRolePattern(walk) } },
    { StringNotLike: { [PRINCIPAL_ARN_KEY]: drawRolePattern(walk) } },
    { Null: { [SOURCE_ARN_KEY]: draw.chance(50) ? 'true' : 'false' } },
    { StringLike: { 'AWS:principalarn': drawRolePattern(walk) }, StringEquals: { [VIA_SERVICE_KEY]: arns.s3Service } },
  ]);
}
