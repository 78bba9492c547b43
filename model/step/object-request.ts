import type { WrittenEncryption } from '../charts/object-version.ts';
import { visible } from '../records/lagging.ts';
import type { Bucket, ObjectVersion } from '../records/records.ts';
import { UNSEEN_ETAG } from '../records/records.ts';
import { needsKms, shownAlgorithm } from '../rules/encryption.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { isEligible, shownStatus } from '../rules/replication.ts';
import { alteredBucket, alteredVersion } from '../store/alter.ts';
import type { ObjectName } from '../vocabulary/fields.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { findBucket, storeBucket } from './buckets.ts';
import { lockObject, openObject } from './key-sides.ts';
import { NO_SUCH_KEY } from './object-checks.ts';
import { type Content, deleted, isNothing, seenEtag, versionAt, written } from './object-moves.ts';
import { raised } from './raised.ts';
import { found, type Request } from './request.ts';
import { type Lock, NO_LOCK } from './sides.ts';
import { ACCESS_DENIED, choose, refuse, succeed, type Turn } from './turn.ts';

/**
 * A request on an object that has passed its checks: what it reads is opened, what it writes is locked under a data key
 * of its own, and then stored. A refused one leaves what was there.
 */
export function processObject(request: Request): Outcome {
  const { turn, operation } = request;
  const lock = throughSides(request);
  if ('code' in lock) return refuse(turn, lock);
  if (turn.s3Denied) return refuse(turn, ACCESS_DENIED);
  switch (operation.writes?.leaves) {
    case undefined:
      return showRead(request);
    case 'version':
      return show(turn, storeWritten(request, lock), { contentMd5: null, replicationStatus: null }, operation.because);
    case 'nothing':
      return removeObject(request);
  }
}

/**
 * Each side asks KMS on its own account (K-13). Which of two goes first is not documented, and shows where one refuses
 * (U-20).
 */
function throughSides(request: Request): Lock | Refusal {
  const { writes } = request.operation;
  const locks = writes?.leaves === 'version';
  if (!opensRead(request)) return locks ? lockTarget(request) : NO_LOCK;
  if (!locks) return openSource(request) ?? NO_LOCK;
  const { turn } = request;
  const first = choose(turn, 'copyOrder', turn.profile.refusedFirst.length > 1 ? BOTH_ORDERS : SOURCE_FIRST);
  if (first === 'source') return openSource(request) ?? lockTarget(request);
  const lock = lockTarget(request);
  return 'code' in lock ? lock : (openSource(request) ?? lock);
}

/**
 * What may be opened is where the request asks for a checksum that is stored encrypted, if S3 does so at all (F-42,
 * U-34).
 */
function opensRead({ turn, event, operation: { reads }, version }: Request): boolean {
  if (reads?.opens !== 'perhaps') return reads?.opens === 'always';
  const isAsked = 'checksum' in event && event.checksum && needsKms(found(version).state);
  return isAsked && choose(turn, 'checksumOpens', turn.profile.checksumOpens);
}

const SOURCE_FIRST = ['source'] as const;
const BOTH_ORDERS = ['source', 'destination'] as const;

function openSource({ turn, by, source, from, version }: Request): Refusal | undefined {
  const { bucket: bucketName, key: objectKey } = found(source);
  const bucket = found(from);
  return openObject(turn, { by, bucketName, bucket, objectKey, version: found(version), underBucketArn: false });
}

function lockTarget({ turn, by, target, bucket, encryption }: Request): Lock | Refusal {
  const { bucket: bucketName, key: objectKey } = found(target);
  const { state, key, pairs } = found(encryption);
  // Written out, since what is spread is read slowly, and this is done for each write.
  return lockObject(turn, {
    by,
    bucketName,
    bucket: found(bucket),
    objectKey,
    state,
    key,
    pairs,
    operation: 'GenerateDataKey',
    underBucketArn: false,
  });
}

/** Stores what is written: content that is sent, or that of the version that was opened. */
function storeWritten(request: Request, lock: Lock): ObjectVersion {
  const { turn, event, bucket, version, encryption } = request;
  const target = found(request.target);
  const number = turn.scope.object(target.bucket, target.key);
  const { state, key, pairs } = found(encryption);
  const md5 = 'body' in event ? event.body.md5 : found(version).md5;
  const content: Content = { kmsKey: key.number, bucketKey: lock.bucketKey, family: lock.family, md5, context: pairs };
  const eligible = isCovered(turn, found(bucket), state);
  raised?.({ to: 'object', number, event: { type: 'Write', result: state, eligible } });
  const after = written(turn, versionAt(turn, number), state, content, eligible);
  storeVersion(turn, target, number, after);
  return after;
}

/** Whether the replication rule covers what is written (F-66); an earlier one may still be seen (F-14, U-27). */
function isCovered(turn: Turn, { replication }: Bucket, state: WrittenEncryption): boolean {
  if (replication.earlier.length === 0) return isEligible(replication.current, state);
  const rules = visible(replication, turn.nowMs);
  return choose(turn, 'replicationSeen', [...new Set(rules.map((rule) => isEligible(rule, state)))]);
}

/** What is not there is deleted as well (K-12). */
function removeObject({ turn, operation, target: of }: Request): Outcome {
  const target = found(of);
  const number = turn.scope.object(target.bucket, target.key);
  raised?.({ to: 'object', number, event: { type: 'DeleteObject' } });
  const after = deleted(versionAt(turn, number));
  if (after === undefined) return refuse(turn, NO_SUCH_KEY);
  storeVersion(turn, target, number, after);
  return succeed(turn, operation.status, operation.because);
}

/** Stores what is under a key now, keeping the count of the bucket's objects. */
export function storeVersion(turn: Turn, { bucket: name }: ObjectName, number: number, version: ObjectVersion): void {
  const wasThere = turn.draft.objects.get(number) !== undefined;
  const isThere = !isNothing(version);
  turn.draft.set('objects', number, isThere ? version : undefined);
  const change = (isThere ? 1 : 0) - (wasThere ? 1 : 0);
  const bucket = change === 0 ? undefined : findBucket(turn, name);
  if (bucket !== undefined) {
    storeBucket(turn, name, alteredBucket(bucket, { objectCount: bucket.objectCount + change }));
  }
}

/** What a read shows is in its row. */
function showRead({ turn, operation, version, sourceNumber }: Request): Outcome {
  const { reads, status, because } = operation;
  const seen = withSeenEtag(turn, sourceNumber, found(version));
  if (reads?.shows === 'etag') return { ...succeed(turn, status, because), etag: seen.etag };
  const contentMd5 = reads?.shows === 'data' ? seen.md5 : null;
  return show(turn, seen, { contentMd5, replicationStatus: shownStatus(seen.replication) }, because);
}

/** An opaque ETag that was not seen when the object was written is learnt when it is shown. */
function withSeenEtag(turn: Turn, number: number, version: ObjectVersion): ObjectVersion {
  if (version.etag !== UNSEEN_ETAG) return version;
  const etag = seenEtag(turn, version);
  if (etag === undefined) return version;
  const seen = alteredVersion(version, { etag });
  turn.draft.set('objects', number, seen);
  return seen;
}

/** A response with the encryption headers and the ETag of a version (F-26). */
function show(
  turn: Turn,
  version: ObjectVersion,
  { contentMd5, replicationStatus }: Pick<Outcome, 'contentMd5' | 'replicationStatus'>,
  because: readonly string[],
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
