import type { WrittenEncryption } from '../charts/object-version.ts';
import type { KnownRequester } from '../records/known-requester.ts';
import { visible } from '../records/lagging.ts';
import { UNSEEN_REFERENCE } from '../records/past.ts';
import { type Bucket, type BucketEncryption, type ContextPairs, UNNAMED_CUSTOMER_KEY } from '../records/records.ts';
import {
  flagIsDormant,
  flagIsInert,
  type KeyWanted,
  keyIdWithoutKms,
  objectState,
  resolveEncryption,
  ruleAlgorithm,
} from '../rules/encryption.ts';
import { callerPairs, NO_PAIRS, namesArnPair } from '../rules/encryption-context.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { sameEncryption } from '../store/record-equality.ts';
import { algorithmNamed, type EncryptionHeaders, type SseAlgorithm } from '../vocabulary/encryption.ts';
import { ANY_CODE } from '../vocabulary/outcome.ts';
import { BLOCKED, blocksCustomerKeys, customerHeaderRefusal } from './customer-key.ts';
import { type FoundKey, findKey, keyNumbered, NO_KEY } from './kms-use.ts';
import { inferRule, noteRuleKey, possibleRules, ruleOfPast } from './past-buckets.ts';
import { isUnseenKey } from './past-keys.ts';
import { choose, see, type Transaction } from './transaction.ts';

const KEY_ID_ALONE: Refusal = { status: 400, code: 'InvalidArgument', because: ['E-12', 'F-30'] };
const KEY_ID_WITH_AES256: Refusal = { ...KEY_ID_ALONE, because: ['E-13', 'F-31'] };
const EMPTY_ALGORITHM: Refusal = { status: 400, code: 'InvalidArgument', because: ['F-29', 'E-14'] };
/** An algorithm that is none: what is answered was recorded of an empty one only. */
export const BAD_ALGORITHM: Refusal = { status: 400, code: ANY_CODE, because: ['F-29'] };
const BAD_CONTEXT: Refusal = { status: 400, code: ANY_CODE, because: ['E-18', 'F-92'] };
const OWN_PAIR: Refusal = { ...BAD_CONTEXT, because: ['F-89'] };
const CONTEXT_WITHOUT_KMS: Refusal = { status: 400, code: ANY_CODE, because: ['U-28'] };
/** A header has nothing to act on, and is refused (U-14). */
export const INERT_HEADER: Refusal = { status: 400, code: ANY_CODE, because: ['U-14', 'F-32'] };

/** Headers that are refused whoever asks: before authorisation (E-12, E-13, E-18). */
export function headerRefusal(
  transaction: Transaction,
  bucket: Bucket | undefined,
  headers: EncryptionHeaders,
): Refusal | undefined {
  if (headers.sse === '') return EMPTY_ALGORITHM;
  if (headers.sse === 'malformed') return BAD_ALGORITHM;
  if (headers.customerKey !== undefined || headers.customerAlgorithm !== undefined) {
    const refusal = customerHeaderRefusal(transaction, headers);
    if (refusal !== undefined) return refusal;
  }
  if (keyIdWithoutKms(headers)) {
    // Measured on buckets without KMS default only (F-30); on others a server may ignore the key id (U-14).
    const mayIgnore =
      headers.sse === undefined
        ? bucket !== undefined && transaction.profile.inertHeader.length > 1 && kmsRules(transaction, bucket).length > 0
        : transaction.profile.keyIdWithAes256;
    if (!mayIgnore || choose(transaction, 'inertHeader', ['refused', 'ignored']) === 'refused')
      return headers.sse === undefined ? KEY_ID_ALONE : KEY_ID_WITH_AES256;
  }
  if (headers.context === 'malformed') return BAD_CONTEXT;
  if (namesArnPair(headers) && choose(transaction, 'inertHeader', transaction.profile.inertHeader) === 'refused')
    return OWN_PAIR;
  return undefined;
}

/** The rules a key id without algorithm may have met when it was not refused: those that name a KMS algorithm. */
function kmsRules(transaction: Transaction, bucket: Bucket): readonly BucketEncryption[] {
  return possibleRules(transaction, bucket).filter(({ state }) => ruleAlgorithm(state) !== 'AES256');
}

/** The encryption a write ends up with, its key looked up. */
export interface WriteEncryption {
  readonly state: WrittenEncryption;
  readonly key: FoundKey;
  readonly pairs: ContextPairs;
  /** The bucket's configuration as the write saw it. */
  readonly seen: BucketEncryption;
  /** Name of the customer key, or `UNNAMED_CUSTOMER_KEY`. */
  readonly customerKey: string;
}

/**
 * Resolves the encryption of a write (P1 to P11, P14, P15), with the rule the request saw (U-16) and what else is open
 * (U-14, U-15, D-04).
 */
