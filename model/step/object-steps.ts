import type { KnownRequester } from '../records/known-requester.ts';
import type { Bucket, ObjectVersion } from '../records/records.ts';
import { UNSEEN_ETAG } from '../records/records.ts';
import { shownAlgorithm } from '../rules/encryption.ts';
import { bucketPolicyAllows } from '../rules/policy.ts';
import { isEligible, shownStatus } from '../rules/replication.ts';
import { alteredBucket, alteredVersion } from '../store/alter.ts';
import type { DeleteObject, GetObject, HeadObject, PutObject } from '../vocabulary/events/object-events.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import type { S3Action } from '../vocabulary/policy.ts';
import { findBucket, NO_SUCH_BUCKET, storeBucket } from './buckets.ts';
import { lockObject, openObject } from './key-sides.ts';
import { deleted, isNothing, versionAt, written } from './object-moves.ts';
import type { Lock } from './sides.ts';
import { ACCESS_DENIED, refuse, succeed, type Turn } from './turn.ts';
import { headerRefusal, resolveWrite, type WriteEncryption } from './write-encryption.ts';

/** There is no such object (E-30). */
export const NO_SUCH_KEY = { status: 404, code: 'NoSuchKey', because: ['E-30'] } as const;

/** What a successful write stores. */
export interface Written {
  readonly bucket: Bucket;
  readonly encryption: WriteEncryption;
  readonly lock: Lock;
  readonly md5: string;
}

/** PutObject (F-21 to F-28). A refused one leaves what was there. */
export function putObject(turn: Turn, by: KnownRequester, event: PutObject): Outcome {
  const bucket = findBucket(turn, event.bucket);
  if (bucket === undefined) return refuse(turn, NO_SUCH_BUCKET);
  const malformed = headerRefusal(turn, bucket, event.headers);
  if (malformed !== undefined) return refuse(turn, malformed);
  if (!authorise(turn, bucket, by, 's3:PutObject')) return refuse(turn, ACCESS_DENIED);
  const encryption = resolveWrite(turn, by, bucket, event.headers);
  if ('code' in encryption) return refuse(turn, encryption);
  const lock = lockObject(turn, {
    by,
    bucketName: event.bucket,
    bucket,
    objectKey: event.key,
    state: encryption.state,
    key: encryption.key,
    pairs: encryption.pairs,
    operation: 'GenerateDataKey',
    underBucketArn: false,
  });
  if ('code' in lock) return refuse(turn, lock);
  if (turn.s3Denied) return refuse(turn, ACCESS_DENIED);
  const version = storeWritten(turn, event.bucket, event.key, { bucket, encryption, lock, md5: event.body.md5 });
  return answerWrite(turn, version, PUT_BECAUSE);
}

/** GetObject (F-38 to F-40): the stored state of the object decides, not the bucket's present rule. */
export function getObject(turn: Turn, by: KnownRequester, event: GetObject): Outcome {
  const bucket = findBucket(turn, event.bucket);
  if (bucket === undefined) return refuse(turn, NO_SUCH_BUCKET);
  if (!authorise(turn, bucket, by, 's3:GetObject')) return refuse(turn, ACCESS_DENIED);
  const number = turn.scope.object(event.bucket, event.key);
  const version = turn.draft.objects.get(number);
  if (version === undefined) return refuse(turn, turn.s3Denied ? ACCESS_DENIED : NO_SUCH_KEY);
  const shut = openObject(turn, {
    by,
    bucketName: event.bucket,
    bucket,
    objectKey: event.key,
    version,
    underBucketArn: false,
  });
  if (shut !== undefined) return refuse(turn, shut);
  if (turn.s3Denied) return refuse(turn, ACCESS_DENIED);
  const seen = withSeenEtag(turn, number, version);
  return show(turn, seen, {
    contentMd5: seen.md5,
    replicationStatus: shownStatus(seen.replication),
    because: GET_BECAUSE,
  });
}

/** HeadObject: shows the headers without asking KMS (F-41, K-09). Its refusals have no body and so no code. */
export function headObject(turn: Turn, by: KnownRequester, event: HeadObject): Outcome {
  const bucket = findBucket(turn, event.bucket);
  if (bucket === undefined) return withoutCode(refuse(turn, NO_SUCH_BUCKET));
  if (!authorise(turn, bucket, by, 's3:GetObject') || turn.s3Denied) return withoutCode(refuse(turn, ACCESS_DENIED));
  const number = turn.scope.object(event.bucket, event.key);
  const version = turn.draft.objects.get(number);
  if (version === undefined) return withoutCode(refuse(turn, NO_SUCH_KEY));
  const seen = withSeenEtag(turn, number, version);
  return show(turn, seen, {
    contentMd5: null,
    replicationStatus: shownStatus(seen.replication),
    because: HEAD_BECAUSE,
  });
}

