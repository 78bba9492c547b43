import type { Arns } from '../../../model/vocabulary/arns.ts';
import type { EncryptionHeaders, EncryptionRule } from '../../../model/vocabulary/encryption.ts';
import type { IdentityStatement, KmsAction, S3Action } from '../../../model/vocabulary/policy.ts';
import type { PolicyCondition } from '../../../model/vocabulary/policy-condition.ts';
import type { Requester } from '../../../model/vocabulary/requester.ts';
import type { IamPolicies } from '../iam.ts';
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
  /** What IAM says: role and session each for itself. */
  iamSays(
    policies: IamPolicies,
    request: IamRequest,
    isMet: (condition: PolicyCondition) => boolean,
    like: TextMatches,
  ): IamSays;
  /**
   * Whether a request is allowed by all that is asked: what the policy of the resource says, and IAM (F-187).
   *
   * @param isOpenToIam - whether principals of the account of the resource may use it by IAM alone
   */
  allows(byResource: ResourceSays, isOwnAccount: boolean, isOpenToIam: boolean, iam: IamSays): boolean;
}

/** What the policy of a resource says: whether it denies, and whom it allows. */
export interface ResourceSays {
  readonly denies: boolean;
  /** Who asks, or everybody. */
  readonly allowsAsker: boolean;
  /** The account of who asks. */
  readonly allowsAccount: boolean;
}

/** By which names the statements of a policy are about somebody. */
export function principalsOf({ account, principal, servicePrincipal }: Requester, arns: Arns): readonly string[] {
  if (servicePrincipal !== undefined) return ['*', servicePrincipal];
  return ['*', arns.accountRoot(account), arns.role(account, principal)];
}

/** What those of the statements of a resource say that apply to a request. */
export function resourceSays(
  statements: readonly { readonly effect: 'Allow' | 'Deny'; readonly principal: string }[],
  accountRoot: string,
): ResourceSays {
  const allowed = statements.filter(({ effect }) => effect === 'Allow').map(({ principal }) => principal);
  return {
    denies: statements.some(({ effect }) => effect === 'Deny'),
    allowsAsker: allowed.some((principal) => principal !== accountRoot),
    allowsAccount: allowed.includes(accountRoot),
  };
}

/** What statements say of a request. */
export type Said = 'Allow' | 'Deny' | 'nothing';

/** What IAM says of a request: by the policies of the role, and by the scoping policy of the session (F-187). */
export interface IamSays {
  readonly role: Said;
  readonly session: Said;
}

/** What a request does, and to what. */
export interface IamRequest {
  readonly action: S3Action | KmsAction;
  /** ARN of the bucket, object, KMS key or alias. */
  readonly resource: string;
}

/** Where no policy is told everything is allowed. */
export const IAM_UNTOLD: IamSays = { role: 'Allow', session: 'Allow' };

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
  if (requester.account !== '') keys.set('kms:calleraccount', [requester.account]);
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

function keysOfRequester(requester: Requester, arns: Arns): Map<string, readonly string[]> {
  const { account, principal, signature, servicePrincipal, sourceArn } = requester;
  if (signature === 'none') return new Map();
  if (servicePrincipal === undefined) return new Map([['aws:principalarn', [arns.role(account, principal)]]]);
  return sourceArn === undefined ? new Map() : new Map([['aws:sourcearn', [sourceArn]]]);
}

function iamSays(
  { role, session }: IamPolicies,
  request: IamRequest,
  isMet: (condition: PolicyCondition) => boolean,
  like: TextMatches,
): IamSays {
  const says = (statements: readonly IdentityStatement[] | null): Said => {
    if (statements === null) return 'Allow';
    const effects = statements
      .filter(({ actions }) => actions.includes(request.action) || actions.includes(everything(request.action)))
      .filter(({ resources }) => resources === undefined || resources.some((one) => like(one, request.resource)))
      .filter(({ condition }) => condition === undefined || isMet(condition))
      .map(({ effect }) => effect);
    return effects.includes('Deny') ? 'Deny' : effects.includes('Allow') ? 'Allow' : 'nothing';
  };
  return { role: says(role), session: says(session) };
}

function everything(action: S3Action | KmsAction): 's3:*' | 'kms:*' {
  return action.startsWith('kms:') ? 'kms:*' : 's3:*';
}

function allows(
  { denies, allowsAsker, allowsAccount }: ResourceSays,
  isOwnAccount: boolean,
  isOpenToIam: boolean,
  { role, session }: IamSays,
): boolean {
  if (denies || role === 'Deny' || session !== 'Allow') return false;
  if (!isOwnAccount) return (allowsAsker || allowsAccount) && role === 'Allow';
  return allowsAsker || ((allowsAccount || isOpenToIam) && role === 'Allow');
}

/** The correct {@link PolicyParts}. */
export const POLICY_PARTS: PolicyParts = { holds, keysOfS3, keysOfKms, iamSays, allows };
