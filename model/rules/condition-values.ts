import type { KnownRequester } from '../records/known-requester.ts';
import type { ContextPairs } from '../records/records.ts';
import type { EncryptionHeaders } from '../vocabulary/encryption.ts';
import type { S3Action } from '../vocabulary/policy.ts';
import {
  CALLER_ACCOUNT_KEY,
  CONTEXT_KEY_START,
  CONTEXT_KEYS_KEY,
  KMS_KEY_ID_KEY,
  PRINCIPAL_ARN_KEY,
  SOURCE_ARN_KEY,
  SSE_KEY,
  VIA_SERVICE_KEY,
} from '../vocabulary/policy-condition.ts';
import { ARN_PAIR } from './encryption-context.ts';

/** What a KMS key is used for; undefined where somebody controls it, which has no context and comes by no service. */
export interface KeyUse {
  /** Value of `aws:s3:arn` in the context. */
  readonly contextArn: string;
  /** The other pairs of the context. */
  readonly pairs: ContextPairs;
  /** The service that asks. */
  readonly viaService: string;
}

const NONE: readonly string[] = [];

// Names of condition keys are compared whatever their case.
const SSE = SSE_KEY.toLowerCase();
const KMS_KEY_ID = KMS_KEY_ID_KEY.toLowerCase();
const CONTEXT_START = CONTEXT_KEY_START.toLowerCase();
const CONTEXT_KEYS = CONTEXT_KEYS_KEY.toLowerCase();
const VIA_SERVICE = VIA_SERVICE_KEY.toLowerCase();
const CALLER_ACCOUNT = CALLER_ACCOUNT_KEY.toLowerCase();
const PRINCIPAL_ARN = PRINCIPAL_ARN_KEY.toLowerCase();
const SOURCE_ARN = SOURCE_ARN_KEY.toLowerCase();

/** The values of a condition key, in lower case, in a request to S3. Only writes have encryption headers (F-143). */
export function valuesOfRequest(
  key: string,
  by: KnownRequester,
  action: Exclude<S3Action, 's3:*'>,
  { sse, kmsKeyId }: EncryptionHeaders,
): readonly string[] {
  const isWrite = action === 's3:PutObject';
  if (key === SSE) return isWrite ? oneOrNone(sse) : NONE;
  // An empty one was sent all the same: whether it is taken for none is open (U-31), and not settled here.
  if (key === KMS_KEY_ID) return isWrite && kmsKeyId !== undefined ? [kmsKeyId] : NONE;
  return valuesOfRequester(key, by);
}

/** The values of a condition key, in lower case, in a request to KMS. */
export function valuesOfCall(key: string, by: KnownRequester, use: KeyUse | undefined): readonly string[] {
  if (key === CALLER_ACCOUNT) return oneOrNone(by.account);
  if (key === VIA_SERVICE) return oneOrNone(use?.viaService);
  if (key === CONTEXT_KEYS) return use === undefined ? NONE : [ARN_PAIR, ...use.pairs.map(([name]) => name)];
  if (key.startsWith(CONTEXT_START))
    return use === undefined ? NONE : valuesOfPair(use, key.slice(CONTEXT_START.length));
  return valuesOfRequester(key, by);
}

/** Pairs whose names differ in case only are one condition key. */
function valuesOfPair({ contextArn, pairs }: KeyUse, name: string): readonly string[] {
  if (name === ARN_PAIR) return [contextArn];
  return pairs.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
}

/** A service has no ARN, but asks for something that has (K-28). */
function valuesOfRequester(key: string, { account, roleArn, sourceArn }: KnownRequester): readonly string[] {
  if (key === PRINCIPAL_ARN) return account === '' ? NONE : [roleArn];
  return key === SOURCE_ARN ? oneOrNone(sourceArn) : NONE;
}

function oneOrNone(value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? NONE : [value];
}
