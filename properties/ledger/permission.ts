import type {
  BucketPolicyStatement,
  Event,
  KeyPolicyStatement,
  KmsAction,
  KmsEvent,
  KmsOperation,
  S3Action,
} from '../../model/index.ts';
import type { Certainty } from './certainty.ts';
import { conditionSays, type KnownValues, matchesPattern } from './condition.ts';
import { type HeadersProfile, type HeadersSeen, headersSeen } from './headers-seen.ts';
import type { LedgerRequester } from './requesters.ts';

/** What policies name a requester by. */
type Named = LedgerRequester['asksKmsAs'];

/**
 * Whether S3 lets a requester act on the objects of a bucket; evaluated on every request (F-46).
 *
 * @param event - the request, whose encryption headers conditions may ask for; undefined = it is not known
 */
export function s3Allows(
  statements: readonly BucketPolicyStatement[],
  ownerAccount: string,
  requester: Named,
  action: Exclude<S3Action, 's3:*'>,
  profile: HeadersProfile,
  event: Event | undefined,
): Certainty {
  const isOwnAccount = requester.account === ownerAccount;
  return policySays(statements, requester, isOwnAccount ? 'yes' : 'no', ({ actions, condition }) => {
    if (!actions.includes(action) && !actions.includes('s3:*')) return 'no';
    if (condition === undefined) return 'yes';
    return conditionSays(condition, valuesOfRequest(requester, action, event && headersSeen(profile, event)));
  });
}

/**
 * What the policy of a resource comes to: a Deny that applies wins, and one that may apply leaves open what is allowed.
 * That IAM may still deny: to a role of the account, to a session, and abroad (F-187).
 *
 * @param allowedAnyway - whether what no statement is about is allowed
 * @param applies - whether a statement that names the requester is about what is asked
 */
function policySays<Statement extends Pick<KeyPolicyStatement, 'effect' | 'principal'>>(
  statements: readonly Statement[],
  requester: Named,
  allowedAnyway: Certainty,
  applies: (statement: Statement) => Certainty,
): Certainty {
  let isAllowed = allowedAnyway;
  let mayBeDenied = false;
  for (const statement of statements) {
    const isAbout = isNamed(statement.principal, requester) ? applies(statement) : 'no';
    if (isAbout === 'no') continue;
    if (statement.effect === 'Allow') isAllowed = isAllowed === 'yes' ? 'yes' : isAbout;
    else if (isAbout === 'yes') return 'no';
    else mayBeDenied = true;
  }
  return isAllowed === 'yes' && (mayBeDenied || requester.limits !== undefined) ? 'open' : isAllowed;
}

const NONE: readonly string[] = [];

/** Only writes have encryption headers (F-143). */
function valuesOfRequest(requester: Named, action: S3Action, seen: HeadersSeen | undefined): KnownValues {
  return (key) => {
    if (!key.startsWith('s3:x-amz-server-side-encryption')) return valuesOfRequester(requester, key);
    if (action !== 's3:PutObject') return NONE;
    if (key === 's3:x-amz-server-side-encryption') return seen && oneOrNone(seen.sent.sse);
    return seen === undefined || seen.isKeyIdOpen ? undefined : oneOrNone(seen.sent.kmsKeyId);
  };
}

function valuesOfRequester({ account, roleArn, sourceArn }: Named, key: string): readonly string[] {
  if (key === 'aws:sourcearn') return oneOrNone(sourceArn);
  return key === 'aws:principalarn' && account !== '' ? [roleArn] : NONE;
}

function oneOrNone(value: string | undefined): readonly string[] {
  return value === undefined ? NONE : [value];
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

/** Pairs of an encryption context by name. */
type Context = Readonly<Record<string, string>>;

/**
 * Whether the policy of a key lets a requester make a KMS call with this value of `aws:s3:arn` (F-94, F-102). It is put
 * together only where a statement asks for it: few do.
 *
 * @param context - all pairs of the call; undefined = only that of S3 is known
 * @param granted - whether a grant allows it, which is as good as an Allow for who asks (F-203)
 */
export function kmsAllows(
  statements: readonly KeyPolicyStatement[],
  keyArn: string,
  requester: Named,
  operation: KmsOperation,
  bucketArn: string,
  objectKey: string | null,
  context?: Context,
  granted: Certainty = 'no',
): Certainty {
  return policySays(statements, requester, granted, ({ actions, contextArn: pattern, condition }) => {
    if (!actions.includes(ACTION_OF[operation]) && !actions.includes('kms:*')) return 'no';
    if (pattern !== undefined && !matchesPattern(pattern, namedArn(bucketArn, objectKey))) return 'no';
    if (condition === undefined) return 'yes';
    return conditionSays(condition, valuesOfCall(keyArn, requester, namedArn(bucketArn, objectKey), context));
  });
}

const OF_PAIR = 'kms:encryptioncontext:';

function valuesOfCall(keyArn: string, requester: Named, arn: string, context: Context | undefined): KnownValues {
  const pairs = context && Object.entries(context);
  return (key) => {
    if (key === 'kms:calleraccount') return requester.account === '' ? NONE : [requester.account];
    if (key === 'kms:viaservice') return [`s3.${keyArn.split(':')[3]}.amazonaws.com`];
    if (key === 'kms:encryptioncontextkeys') return pairs?.map(([name]) => name);
    if (!key.startsWith(OF_PAIR)) return valuesOfRequester(requester, key);
    const name = key.slice(OF_PAIR.length);
    if (name === 'aws:s3:arn') return [arn];
    return pairs?.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
  };
}

/** Whether a key policy lets a requester control the key: there is no context, and none is matched (F-164). */
export function controlAllows(
  statements: readonly KeyPolicyStatement[],
  requester: Named,
  op: KmsEvent['op'],
): boolean {
  const valuesOf: KnownValues = (key) =>
    key === 'kms:calleraccount' && requester.account !== '' ? [requester.account] : valuesOfRequester(requester, key);
  let isAllowed = false;
  for (const { effect, principal, actions, contextArn, condition } of statements) {
    if (contextArn !== undefined || !isNamed(principal, requester)) continue;
    if (!actions.includes('kms:*') && !actions.includes(`kms:${op}`)) continue;
    if (condition !== undefined && conditionSays(condition, valuesOf) !== 'yes') continue;
    if (effect === 'Deny') return false;
    isAllowed = true;
  }
  return isAllowed;
}

function isNamed(principal: string, requester: Named): boolean {
  return principal === '*' || principal === requester.roleArn || principal === requester.rootArn;
}
