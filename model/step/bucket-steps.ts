import { bucketEncryption } from '../charts/bucket-encryption.ts';
import type { KnownRequester } from '../records/known-requester.ts';
import { changed } from '../records/lagging.ts';
import type { Bucket, BucketEncryption } from '../records/records.ts';
import { configuration, shownRule, UNCONFIGURED } from '../rules/encryption.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { alteredBucket } from '../store/alter.ts';
import { newBucket } from '../store/initial-world.ts';
import { sameEncryption } from '../store/record-equality.ts';
import type {
  CreateBucket,
  DeleteBucket,
  DeleteBucketEncryption,
  DeleteBucketReplication,
  GetBucketEncryption,
  PutBucketEncryption,
  PutBucketPolicy,
  PutBucketReplication,
} from '../vocabulary/events/bucket-events.ts';
import { ANY_CODE, type Outcome } from '../vocabulary/outcome.ts';
import { forgetBucketKeys } from './bucket-key-cache.ts';
import { findBucket, NO_SUCH_BUCKET, storeBucket } from './buckets.ts';
import { ACCESS_DENIED, choose, refuse, see, succeed, type Turn } from './turn.ts';

const MALFORMED_RULES: Refusal = { status: 400, code: 'MalformedXML', because: ['E-27', 'F-04'] };
const KEY_FOR_S3: Refusal = { status: 400, code: 'InvalidArgument', because: ['E-28', 'F-05'] };
const FLAG_FOR_DSSE: Refusal = { status: 400, code: ANY_CODE, because: ['U-14', 'F-07'] };
const BAD_REPLICATION: Refusal = { status: 400, code: 'InvalidRequest', because: ['F-67'] };
const NO_REPLICATION: Refusal = { status: 501, code: ANY_CODE, because: [] };
const NOT_EMPTY: Refusal = { status: 409, code: 'BucketNotEmpty', because: [] };

/** CreateBucket: SSE-S3 from the start (F-02). */
export function createBucket(turn: Turn, by: KnownRequester, event: CreateBucket): Outcome {
  const there = findBucket(turn, event.bucket);
  if (there !== undefined) {
    const code = there.account === by.account ? 'BucketAlreadyOwnedByYou' : 'BucketAlreadyExists';
    return refuse(turn, { status: 409, code, because: [] });
  }
  storeBucket(turn, event.bucket, newBucket(by.account, turn.scope.bucket(event.bucket)));
  return succeed(turn, 200, ['F-02']);
}

/** DeleteBucket: only an empty one; its bucket keys go with it (U-25). */
export function deleteBucket(turn: Turn, by: KnownRequester, event: DeleteBucket): Outcome {
  return configure(turn, by, event.bucket, (bucket) => {
    if (bucket.objectCount > 0) return refuse(turn, NOT_EMPTY);
    storeBucket(turn, event.bucket, undefined);
    forgetBucketKeys(turn, bucket);
    return succeed(turn, 204, []);
  });
}

/**
 * PutBucketEncryption: exactly one rule, whose key is not looked at (F-01, F-04, F-05, F-09); no KMS call (F-16, K-29).
 */
export function putBucketEncryption(turn: Turn, by: KnownRequester, event: PutBucketEncryption): Outcome {
  if (findBucket(turn, event.bucket) === undefined) return refuse(turn, NO_SUCH_BUCKET);
  const [rule, ...more] = event.rules;
  if (rule === undefined || more.length > 0) return refuse(turn, MALFORMED_RULES);
  if (rule.SSEAlgorithm === 'AES256' && rule.KMSMasterKeyID !== undefined) return refuse(turn, KEY_FOR_S3);
  return configure(turn, by, event.bucket, (bucket) => {
    const inert = rule.SSEAlgorithm === 'aws:kms:dsse' && rule.BucketKeyEnabled === true;
    if (inert && choose(turn, 'inertHeader', turn.profile.inertHeader) === 'refused')
      return refuse(turn, FLAG_FOR_DSSE);
    const holding = bucketEncryption.holding({ type: 'PutBucketEncryption', rule });
    const state = bucketEncryption.on.PutBucketEncryption.from(bucket.encryption.current.state, holding);
    if (state !== undefined) setEncryption(turn, event.bucket, bucket, configuration(rule, state));
    return succeed(turn, 200, ['F-01', 'K-29']);
  });
}

