import type { KnownRequester, NumberedKey } from '../records/known-requester.ts';
import { visible } from '../records/lagging.ts';
import { ANY_ACCOUNT, NO_BUCKET, oneRuleOf, UNSEEN_REFERENCE } from '../records/past.ts';
import type { Bucket, BucketEncryption } from '../records/records.ts';
import { ruleAlgorithm, shownRule } from '../rules/encryption.ts';
import { alteredBucket } from '../store/alter.ts';
import { bucketOfPast } from '../store/forget-past.ts';
import { sameEncryption } from '../store/record-equality.ts';
import type { EncryptionRule } from '../vocabulary/encryption.ts';
import { infer, isSeenDone, pastHasSettled, seenOf, takeBeginning } from './past.ts';
import { isUnseenKey } from './past-keys.ts';
import type { Transaction } from './transaction.ts';

const THERE_OR_NOT = ['there', 'not there'] as const;
const EITHER = [true, false] as const;

/** A bucket that no setup lists, where the trace may begin with any: it is there from now on, or is not. */
export function unlistedBucket(transaction: Transaction, name: string): Bucket | undefined {
  const { draft, scope } = transaction;
  if (scope.past?.isEverything !== true) return undefined;
  const number = scope.bucket(name);
  const was = takeBeginning(transaction, THERE_OR_NOT);
  infer(transaction, { about: 'bucket', bucket: name, was });
  const bucket = was === 'there' ? bucketOfPast(ANY_ACCOUNT, number, scope.past) : NO_BUCKET;
  draft.set('buckets', number, bucket);
  return was === 'there' ? bucket : undefined;
}

/** A bucket, if the requester is of the account that owns it; which that is nobody may know before. */
export function ownedBy(transaction: Transaction, bucket: Bucket, by: KnownRequester): Bucket | undefined {
  if (bucket.account !== ANY_ACCOUNT) return bucket.account === by.account ? bucket : undefined;
  if (!takeBeginning(transaction, EITHER)) return undefined;
  const owned = alteredBucket(bucket, { account: by.account });
  transaction.draft.set('buckets', bucket.number, owned);
  return owned;
}

/** Whether a bucket policy of which nothing is known allows a request. */
export function unknownPolicyAllows(transaction: Transaction, bucket: Bucket, by: KnownRequester): boolean {
  const isAllowed = isSeenDone(transaction) || takeBeginning(transaction, EITHER);
  const name = transaction.scope.bucketName(bucket.number);
  if (!isAllowed) infer(transaction, { about: 'policy', bucket: name, by: by.name });
  return isAllowed;
}

/** The rules that a bucket may show: each that is visible, and of one that is not known all that it may be. */
export function possibleRules({ nowMs }: Transaction, bucket: Bucket): readonly BucketEncryption[] {
  return visible(bucket.encryption, nowMs).flatMap((rule) => rule.oneOf ?? [rule]);
}

/** The rule that a write saw: of one that nobody recorded one of those it may be, which stays so from now on. */
export function ruleOfPast(transaction: Transaction, bucket: Bucket, rule: BucketEncryption): BucketEncryption {
  if (rule.oneOf === undefined) return rule;
  const taken = takeBeginning(transaction, rule.oneOf);
  keepRule(transaction, bucket, rule, taken);
  return taken;
}

/** Tells that a write went by a rule of the past. */
export function inferRule(
  transaction: Transaction,
  bucket: Bucket,
  { state }: BucketEncryption,
  key: NumberedKey,
): void {
  const kmsKeyArn = key.number < 0 || isUnseenKey(transaction, key.number) ? undefined : key.arn;
  const was = { sse: ruleAlgorithm(state), kmsKeyArn, bucketKey: state === 'sseKmsBucketKey' };
  infer(transaction, { about: 'rule', bucket: transaction.scope.bucketName(bucket.number), was });
}

