import { bucketEncryption } from '../charts/bucket-encryption.ts';
import type { Profile } from '../openness/profile.ts';
import { changed } from '../records/lagging.ts';
import type { Bucket, BucketEncryption, ReplicationRule } from '../records/records.ts';
import { configuration, shownRule, UNCONFIGURED } from '../rules/encryption.ts';
import { alteredBucket } from '../store/alter.ts';
import { newBucket } from '../store/initial-world.ts';
import { sameEncryption, samePolicy, sameReplication } from '../store/record-equality.ts';
import type { EncryptionRule } from '../vocabulary/encryption.ts';
import type {
  CreateBucket,
  PutBucketEncryption,
  PutBucketPolicy,
  PutBucketReplication,
} from '../vocabulary/events/bucket-events.ts';
import { forgetBucketKeys } from './bucket-key-cache.ts';
import { storeBucket } from './buckets.ts';
import { shownRuleOfPast } from './past-buckets.ts';
import { forgetObjects } from './past-objects.ts';
import { raised } from './raised.ts';
import { checked, type Request } from './request.ts';
import { see, type Transaction } from './transaction.ts';

/** A bucket is there: SSE-S3 from the start (F-02). */
export function createBucket({ transaction, by }: Request, { bucket }: CreateBucket): void {
  storeBucket(
    transaction,
    bucket,
    newBucket(by.account, transaction.scope.bucket(bucket), blocksNewBuckets(transaction.profile)),
  );
}

function blocksNewBuckets({ blockPublicAccess }: Profile): boolean {
  return blockPublicAccess.length === 1 && blockPublicAccess[0] === 'newBuckets';
}

/** A bucket is gone, and its bucket keys with it (U-25). */
export function deleteBucket({ transaction, bucket }: Request, { bucket: name }: { readonly bucket: string }): void {
  storeBucket(transaction, name, undefined);
  forgetBucketKeys(transaction, checked(bucket));
  forgetObjects(transaction, checked(bucket));
}

/** The rule is replaced as a whole (F-01); no KMS call (F-16, K-29). */
export function putBucketEncryption(
  { transaction, bucket }: Request,
  { bucket: name, rules }: PutBucketEncryption,
): void {
  const rule = checked(rules[0]);
  const event = { type: 'PutBucketEncryption', rule } as const;
  raised?.({ to: 'bucket', number: checked(bucket).number, event });
  const valuation = bucketEncryption.valuation(event);
  const state = bucketEncryption.on.PutBucketEncryption.from(checked(bucket).encryption.current.state, valuation);
  if (state !== undefined) setEncryption(transaction, name, checked(bucket), configuration(rule, state));
}

/** Back to SSE-S3, any number of times (F-15). */
export function deleteBucketEncryption(
  { transaction, bucket }: Request,
  { bucket: name }: { readonly bucket: string },
): void {
  raised?.({ to: 'bucket', number: checked(bucket).number, event: { type: 'DeleteBucketEncryption' } });
  const state = bucketEncryption.on.DeleteBucketEncryption.from(checked(bucket).encryption.current.state);
  if (state !== undefined) setEncryption(transaction, name, checked(bucket), { ...UNCONFIGURED, state });
}

function setEncryption(transaction: Transaction, name: string, bucket: Bucket, value: BucketEncryption): void {
  const encryption = changed(
    bucket.encryption,
    value,
    transaction.nowMs,
    transaction.profile.ruleDelayMs,
    sameEncryption,
  );
  storeBucket(transaction, name, alteredBucket(bucket, { encryption }));
}

/** The rule as it was put, the flag always shown (F-02, F-08). */
export function getBucketEncryption({ transaction, bucket: of, by }: Request): EncryptionRule {
  const bucket = checked(of);
  const rule = see(transaction, 'ruleSeen', bucket.encryption);
  return bucket.past === undefined ? shownRule(rule) : shownRuleOfPast(transaction, bucket, by, rule);
}

/** A policy is replaced, and the earlier one may act for a while (F-14, F-119, U-27). */
export function putBucketPolicy({ transaction, bucket }: Request, { bucket: name, statements }: PutBucketPolicy): void {
  const policy = changed(
    checked(bucket).policy,
    statements,
    transaction.nowMs,
    transaction.profile.policyDelayMs,
    samePolicy,
  );
  storeBucket(transaction, name, alteredBucket(checked(bucket), { policy }));
}

/** A rule covers what is written from now on (F-66). */
export function putBucketReplication({ transaction, bucket }: Request, event: PutBucketReplication): void {
  const { bucket: name, destination, role, replicaKmsKeyId } = event;
  setReplication(transaction, name, checked(bucket), { destination, role, replicaKmsKeyId });
}

/** No rule covers what is written from now on. */
export function deleteBucketReplication(
  { transaction, bucket }: Request,
  { bucket: name }: { readonly bucket: string },
): void {
  setReplication(transaction, name, checked(bucket), null);
}

/** The rule is replaced, and the earlier one, or none, may act for a while (F-14, U-27). */
function setReplication(transaction: Transaction, name: string, bucket: Bucket, rule: ReplicationRule | null): void {
  const replication = changed(
    bucket.replication,
    rule,
    transaction.nowMs,
    transaction.profile.replicationDelayMs,
    sameReplication,
  );
  storeBucket(transaction, name, alteredBucket(bucket, { replication }));
}
