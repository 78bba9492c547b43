import type { Arns } from '../../../model/vocabulary/arns.ts';
import type { EncryptionHeaders, EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { S3Action } from '../../../model/vocabulary/policy.ts';
import type { PolicyCondition } from '../../../model/vocabulary/policy-condition.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { EncryptionContext } from '../s3/stored-object.ts';

/** What a request has for the condition keys of policies: names in lower case, each with its values. */
export type RequestKeys = ReadonlyMap<string, readonly string[]>;

/** Whether the text of a policy condition, with its wildcards, is that of a request. */
export type TextMatches = (pattern: string, value: string) => boolean;

/** A request to S3 that a bucket policy is asked about. */
export interface S3Request {
  readonly requester: Requester;
  readonly arns: Arns;
  readonly action: S3Action;
  /** The encryption headers that were sent; a part of an upload and a replica have none. */
  readonly headers: EncryptionHeaders;
  /** What the bucket encrypts with by default. What a policy says must not depend on it (F-143). */
  readonly rule: EncryptionRule;
}

/** How conditions of policies are told. */
export interface PolicyParts {
  /** Whether a condition holds of a request (F-186). */
  holds(condition: PolicyCondition, request: RequestKeys, like: TextMatches): boolean;
  /** What a request to S3 has: conditions on encryption test what was sent (F-143). */
  keysOfS3(request: S3Request): RequestKeys;
  /** What a call of KMS has, and control of a key, which has neither a context nor a service in between. */
  keysOfKms(requester: Requester, arns: Arns, context: EncryptionContext): RequestKeys;
}

/** How often a value of the request has to pass, by what the operator begins with. */
type Count = (values: readonly string[], passes: (value: string) => boolean) => boolean;

/** Every test of every operator is passed. */
function holds(condition: PolicyCondition, request: RequestKeys, like: TextMatches): boolean {
  const tests = Object.entries(condition).flatMap(([operator, byKey]) =>
    Object.entries(byKey).map(([key, wanted]) => ({ operator, key, wanted: [wanted].flat() })),
  );
  return tests.every(({ operator, key, wanted }) => {
    const values = request.get(key.toLowerCase()) ?? [];
    if (operator === 'Null') return wanted.includes(values.length === 0 ? 'true' : 'false');
    const [set, comparison] = operator.includes(':') ? operator.split(':') : [undefined, operator];
    return countOf(set, comparison)(values, passing(comparison, wanted, like));
  });
}

function countOf(set: string | undefined, comparison: string | undefined): Count {
  if (set === 'ForAllValues') return (values, passes) => !values.some((value) => !passes(value));
  if (set === 'ForAnyValue') return (values, passes) => values.some(passes);
  // A key that the request has not is like nothing and equal to nothing.
  const ofNothing = comparison?.startsWith('StringNot') === true;
  return (values, passes) => (values.length === 0 ? ofNothing : values.some(passes));
}

function passing(
  comparison: string | undefined,
  wanted: readonly string[],
  like: TextMatches,
): (value: string) => boolean {
  switch (comparison) {
    case 'StringEquals':
      return (value) => wanted.includes(value);
    case 'StringNotEquals':
      return (value) => !wanted.includes(value);
    case 'StringLike':
      return (value) => wanted.some((pattern) => like(pattern, value));
    case 'StringNotLike':
      return (value) => !wanted.some((pattern) => like(pattern, value));
    default:
      throw new RangeError(`there is no operator ${comparison}`);
  }
}

function keysOfS3({ requester, arns, action, headers: { sse, kmsKeyId } }: S3Request): RequestKeys {
  const keys = keysOfRequester(requester, arns);
  if (action !== 's3:PutObject') return keys;
  if (sse !== undefined) keys.set('s3:x-amz-server-side-encryption', [sse]);
  if (kmsKeyId !== undefined) keys.set('s3:x-amz-server-side-encryption-aws-kms-key-id', [kmsKeyId]);
  return keys;
}

function keysOfKms(requester: Requester, arns: Arns, context: EncryptionContext): RequestKeys {
  const keys = keysOfRequester(requester, arns);
  if (requester.signature !== 'none') keys.set('kms:calleraccount', [requester.account]);
  const names = Object.keys(context);
  if (names.length === 0) return keys;
  keys.set('kms:viaservice', [`s3.${arns.region}.amazonaws.com`]);
  keys.set('kms:encryptioncontextkeys', names);
  for (const [name, value] of Object.entries(context)) {
    const key = `kms:encryptioncontext:${name.toLowerCase()}`;
    keys.set(key, [...(keys.get(key) ?? []), value]);
  }
  return keys;
}

function keysOfRequester({ account, principal, signature }: Requester, arns: Arns): Map<string, readonly string[]> {
  return signature === 'none' ? new Map() : new Map([['aws:principalarn', [arns.role(account, principal)]]]);
}

/** The correct {@link PolicyParts}. */
export const POLICY_PARTS: PolicyParts = { holds, keysOfS3, keysOfKms };