/** DeleteObject: no KMS call, and no error where nothing is (K-12). */
export function deleteObject(turn: Turn, by: KnownRequester, event: DeleteObject): Outcome {
  const bucket = findBucket(turn, event.bucket);
  if (bucket === undefined) return refuse(turn, NO_SUCH_BUCKET);
  if (!authorise(turn, bucket, by, 's3:DeleteObject') || turn.s3Denied) return refuse(turn, ACCESS_DENIED);
  const number = turn.scope.object(event.bucket, event.key);
  const after = deleted(versionAt(turn, number));
  if (after === undefined) return refuse(turn, NO_SUCH_KEY);
  storeVersion(turn, event.bucket, number, after);
  return succeed(turn, 204, ['K-12']);
}

/**
 * Asks S3's own authorisation (F-46). False = S3 denies, and nothing else can refuse first; where AWS does not say
 * which of S3 and KMS goes first (U-20), the turn goes on marked as denied.
 */
export function authorise(turn: Turn, bucket: Bucket, by: KnownRequester, action: Exclude<S3Action, 's3:*'>): boolean {
  const allowed = bucketPolicyAllows(bucket.policy, bucket.account, by, action);
  if (!allowed && !turn.profile.refusedFirst.includes('kms')) return false;
  if (!allowed) turn.s3Denied = true;
  return true;
}

/** Stores what is under a key now, keeping the count of the bucket's objects. */
export function storeVersion(turn: Turn, bucketName: string, number: number, version: ObjectVersion): void {
  const wasThere = turn.draft.objects.get(number) !== undefined;
  const isThere = !isNothing(version);
  turn.draft.set('objects', number, isThere ? version : undefined);
  const change = (isThere ? 1 : 0) - (wasThere ? 1 : 0);
  if (change === 0) return;
  const bucket = findBucket(turn, bucketName);
  if (bucket !== undefined)
    storeBucket(turn, bucketName, alteredBucket(bucket, { objectCount: bucket.objectCount + change }));
}

/** Stores what a PutObject or CopyObject wrote. */
export function storeWritten(
  turn: Turn,
  bucketName: string,
  key: string,
  { bucket, encryption, lock, md5 }: Written,
): ObjectVersion {
  const number = turn.scope.object(bucketName, key);
  const content = {
    kmsKey: encryption.key.number,
    bucketKey: lock.bucketKey,
    family: lock.family,
    md5,
    context: encryption.pairs,
  };
  const eligible = isEligible(bucket.replication, encryption.state);
  const version = written(turn, versionAt(turn, number), encryption.state, content, eligible);
  storeVersion(turn, bucketName, number, version);
  return version;
}

/** An opaque ETag that was not seen when the object was written is learnt when it is shown. */
function withSeenEtag(turn: Turn, number: number, version: ObjectVersion): ObjectVersion {
  if (version.etag !== UNSEEN_ETAG) return version;
  const etag = turn.chooser.opaqueEtag(version.md5);
  if (etag === undefined) return version;
  const seen = alteredVersion(version, { etag });
  turn.draft.set('objects', number, seen);
  return seen;
}

function withoutCode(outcome: Outcome): Outcome {
  return { ...outcome, code: null };
}

/** The answer to a successful write. */
export function answerWrite(turn: Turn, version: ObjectVersion, because: readonly string[]): Outcome {
  return show(turn, version, { contentMd5: null, replicationStatus: null, because });
}

const PUT_BECAUSE = ['F-22', 'F-23', 'K-02', 'K-03', 'K-05'];
const GET_BECAUSE = ['F-40', 'K-06', 'K-07'];
const HEAD_BECAUSE = ['F-41', 'K-09'];

/** A response with the encryption headers and the ETag of a version (F-26). */
function show(
  turn: Turn,
  version: ObjectVersion,
  { contentMd5, replicationStatus, because }: Pick<Outcome, 'contentMd5' | 'replicationStatus' | 'because'>,
): Outcome {
  return {
    status: 200,
    code: null,
    sse: shownAlgorithm(version.state),
    kmsKeyArn: turn.scope.kmsKeys.name(version.kmsKey) ?? null,
    bucketKeyEnabled: version.state === 'sseKmsBucketKey' ? true : null,
    etag: version.etag,
    contentMd5,
    replicationStatus,
    rule: null,
    kmsCalls: turn.kmsCalls,
    because,
  };
}
