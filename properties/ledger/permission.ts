import type {
  BucketPolicyStatement,
  KeyPolicyStatement,
  KmsAction,
  KmsEvent,
  KmsOperation,
  S3Action,
} from '../../model/index.ts';
import type { LedgerRequester } from './requesters.ts';

/** What policies name a requester by. */
type Named = LedgerRequester['asksKmsAs'];

/** Whether S3 lets a requester act on the objects of a bucket; evaluated on every request (F-46). */
export function s3Allows(
  statements: readonly BucketPolicyStatement[],
  ownerAccount: string,
  requester: Named,
  action: Exclude<S3Action, 's3:*'>,
): boolean {
  let isAllowed = requester.account === ownerAccount;
  for (const { effect, principal, actions } of statements) {
    if (!isNamed(principal, requester) || !(actions.includes(action) || actions.includes('s3:*'))) continue;
    if (effect === 'Deny') return false;
    isAllowed = true;
  }
  return isAllowed;
}

const ACTION_OF = {
  GenerateDataKey: 'kms:GenerateDataKey',
  Encrypt: 'kms:Encrypt',
  Decrypt: 'kms:Decrypt',
  // That on the new key: it is recorded with that.
  ReEncrypt: 'kms:ReEncryptTo',
} as const satisfies Readonly<Record<KmsOperation, KmsAction>>;

/** Value of `aws:s3:arn`: the ARN of a bucket, or that of the object `key` in it, if that is not null (F-88). */
export function namedArn(bucketArn: string, key: string | null): string {
  return key === null ? bucketArn : `${bucketArn}/${key}`;
}

/**
 * Whether a key policy lets a requester make a KMS call with this value of `aws:s3:arn` (F-94, F-102). It is put
 * together only where a statement asks for it: few do.
 */
export function kmsAllows(
  statements: readonly KeyPolicyStatement[],
  requester: Named,
  operation: KmsOperation,
  bucketArn: string,
  key: string | null,
): boolean {
  let isAllowed = false;
  for (const { effect, principal, actions, contextArn: pattern } of statements) {
    if (!isNamed(principal, requester) || !(actions.includes(ACTION_OF[operation]) || actions.includes('kms:*')))
      continue;
    if (pattern !== undefined && !matchesPattern(pattern, namedArn(bucketArn, key))) continue;
    if (effect === 'Deny') return false;
    isAllowed = true;
  }
  return isAllowed;
}

/** Whether a key policy lets a requester control the key: no encryption context, no condition that matches (F-164). */
export function controlAllows(
  statements: readonly KeyPolicyStatement[],
  requester: Named,
  op: KmsEvent['op'],
): boolean {
  const effects = statements
    .filter(({ principal, contextArn }) => contextArn === undefined && isNamed(principal, requester))
    .filter(({ actions }) => actions.includes(`kms:${op}`) || actions.includes('kms:*'))
    .map(({ effect }) => effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

function isNamed(principal: string, requester: Named): boolean {
  return principal === '*' || principal === requester.roleArn || principal === requester.rootArn;
}

/**
 * Whether a pattern in which `*` stands for any run of characters and `?` for any one matches a value: greedy, going
 * back to the last `*` only.
 */
export function matchesPattern(pattern: string, value: string): boolean {
  let inPattern = 0;
  let inValue = 0;
  let lastStar = -1;
  let resumeAt = 0;
  while (inValue < value.length) {
    if (pattern[inPattern] === '*') {
      lastStar = inPattern;
      resumeAt = inValue;
      inPattern += 1;
    } else if (pattern[inPattern] === '?' || pattern[inPattern] === value[inValue]) {
      inPattern += 1;
      inValue += 1;
    } else if (lastStar >= 0) {
      resumeAt += 1;
      inPattern = lastStar + 1;
      inValue = resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
