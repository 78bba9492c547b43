import type { KnownRequester } from '../records/known-requester.ts';
import { type ContextPairs, NO_KMS_KEY } from '../records/records.ts';
import type { KeyWanted } from '../rules/encryption.ts';
import { contextArn, encryptionContext } from '../rules/encryption-context.ts';
import { isBareId } from '../rules/key-reference.ts';
import { kmsAnswers } from '../rules/kms-answer.ts';
import { type Refusal, refusalOf } from '../rules/kms-errors.ts';
import type { KmsOperation, KmsResult } from '../vocabulary/kms-call.ts';
import { touchKey } from './key-moves.ts';
import { ACCESS_DENIED, choose, see, type Turn } from './turn.ts';

/** A KMS key as a request sees it: known by number, or a reference that KMS cannot resolve (number -1). */
export interface FoundKey {
  readonly number: number;
  readonly arn: string;
}

const ACTIONS = { GenerateDataKey: 'kms:GenerateDataKey', Decrypt: 'kms:Decrypt', Encrypt: 'kms:Encrypt' } as const;

/** The key a write is to use, resolved for whoever writes into a bucket of `bucketAccount` (F-10, F-12). */
export function findKey(turn: Turn, wanted: KeyWanted, by: KnownRequester, bucketAccount: string): FoundKey {
  const { scope } = turn;
  if (wanted === 'managed') return by.managedKey;
  const named = scope.keyNamed(wanted.reference, by.account, bareIdAccount(turn, wanted, by.account, bucketAccount));
  if (named.kmsKey >= 0) return keyNumbered(turn, named.kmsKey);
  const alias = turn.draft.aliases.get(named.alias);
  return alias === undefined
    ? { number: -1, arn: wanted.reference }
    : keyNumbered(turn, see(turn, 'aliasSeen', alias.target));
}

/** Whose key a bare id is: in a header that of who asks, in a rule it is open (F-10). */
function bareIdAccount(
  turn: Turn,
  { reference, by }: Exclude<KeyWanted, 'managed'>,
  requesterAccount: string,
  bucketAccount: string,
): string {
  if (by === 'header' || requesterAccount === bucketAccount || !isBareId(reference)) return requesterAccount;
  return choose(turn, 'bareIdAccount', turn.profile.bareIdInRule) === 'bucket' ? bucketAccount : requesterAccount;
}

/** Not under a KMS key. */
export const NO_KEY: FoundKey = { number: NO_KMS_KEY, arn: '' };

/** The key with a number. */
export function keyNumbered(turn: Turn, number: number): FoundKey {
  return turn.scope.key(number) ?? NO_KEY;
}

/** What a KMS call is about. */
export interface KmsSubject {
  readonly by: KnownRequester;
  readonly key: FoundKey;
  readonly bucket: string;
  readonly objectKey: string;
  readonly bucketKey: boolean;
  readonly pairs: ContextPairs;
}

/**
 * Asks KMS once, as the requester (F-100), and records the call. Answers why the request must end, or undefined when
 * KMS allows.
 */
export function askKms(turn: Turn, operation: KmsOperation, subject: KmsSubject): Refusal | undefined {
  const { by, key } = subject;
  const arn = contextArn(subject.bucket, subject.objectKey, subject.bucketKey);
  const answers = answersTo(turn, operation, subject);
  const answer = turn.s3Denied ? refusedFirst(turn, answers) : choose(turn, 'kmsAnswer', answers);
  if (answer === 'by-s3') return ACCESS_DENIED;
  turn.kmsCalls.push({
    operation,
    by: by.name,
    keyArn: key.arn,
    context: encryptionContext(arn, subject.pairs),
    result: answer,
  });
  if (answer !== 'ok') return refusalOf(answer, operation);
  touchKey(turn, key.number, 'Use');
  return undefined;
}

function answersTo(
  turn: Turn,
  operation: KmsOperation,
  { by, key, bucket, objectKey, bucketKey }: KmsSubject,
): readonly KmsResult[] {
  return kmsAnswers(turn.draft.kmsKeys.get(key.number), {
    by,
    action: ACTIONS[operation],
    contextArn: contextArn(bucket, objectKey, bucketKey),
    nowMs: turn.nowMs,
    throttled: turn.draft.kmsThrottled,
    anyRefusal: turn.profile.refusedFirst.length > 1,
    pendingDeletion: turn.profile.pendingDeletion,
  });
}

/** S3 denies already: either it says so, or KMS refuses first (U-20). */
function refusedFirst(turn: Turn, answers: readonly KmsResult[]): Exclude<KmsResult, 'ok'> | 'by-s3' {
  const options: (Exclude<KmsResult, 'ok'> | 'by-s3')[] = [];
  if (answers.includes('ok') || turn.profile.refusedFirst.includes('s3')) options.push('by-s3');
  for (const answer of answers) if (answer !== 'ok') options.push(answer);
  return choose(turn, 'refusal', options);
}