/** Replaces the configuration of a bucket, as a whole (F-01). */
function setEncryption(turn: Turn, name: string, bucket: Bucket, value: BucketEncryption): void {
  const encryption = changed(bucket.encryption, value, turn.nowMs, turn.profile.ruleDelayMs, sameEncryption);
  storeBucket(turn, name, alteredBucket(bucket, { encryption }));
}

/** GetBucketEncryption: the rule as it was put, the flag always shown (F-02, F-08). */
export function getBucketEncryption(turn: Turn, by: KnownRequester, event: GetBucketEncryption): Outcome {
  return configure(turn, by, event.bucket, (bucket) => {
    const rule = shownRule(see(turn, 'ruleSeen', bucket.encryption));
    return { ...succeed(turn, 200, ['F-02', 'F-08', 'K-29']), rule };
  });
}

/** DeleteBucketEncryption: back to SSE-S3, any number of times (F-15). */
export function deleteBucketEncryption(turn: Turn, by: KnownRequester, event: DeleteBucketEncryption): Outcome {
  return configure(turn, by, event.bucket, (bucket) => {
    const state = bucketEncryption.on.DeleteBucketEncryption.from(bucket.encryption.current.state);
    if (state !== undefined) setEncryption(turn, event.bucket, bucket, { ...UNCONFIGURED, state });
    return succeed(turn, 204, ['F-15', 'K-29']);
  });
}

/** PutBucketPolicy: acts at once (F-46, F-119). */
export function putBucketPolicy(turn: Turn, by: KnownRequester, event: PutBucketPolicy): Outcome {
  return configure(turn, by, event.bucket, (bucket) => {
    storeBucket(turn, event.bucket, alteredBucket(bucket, { policy: event.statements }));
    return succeed(turn, 204, ['F-119']);
  });
}

/** PutBucketReplication: the replica key is not looked at (F-67). */
export function putBucketReplication(turn: Turn, by: KnownRequester, event: PutBucketReplication): Outcome {
  if (findBucket(turn, event.bucket) === undefined) return refuse(turn, NO_SUCH_BUCKET);
  const { destination, role, replicaKmsKeyId } = event;
  const malformed =
    destination === event.bucket || findBucket(turn, destination) === undefined || !turn.scope.requesters.has(role);
  if (malformed) return refuse(turn, BAD_REPLICATION);
  return configure(turn, by, event.bucket, (bucket) => {
    if (!turn.profile.replication) return refuse(turn, NO_REPLICATION);
    storeBucket(turn, event.bucket, alteredBucket(bucket, { replication: { destination, role, replicaKmsKeyId } }));
    return succeed(turn, 200, ['F-66', 'F-67']);
  });
}

/** DeleteBucketReplication. */
export function deleteBucketReplication(turn: Turn, by: KnownRequester, event: DeleteBucketReplication): Outcome {
  return configure(turn, by, event.bucket, (bucket) => {
    storeBucket(turn, event.bucket, alteredBucket(bucket, { replication: undefined }));
    return succeed(turn, 204, []);
  });
}

/** Only the owner's account configures a bucket, and only one that exists. */
function configure(turn: Turn, by: KnownRequester, name: string, change: (bucket: Bucket) => Outcome): Outcome {
  const bucket = findBucket(turn, name);
  if (bucket === undefined) return refuse(turn, NO_SUCH_BUCKET);
  return bucket.account === by.account ? change(bucket) : refuse(turn, ACCESS_DENIED);
}
