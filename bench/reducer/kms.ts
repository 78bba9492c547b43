import type { KmsCall, KmsOutage, KmsResult } from '../../model/index.ts';
import { ACCESS_DENIED, type Failure } from './answer.ts';
import type { Caller, Key, State } from './state.ts';

/** One step under way. */
export interface Turn {
  readonly state: State;
  readonly nowMs: number;
  readonly calls: KmsCall[];
}

/** A KMS key that was looked up; where KMS knows none, the reference as it was given. */
export interface Found {
  readonly key: Key | undefined;
  readonly arn: string;
}

/** What it answers: it knows no outage. */
type Result = Exclude<KmsResult, KmsOutage>;

/** Extra pairs of an encryption context. */
export type Pairs = readonly (readonly [string, string])[];

/** No extra pairs. */
export const NO_PAIRS: Pairs = [];

const ACTIONS = { GenerateDataKey: 'kms:GenerateDataKey', Decrypt: 'kms:Decrypt', Encrypt: 'kms:Encrypt' } as const;

const FAILURES: Readonly<Record<Exclude<Result, 'ok'>, Failure>> = {
  AccessDeniedException: ACCESS_DENIED,
  DisabledException: { status: 400, code: 'KMS.DisabledException' },
  InvalidKeyUsageException: { status: 400, code: 'KMS.InvalidKeyUsageException' },
  KMSInvalidStateException: { status: 400, code: 'KMS.KMSInvalidStateException' },
  NotFoundException: { status: 400, code: 'KMS.NotFoundException' },
  ThrottlingException: { status: 503, code: 'SlowDown' },
};

/** Calls KMS. Answers why it refuses, or undefined. */
export function callKms(
  turn: Turn,
  operation: keyof typeof ACTIONS,
  by: Caller,
  { key, arn }: Found,
  about: string,
  pairs: Pairs,
): Failure | undefined {
  const result = turn.state.throttled ? 'ThrottlingException' : resultOf(turn, operation, by, key, about);
  const context = pairs.length === 0 ? { 'aws:s3:arn': about } : Object.fromEntries([['aws:s3:arn', about], ...pairs]);
  turn.calls.push({ operation, by: by.name, keyArn: arn, context, result });
  return result === 'ok' ? undefined : FAILURES[result];
}

function resultOf(
  turn: Turn,
  operation: keyof typeof ACTIONS,
  by: Caller,
  key: Key | undefined,
  about: string,
): Result {
  if (key === undefined || isDeleted(key, turn.nowMs)) return 'NotFoundException';
  if (!keyAllows(key, by, operation, about)) return 'AccessDeniedException';
  if (key.state === 'enabled') return 'ok';
  return key.state === 'disabled' ? 'DisabledException' : 'KMSInvalidStateException';
}

/** Whether a key is gone by now. */
export function isDeleted(key: Key, nowMs: number): boolean {
  if (key.state === 'pendingDeletion' && nowMs >= key.deletedAtMs) key.state = 'deleted';
  return key.state === 'deleted';
}

function keyAllows(key: Key, by: Caller, operation: keyof typeof ACTIONS, about: string): boolean {
  let allowed = false;
  for (const { statement, context } of key.policy) {
    const { principal, actions, effect } = statement;
    if (principal !== '*' && principal !== by.rootArn && principal !== by.roleArn) continue;
    if (!actions.includes('kms:*') && !actions.includes(ACTIONS[operation])) continue;
    if (context !== undefined && !context.test(about)) continue;
    if (effect === 'Deny') return false;
    allowed = true;
  }
  return allowed;
}