export function resolveWrite(
  transaction: Transaction,
  by: KnownRequester,
  bucket: Bucket,
  headers: EncryptionHeaders,
): WriteEncryption | Refusal {
  if (headers.customerKey !== undefined) return underCustomerKey(transaction, bucket, headers, headers.customerKey);
  const { profile } = transaction;
  const shown =
    headers.sse === undefined && keyIdWithoutKms(headers)
      ? choose(transaction, 'ruleSeen', kmsRules(transaction, bucket))
      : ruleSeenBy(transaction, bucket, headers);
  const seen =
    shown.oneOf === undefined || !asksRule(transaction, headers) ? shown : ruleOfPast(transaction, bucket, shown);
  if (flagIsRefused(transaction, headers, algorithmNamed(headers) ?? ruleAlgorithm(seen.state))) return INERT_HEADER;
  const resolved = resolveEncryption(headers, seen, {
    dormantFlag: flagIsDormant(headers, seen) && choose(transaction, 'dormantFlag', profile.dormantFlag),
    kmsHeaderUsesBucketKey:
      headers.kmsKeyId === undefined && choose(transaction, 'kmsHeaderKey', profile.kmsHeaderUsesBucketKey),
  });
  const state = objectState(resolved.algorithm, resolved.bucketKey);
  if (resolved.key === undefined) {
    if (contextIsRefused(transaction, headers)) return CONTEXT_WITHOUT_KMS;
    if (shown !== seen && headers.sse === undefined) inferRule(transaction, bucket, seen, NO_KEY);
    return { state, key: NO_KEY, pairs: NO_PAIRS, seen, customerKey: UNNAMED_CUSTOMER_KEY };
  }
  const key = keyOfRule(transaction, by, bucket, seen, resolved.key);
  if (shown !== seen && headers.sse === undefined) inferRule(transaction, bucket, seen, key);
  return { state, key, pairs: callerPairs(headers), seen, customerKey: UNNAMED_CUSTOMER_KEY };
}

/** The encryption of a write that brings a key of its own, which no rule decides, unless it is blocked (P12, E-24). */
function underCustomerKey(
  transaction: Transaction,
  bucket: Bucket,
  headers: EncryptionHeaders,
  customerKey: string,
): WriteEncryption | Refusal {
  if (flagIsRefused(transaction, headers, null)) return INERT_HEADER;
  if (contextIsRefused(transaction, headers)) return CONTEXT_WITHOUT_KMS;
  const seen = see(transaction, 'ruleSeen', bucket.encryption);
  if (blocksCustomerKeys(transaction, bucket, seen)) return BLOCKED;
  return { state: 'sseC', key: NO_KEY, pairs: NO_PAIRS, seen, customerKey };
}

/** Whether the flag of bucket keys is refused where the object cannot have one (U-14). */
function flagIsRefused(transaction: Transaction, headers: EncryptionHeaders, algorithm: SseAlgorithm | null): boolean {
  if (!flagIsInert(headers, algorithm)) return false;
  return choose(transaction, 'inertHeader', transaction.profile.inertHeader) === 'refused';
}

/** Whether extra context is refused where it has no KMS key to go with (U-28). */
function contextIsRefused(transaction: Transaction, { context }: EncryptionHeaders): boolean {
  if (context === undefined) return false;
  return choose(transaction, 'contextWithoutKms', transaction.profile.contextWithoutKms) === 'refused';
}

/** The rule that a write saw (U-16). Rules from which these headers take the same are one. */
function ruleSeenBy(transaction: Transaction, bucket: Bucket, headers: EncryptionHeaders): BucketEncryption {
  const { current, earlier } = bucket.encryption;
  if (earlier.length === 0 || !asksRule(transaction, headers)) return current;
  const rules = visible(bucket.encryption, transaction.nowMs);
  const different = rules.filter((rule, i) => !rules.slice(0, i).some((one) => givesSame(headers, one, rule)));
  return choose(transaction, 'ruleSeen', different);
}

/** Whether the headers leave anything to the rule of the bucket. */
function asksRule({ profile }: Transaction, { sse, kmsKeyId, bucketKeyEnabled }: EncryptionHeaders): boolean {
  if (sse === undefined || (sse === 'aws:kms' && bucketKeyEnabled === undefined)) return true;
  return sse !== 'AES256' && kmsKeyId === undefined && profile.kmsHeaderUsesBucketKey.includes(true);
}

/** Whether a write with these headers takes the same from two rules; of SSE-C, which a rule may block, it is none. */
function givesSame(headers: EncryptionHeaders, a: BucketEncryption, b: BucketEncryption): boolean {
  if (headers.kmsKeyId === undefined || headers.sse === undefined)
    return sameEncryption({ ...a, blocked: b.blocked }, b);
  if (a.oneOf !== undefined || b.oneOf !== undefined) return false;
  return a.dormantFlag === b.dormantFlag && (a.state === 'sseKmsBucketKey') === (b.state === 'sseKmsBucketKey');
}

/** The key that a write is to use; of a rule that nobody has seen as it was put the one that was seen before. */
function keyOfRule(
  transaction: Transaction,
  by: KnownRequester,
  bucket: Bucket,
  seen: BucketEncryption,
  wanted: KeyWanted,
): FoundKey {
  const isUnseen = wanted !== 'managed' && wanted.by === 'rule' && wanted.reference === UNSEEN_REFERENCE;
  if (!isUnseen) return findKey(transaction, wanted, by, bucket.account);
  // A bare id may stand for another key the next time, where whose it is is open (F-10).
  const isLasting = by.account === bucket.account || transaction.profile.bareIdInRule.length === 1;
  if (isLasting && seen.seenKey?.account === by.account) return keyNumbered(transaction, seen.seenKey.kmsKey);
  const key = findKey(transaction, wanted, by, bucket.account);
  if (!isUnseenKey(transaction, key.number)) noteRuleKey(transaction, bucket, seen, by, key.number);
  return key;
}
