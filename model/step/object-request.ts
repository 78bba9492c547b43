import type { WrittenEncryption } from '../charts/object-version.ts';
import { asksForPart, decryptsFor, versionNamed } from '../operations/predicates.ts';
import type { Bucket, ObjectVersion } from '../records/records.ts';
import { isUnseenEtag, NULL_VERSION, UNSEEN_MD5, UNSEEN_STATUS } from '../records/records.ts';
import { needsKms, shownAlgorithm } from '../rules/encryption.ts';
import { isMd5Etag } from '../rules/etag.ts';
import { KMS_OUTAGE_REFUSAL, type Refusal } from '../rules/kms-errors.ts';
import { shownStatus } from '../rules/replication.ts';
import { alteredVersion } from '../store/alter.ts';
import type { ObjectName } from '../vocabulary/fields.ts';
import { ANY_CONTENT_MD5, type Outcome } from '../vocabulary/outcome.ts';
import { deleteObject, deleteVersion } from './delete-object.ts';
import { copiesByDirectory, isDirectory } from './directory-bucket.ts';
import { decryptObject, encryptObject } from './object-encryption.ts';
import { lockWritten } from './object-lock.ts';
import { type Content, NOTHING, seenEtag, versionAt, written } from './object-moves.ts';
import { withShownParts } from './past-objects.ts';
import { raised } from './raised.ts';
import { coverage, withSettledStatus } from './replication-seen.ts';
import { checked, type Request } from './request.ts';
import { storeVersion } from './store-version.ts';
import { type BucketKeyUsed, NO_BUCKET_KEY_USED, type ToEncrypt } from './to-encrypt.ts';
import { ACCESS_DENIED_REFUSAL, choose, refuse, showingMore, succeed, type Transaction } from './transaction.ts';
import { addVersion, currentIdShown, versioningOf } from './versions.ts';

/**
 * A request on an object that has passed its checks: what it reads is decrypted, what it writes is encrypted under a
 * data key of its own, and then stored. A refused one leaves what was there.
 */
export function processObject(request: Request): Outcome {
  const { transaction, operation } = request;
  const used = throughSides(request);
  if ('code' in used) return refused(transaction, used);
  if (transaction.s3Denied) return refuse(transaction, ACCESS_DENIED_REFUSAL);
  if (request.unmet !== undefined) return refuse(transaction, request.unmet.refusal);
  switch (operation.writes?.leaves) {
    case undefined:
      return showRead(request);
    case 'version':
      return storeWritten(request, used);
    case 'nothing': {
      const id = versionNamed(request.event, operation);
      return id === undefined ? deleteObject(request) : deleteVersion(request, id);
    }
    case 'assembled':
    case 'rewrapped':
      throw new RangeError(`${request.event.op} is stored in its own way`);
  }
}

/** KMS has refused, or did not answer. */
export function refused(transaction: Transaction, refusal: Refusal): Outcome {
  return refuse(transaction, refusal === KMS_OUTAGE_REFUSAL ? outageShown(transaction) : refusal);
}

/** What S3 answers while it cannot reach KMS (U-32). */
function outageShown(transaction: Transaction): Refusal {
  const status = choose(transaction, 'outageAnswer', transaction.profile.outageAnswer) === '503' ? 503 : 500;
  return { ...KMS_OUTAGE_REFUSAL, status };
}

/**
 * Each side asks KMS on its own account (K-13). Which of two goes first is not documented, and shows where one refuses
 * (U-20).
 */
function throughSides(request: Request): BucketKeyUsed | Refusal {
  const { writes } = request.operation;
  const encrypts = writes?.leaves === 'version' && request.unmet?.calls !== 'read';
  if (!decryptsRead(request)) return encrypts ? encryptWritten(request) : NO_BUCKET_KEY_USED;
  if (!encrypts) return decryptSource(request) ?? NO_BUCKET_KEY_USED;
  const { transaction } = request;
  if (sourceFirst(transaction)) return decryptSource(request) ?? encryptWritten(request);
  const used = encryptWritten(request);
  return 'code' in used ? used : (decryptSource(request) ?? used);
}

/**
 * What may be decrypted is where it is under a KMS key and S3 does so: for the checksum, which is stored encrypted, if
 * the request asks for it (F-42, U-34).
 */
function decryptsRead({ transaction, event, operation, version }: Request): boolean {
  const decrypts = decryptsFor(event, operation);
  if (decrypts === 'always' || decrypts === 'never') return decrypts === 'always';
  return needsKms(checked(version).state) && choose(transaction, decrypts, transaction.profile[decrypts]);
}

/** Whether the source of a copy is opened before what it goes to asks KMS. */
export function sourceFirst(transaction: Transaction): boolean {
  const orders = transaction.profile.refusedFirst.length > 1 ? BOTH_ORDERS : SOURCE_FIRST;
  return choose(transaction, 'copyOrder', orders) === 'source';
}

const SOURCE_FIRST = ['source'] as const;
const BOTH_ORDERS = ['source', 'destination'] as const;

/** What is read is decrypted. */
export function decryptSource(request: Request): Refusal | undefined {
  const { transaction, by, source, from, version } = request;
  const { bucket: bucketName, key: objectKey } = checked(source);
  const bucket = checked(from);
  return decryptObject(transaction, {
    by,
    bucketName,
    bucket,
    objectKey,
    version: checked(version),
    underBucketArn: false,
    uncached: copiesByDirectory(request),
  });
}

function encryptWritten(request: Request): BucketKeyUsed | Refusal {
  const { bucket, key } = checked(request.target);
  return encryptTarget(request, bucket, key);
}

