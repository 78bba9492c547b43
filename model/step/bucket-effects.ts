import { bucketEncryption } from '../charts/bucket-encryption.ts';
import { type BucketVersioningState, bucketVersioning } from '../charts/bucket-versioning.ts';
import type { Profile } from '../openness/profile.ts';
import { changed, type Lagging, settled } from '../records/lagging.ts';
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
  PutBucketVersioning,
} from '../vocabulary/events/bucket-events.ts';
import { forgetBucketKeys } from './bucket-key-cache.ts';
import { findBucket, storeBucket } from './buckets.ts';
import { isDirectory, lifetimeKeyOf } from './directory-bucket.ts';
import { shownRuleOfPast } from './past-buckets.ts';
import { forgetObjects } from './past-objects.ts';
import { raised } from './raised.ts';
import { checked, type Request } from './request.ts';
import { see, type Transaction } from './transaction.ts';
import { forgetUploads } from './uploads.ts';

/** A bucket is there: SSE-S3 from the start (F-02). One's own that was there stays as it is (E-42). */
export function createBucket({ transaction, by }: Request, { bucket }: CreateBucket): void {
  if (findBucket(transaction, bucket) !== undefined) return;
  storeBucket(
    transaction,
    bucket,
    newBucket(transaction.scope, by.account, transaction.scope.bucket(bucket), blocksNewBuckets(transaction.profile)),
  );
}

function blocksNewBuckets({ blockPublicAccess }: Profile): boolean {
  return blockPublicAccess.length === 1 && blockPublicAccess[0] === 'newBuckets';
}

/** A bucket is gone, and its bucket keys with it (U-25). */
export function deleteBucket({ transaction, bucket }: Request, { bucket: name }: { readonly bucket: string }): void {
  storeBucket(transaction, name, undefined);
  forgetBucketKeys(transaction, checked(bucket));
  forgetUploads(transaction, checked(bucket));
  forgetObjects(transaction, checked(bucket));
}

/** The rule is replaced as a whole but for what it blocks (F-01, F-17); no KMS call (F-16, K-29). */
export function putBucketEncryption(request: Request, { bucket: name, rules }: PutBucketEncryption): void {
  const { transaction, bucket, keyIdIsAbsent } = request;
  const { KMSMasterKeyID: _, ...withoutKey } = checked(rules[0]);
  const given = keyIdIsAbsent ? withoutKey : checked(rules[0]);
  const isForLife = given.SSEAlgorithm === 'aws:kms' && isDirectory(transaction, checked(bucket));
  // Bucket keys are on there, whatever the rule says (F-20).
  const rule = isForLife ? { ...given, BucketKeyEnabled: true } : given;
  const event = { type: 'PutBucketEncryption', rule } as const;
  raised?.({ to: 'bucket', number: checked(bucket).number, event });
  const valuation = bucketEncryption.valuation(event);
  const before = checked(bucket).encryption.current;
  const state = bucketEncryption.on.PutBucketEncryption.from(before.state, valuation);
  if (state === undefined) return;
  const kept = isForLife ? alteredBucket(checked(bucket), { lifetimeKey: lifetimeKeyOf(request, rule) }) : bucket;
  setEncryption(transaction, name, checked(kept), configuration(rule, state, before));
}

/** Back to SSE-S3, any number of times (F-15). What is blocked from then on is open (U-17). */
export function deleteBucketEncryption(
  { transaction, bucket }: Request,
  { bucket: name }: { readonly bucket: string },
): void {
  raised?.({ to: 'bucket', number: checked(bucket).number, event: { type: 'DeleteBucketEncryption' } });
  const state = bucketEncryption.on.DeleteBucketEncryption.from(checked(bucket).encryption.current.state);
  // That a rule was deleted is remembered only where it may matter (U-29).
  const history = transaction.profile.selfCopyBy.includes('anySetting') ? 'deleted' : UNCONFIGURED.history;
  if (state !== undefined) setEncryption(transaction, name, checked(bucket), { ...UNCONFIGURED, state, history });
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

/**
 * Versioning is on, or suspended, which may be seen late (F-14, F-175, U-27). Of a bucket from before the trace nobody
 * knows which versions there are, and so none are followed.
 */
export function putBucketVersioning({ transaction, bucket: of }: Request, event: PutBucketVersioning): void {
  const bucket = checked(of);
  if (bucket.past !== undefined) return;
  const before = bucket.versioning ?? UNVERSIONED;
  const type = event.status === 'Enabled' ? 'Enable' : 'Suspend';
  const state = bucketVersioning.on[type].after(before.current);
  const versioning = changed(before, state, transaction.nowMs, transaction.profile.versioningDelayMs);
  storeBucket(transaction, event.bucket, alteredBucket(bucket, { versioning }));
}

const UNVERSIONED: Lagging<BucketVersioningState> = settled(bucketVersioning.initial);

/** A rule covers what is written from now on (F-66). */
export function putBucketReplication({ transaction, bucket }: Request, event: PutBucketReplication): void {
  const { bucket: name, destination, role, replicaKmsKeyId, deleteMarkerReplication = false } = event;
  const coversMarkers = deleteMarkerReplication;
  setReplication(transaction, name, checked(bucket), { destination, role, replicaKmsKeyId, coversMarkers });
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
