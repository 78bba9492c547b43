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
import { raised } from './raised.ts';
import { found, type Request } from './request.ts';
import { see, type Turn } from './turn.ts';

/** A bucket is there: SSE-S3 from the start (F-02). */
export function createBucket({ turn, by }: Request, { bucket }: CreateBucket): void {
  storeBucket(turn, bucket, newBucket(by.account, turn.scope.bucket(bucket), blocksNewBuckets(turn.profile)));
}

function blocksNewBuckets({ blockPublicAccess }: Profile): boolean {
  return blockPublicAccess.length === 1 && blockPublicAccess[0] === 'newBuckets';
}

/** A bucket is gone, and its bucket keys with it (U-25). */
export function deleteBucket({ turn, bucket }: Request, { bucket: name }: { readonly bucket: string }): void {
  storeBucket(turn, name, undefined);
  forgetBucketKeys(turn, found(bucket));
}

/** The rule is replaced as a whole (F-01); no KMS call (F-16, K-29). */
export function putBucketEncryption({ turn, bucket }: Request, { bucket: name, rules }: PutBucketEncryption): void {
  const rule = found(rules[0]);
  const event = { type: 'PutBucketEncryption', rule } as const;
  raised?.({ to: 'bucket', number: found(bucket).number, event });
  const holding = bucketEncryption.holding(event);
  const state = bucketEncryption.on.PutBucketEncryption.from(found(bucket).encryption.current.state, holding);
  if (state !== undefined) setEncryption(turn, name, found(bucket), configuration(rule, state));
}

/** Back to SSE-S3, any number of times (F-15). */
export function deleteBucketEncryption({ turn, bucket }: Request, { bucket: name }: { readonly bucket: string }): void {
  raised?.({ to: 'bucket', number: found(bucket).number, event: { type: 'DeleteBucketEncryption' } });
  const state = bucketEncryption.on.DeleteBucketEncryption.from(found(bucket).encryption.current.state);
  if (state !== undefined) setEncryption(turn, name, found(bucket), { ...UNCONFIGURED, state });
}

function setEncryption(turn: Turn, name: string, bucket: Bucket, value: BucketEncryption): void {
  const encryption = changed(bucket.encryption, value, turn.nowMs, turn.profile.ruleDelayMs, sameEncryption);
  storeBucket(turn, name, alteredBucket(bucket, { encryption }));
}

/** The rule as it was put, the flag always shown (F-02, F-08). */
export function getBucketEncryption({ turn, bucket }: Request): EncryptionRule {
  return shownRule(see(turn, 'ruleSeen', found(bucket).encryption));
}

/** A policy is replaced, and the earlier one may act for a while (F-14, F-119, U-27). */
export function putBucketPolicy({ turn, bucket }: Request, { bucket: name, statements }: PutBucketPolicy): void {
  const policy = changed(found(bucket).policy, statements, turn.nowMs, turn.profile.policyDelayMs, samePolicy);
  storeBucket(turn, name, alteredBucket(found(bucket), { policy }));
}

/** A rule covers what is written from now on (F-66). */
export function putBucketReplication({ turn, bucket }: Request, event: PutBucketReplication): void {
  const { bucket: name, destination, role, replicaKmsKeyId } = event;
  setReplication(turn, name, found(bucket), { destination, role, replicaKmsKeyId });
}

/** No rule covers what is written from now on. */
export function deleteBucketReplication(
  { turn, bucket }: Request,
  { bucket: name }: { readonly bucket: string },
): void {
  setReplication(turn, name, found(bucket), null);
}

/** The rule is replaced, and the earlier one, or none, may act for a while (F-14, U-27). */
function setReplication(turn: Turn, name: string, bucket: Bucket, rule: ReplicationRule | null): void {
  const replication = changed(bucket.replication, rule, turn.nowMs, turn.profile.replicationDelayMs, sameReplication);
  storeBucket(turn, name, alteredBucket(bucket, { replication }));
}