/** What is written, or is going to be, gets a data key of its own. */
export function encryptTarget(
  request: Request,
  bucketName: string,
  objectKey: string,
  operation: ToEncrypt['operation'] = 'GenerateDataKey',
): BucketKeyUsed | Refusal {
  const { transaction, by, bucket, encryption } = request;
  const { state, key, pairs } = checked(encryption);
  // Written out, since what is spread is read slowly, and this is done for each write.
  return encryptObject(transaction, {
    by,
    bucketName,
    bucket: checked(bucket),
    objectKey,
    state,
    key,
    pairs,
    operation,
    verifies: transaction.profile.writeVerifies,
    underBucketArn: false,
    uncached: copiesByDirectory(request),
  });
}

/** Stores what is written: content that is sent, or that of the version that was decrypted. */
function storeWritten(request: Request, used: BucketKeyUsed): Outcome {
  const { transaction, event, operation, bucket, version: source, encryption } = request;
  const { state, key, pairs, customerKey } = checked(encryption);
  const md5 = 'body' in event ? event.body.md5 : checked(source).md5;
  const content: Content = {
    kmsKey: key.number,
    bucketKey: used.bucketKey,
    family: used.family,
    md5,
    context: pairs,
    customerKey,
  };
  const target = checked(request.target);
  const stored = storeContent(transaction, target, checked(bucket), state, content, operation.because);
  if (event.op === 'PutObject' && event.legalHold === true)
    lockWritten(transaction, transaction.scope.object(target.bucket, target.key));
  return stored;
}

/** Stores what a write has ready, in one or in parts, as the object or as its current version, and shows it. */
export function storeContent(
  transaction: Transaction,
  target: ObjectName,
  bucket: Bucket,
  state: WrittenEncryption,
  content: Content,
  because: readonly string[],
): Outcome {
  const number = transaction.scope.object(target.bucket, target.key);
  const covered = coverage(transaction, bucket, state);
  const eligible = covered === true;
  const inDirectory = isDirectory(transaction, bucket);
  if (raised !== undefined) {
    const how = { ...(content.parts !== undefined && { inParts: true }), ...(inDirectory && { inDirectory }) };
    raised({ to: 'object', number, event: { type: 'Write', result: state, eligible, ...how } });
  }
  const versioning = versioningOf(transaction, target.bucket, bucket, number);
  const before = versioning === 'unversioned' ? versionAt(transaction, number) : NOTHING;
  const version = written(transaction, before, state, content, eligible, inDirectory);
  const after = typeof covered === 'boolean' ? version : alteredVersion(version, { replication: covered });
  const shown = show(transaction, after, NOTHING_MORE, because);
  if (versioning !== 'unversioned')
    return showingMore(shown, { versionId: addVersion(transaction, target, number, after, versioning) });
  storeVersion(transaction, target, number, after);
  return bucket.versioning === undefined ? shown : showingMore(shown, { versionId: NULL_VERSION });
}

const NOTHING_MORE = { contentMd5: null, replicationStatus: null } as const;

/** What a read shows is in its row. */
function showRead(request: Request): Outcome {
  const { transaction, event, operation, version, sourceNumber } = request;
  const { reads, status, because } = operation;
  const isPart = asksForPart(event);
  const seen = withSeenParts(transaction, sourceNumber, checked(version), reads?.shows !== 'etag');
  const versionId = idShown(request);
  const shown =
    reads?.shows === 'etag'
      ? showingMore(succeed(transaction, status, because), { etag: seen.etag })
      : show(
          transaction,
          seen,
          {
            contentMd5: reads?.shows === 'data' ? (isPart ? ANY_CONTENT_MD5 : seen.md5) : null,
            replicationStatus: shownStatus(seen.replication),
          },
          because,
        );
  const answer = isPart ? showingMore(shown, { status: 206 }) : shown;
  return versionId === undefined ? answer : showingMore(answer, { versionId });
}

/** The id of the version that is read, where it is known what the bucket does about versions. */
function idShown({ transaction, from, versionShown, sourceNumber }: Request): string | undefined {
  if (versionShown !== undefined) return versionShown;
  return checked(from).versioning === undefined ? undefined : currentIdShown(transaction, sourceNumber);
}

/** An opaque ETag that was not seen when the object was written is learnt when it is shown, and what else was not. */
function withSeenParts(
  transaction: Transaction,
  number: number,
  before: ObjectVersion,
  showsStatus: boolean,
): ObjectVersion {
  const isWhole =
    transaction.scope.past === undefined && before.md5 !== UNSEEN_MD5 && before.replication !== UNSEEN_STATUS;
  const learnt = isWhole ? before : withShownParts(transaction, number, before, showsStatus);
  const version = showsStatus ? withSettledStatus(transaction, number, learnt) : learnt;
  if (!isUnseenEtag(version.etag) || isMd5Etag(version, transaction.profile)) return version;
  const etag = seenEtag(transaction, version);
  if (etag === undefined) return version;
  const seen = alteredVersion(version, { etag });
  transaction.draft.set('objects', number, seen);
  return seen;
}

/** A response with the encryption headers and the ETag of a version (F-26). */
export function show(
  transaction: Transaction,
  version: ObjectVersion,
  { contentMd5, replicationStatus }: Pick<Outcome, 'contentMd5' | 'replicationStatus'>,
  because: readonly string[],
): Outcome {
  return {
    status: 200,
    code: null,
    sse: shownAlgorithm(version.state),
    kmsKeyArn: transaction.scope.kmsKeys.name(version.kmsKey) ?? null,
    bucketKeyEnabled: version.state === 'sseKmsBucketKey' ? true : null,
    etag: version.etag,
    contentMd5,
    replicationStatus,
    rule: null,
    kmsCalls: transaction.kmsCalls,
    because,
  };
}
