import type { KnownRequester } from '../records/known-requester.ts';
import type { Bucket, ObjectVersion } from '../records/records.ts';
import type { Refusal } from '../rules/kms-errors.ts';
import { selfCopyAllowed } from '../rules/self-copy.ts';
import type { CopyObject } from '../vocabulary/events/object-events.ts';
import type { Outcome } from '../vocabulary/outcome.ts';
import { findBucket, NO_SUCH_BUCKET } from './buckets.ts';
import { lockObject, openObject } from './key-sides.ts';
import { answerWrite, authorise, NO_SUCH_KEY, storeWritten } from './object-steps.ts';
import type { Lock } from './sides.ts';
import { ACCESS_DENIED, choose, refuse, type Turn } from './turn.ts';
import { headerRefusal, resolveWrite, type WriteEncryption } from './write-encryption.ts';

const NOTHING_CHANGES: Refusal = { status: 400, code: 'InvalidRequest', because: ['E-26', 'F-51'] };

/** The two ends of a copy. */
interface Ends {
  readonly by: KnownRequester;
  readonly event: CopyObject;
  readonly source: { readonly bucket: Bucket; readonly version: ObjectVersion };
  readonly target: { readonly bucket: Bucket; readonly encryption: WriteEncryption };
}

/**
 * CopyObject: written like a PutObject at the destination, opened like a GetObject at the source, which passes nothing
 * on (F-47 to F-52).
 */
export function copyObject(turn: Turn, by: KnownRequester, event: CopyObject): Outcome {
  const target = findBucket(turn, event.bucket);
  const from = findBucket(turn, event.source.bucket);
  if (target === undefined || from === undefined) return refuse(turn, NO_SUCH_BUCKET);
  const malformed = headerRefusal(turn, target, event.headers);
  if (malformed !== undefined) return refuse(turn, malformed);
  if (!authorise(turn, target, by, 's3:PutObject') || !authorise(turn, from, by, 's3:GetObject'))
    return refuse(turn, ACCESS_DENIED);
  const version = turn.draft.objects.get(turn.scope.object(event.source.bucket, event.source.key));
  if (version === undefined) return refuse(turn, turn.s3Denied ? ACCESS_DENIED : NO_SUCH_KEY);
  const encryption = resolveWrite(turn, by, target, event.headers);
  if ('code' in encryption) return refuse(turn, encryption);
  if (changesNothing(event, version, encryption)) return refuse(turn, turn.s3Denied ? ACCESS_DENIED : NOTHING_CHANGES);
  const lock = throughBothSides(turn, {
    by,
    event,
    source: { bucket: from, version },
    target: { bucket: target, encryption },
  });
  if ('code' in lock) return refuse(turn, lock);
  if (turn.s3Denied) return refuse(turn, ACCESS_DENIED);
  const written = storeWritten(turn, event.bucket, event.key, { bucket: target, encryption, lock, md5: version.md5 });
  return answerWrite(turn, written, ['F-47', 'F-48', 'K-13']);
}

function changesNothing(event: CopyObject, version: ObjectVersion, encryption: WriteEncryption): boolean {
  if (event.bucket !== event.source.bucket || event.key !== event.source.key) return false;
  const after = { state: encryption.state, kmsKey: encryption.key.number };
  return !selfCopyAllowed({ headers: event.headers, explicitRule: encryption.seen.explicit, before: version, after });
}

/**
 * Source and destination each ask KMS on their own account (K-13); which goes first is not documented and shows where
 * one refuses.
 */
function throughBothSides(turn: Turn, ends: Ends): Lock | Refusal {
  const order = choose(turn, 'copyOrder', turn.profile.refusedFirst.length > 1 ? BOTH_ORDERS : SOURCE_FIRST);
  if (order === 'source') {
    const shut = openSource(turn, ends);
    if (shut !== undefined) return shut;
    return lockTarget(turn, ends);
  }
  const lock = lockTarget(turn, ends);
  if ('code' in lock) return lock;
  return openSource(turn, ends) ?? lock;
}

const SOURCE_FIRST = ['source'] as const;
const BOTH_ORDERS = ['source', 'destination'] as const;

function openSource(turn: Turn, { by, event, source }: Ends): Refusal | undefined {
  return openObject(turn, {
    by,
    bucketName: event.source.bucket,
    bucket: source.bucket,
    objectKey: event.source.key,
    version: source.version,
    underBucketArn: false,
  });
}

function lockTarget(turn: Turn, { by, event, target }: Ends): Lock | Refusal {
  return lockObject(turn, {
    by,
    bucketName: event.bucket,
    bucket: target.bucket,
    objectKey: event.key,
    state: target.encryption.state,
    key: target.encryption.key,
    pairs: target.encryption.pairs,
    operation: 'GenerateDataKey',
    underBucketArn: false,
  });
}