/** Notes which KMS key the rule of a bucket stood for, where nobody has seen it as it was put. */
export function noteRuleKey(
  transaction: Transaction,
  bucket: Bucket,
  rule: BucketEncryption,
  by: KnownRequester,
  kmsKey: number,
): void {
  if (rule.kmsKeyId !== UNSEEN_REFERENCE || rule.seenKey !== undefined || kmsKey < 0) return;
  keepRule(transaction, bucket, rule, { ...rule, seenKey: { account: by.account, kmsKey } });
}

/** Puts what is known of a rule by now in its place; not while one from before the trace may still be seen late. */
function keepRule(transaction: Transaction, { number }: Bucket, rule: BucketEncryption, known: BucketEncryption): void {
  const bucket = transaction.draft.buckets.get(number);
  if (bucket === undefined || !pastHasSettled(transaction, transaction.profile.ruleDelayMs)) return;
  const put = (value: BucketEncryption) => (sameEncryption(value, rule) ? known : value);
  const { current, earlier } = bucket.encryption;
  const encryption = { current: put(current), earlier: earlier.map((old) => ({ ...old, value: put(old.value) })) };
  transaction.draft.set('buckets', number, alteredBucket(bucket, { encryption }));
}

/** The rule as it is shown, and as it is known then: of one that nobody has seen as it was put what is shown now. */
export function shownRuleOfPast(
  transaction: Transaction,
  bucket: Bucket,
  by: KnownRequester,
  visibleRule: BucketEncryption,
): EncryptionRule {
  if (visibleRule.oneOf === undefined && visibleRule.kmsKeyId !== UNSEEN_REFERENCE) return shownRule(visibleRule);
  const shown = seenOf(transaction).rule;
  const taken = takeBeginning(transaction, visibleRule.oneOf ?? [visibleRule]);
  const isFit = shown !== undefined && shown !== null && mayStandFor(transaction, taken, by, shown.KMSMasterKeyID);
  const { seenKey: _, ...rule } = taken;
  const known = isFit ? { ...rule, kmsKeyId: shown.KMSMasterKeyID } : taken;
  keepRule(transaction, bucket, visibleRule, known);
  inferRule(transaction, bucket, known, { number: -1, arn: '' });
  return shownRule(known);
}

/** Whether a reference may stand for the key that was seen of a rule. An alias may have stood for any. */
function mayStandFor(
  { scope }: Transaction,
  { kmsKeyId, seenKey }: BucketEncryption,
  by: KnownRequester,
  reference: string | undefined,
): boolean {
  if (kmsKeyId !== UNSEEN_REFERENCE) return false;
  if (seenKey === undefined) return true;
  if (reference === undefined)
    return scope.keyOf(seenKey.account, scope.arns.managedKeyId(seenKey.account)) === seenKey.kmsKey;
  const accounts = [seenKey.account, by.account];
  return accounts.some((account) => {
    const { kmsKey, alias } = scope.keyNamed(reference, seenKey.account, account);
    return kmsKey === seenKey.kmsKey || alias >= 0 || kmsKey < 0;
  });
}

/** An alias has another target: which key a rule stood for is not known any more where it may have named the alias. */
export function forgetRuleKeys({ draft, scope }: Transaction): void {
  if (scope.past === undefined) return;
  const forget = (rule: BucketEncryption): BucketEncryption => {
    if (rule.oneOf !== undefined) return oneRuleOf(rule.oneOf.map(forget));
    const { seenKey: _, ...rest } = rule;
    return rest;
  };
  scope.forEachBucket((number) => {
    const bucket = draft.buckets.get(number);
    if (bucket?.past === undefined) return;
    const { current, earlier } = bucket.encryption;
    const encryption = {
      current: forget(current),
      earlier: earlier.map((old) => ({ ...old, value: forget(old.value) })),
    };
    draft.set('buckets', number, alteredBucket(bucket, { encryption }));
  });
}
