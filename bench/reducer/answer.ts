import type { KmsCall, Outcome } from '../../model/index.ts';
import type { Kind, Stored } from './state.ts';

/** What the reducer answers: an outcome without its reasons. */
export type Answer = Omit<Outcome, 'because'>;

/** An error: status, and code unless the answer has no body. */
export interface Failure {
  readonly status: number;
  readonly code: string | null;
}

/** What S3 and KMS refuse with. */
export const ACCESS_DENIED: Failure = { status: 403, code: 'AccessDenied' };
/** There is no such bucket. */
export const NO_SUCH_BUCKET: Failure = { status: 404, code: 'NoSuchBucket' };
/** There is no such object. */
export const NO_SUCH_KEY: Failure = { status: 404, code: 'NoSuchKey' };

const NO_CALLS: readonly KmsCall[] = [];

/** An answer that shows nothing but its status and code. */
export function plain(status: number, code: string | null = null, kmsCalls = NO_CALLS): Answer {
  return {
    status,
    code,
    sse: null,
    kmsKeyArn: null,
    bucketKeyEnabled: null,
    etag: null,
    contentMd5: null,
    replicationStatus: null,
    rule: null,
    kmsCalls,
  };
}

/** A failure as an answer. */
export function failed({ status, code }: Failure, kmsCalls = NO_CALLS): Answer {
  return plain(status, code, kmsCalls);
}

/** A success that shows an object's headers; with `isRead` its replication status, with `withContent` its content. */
export function shown(object: Stored, isRead: boolean, withContent: boolean, kmsCalls = NO_CALLS): Answer {
  return {
    status: 200,
    code: null,
    sse: ALGORITHMS[object.kind],
    kmsKeyArn: object.kmsKey === undefined ? null : object.kmsKey.arn,
    bucketKeyEnabled: object.kind === 'sseKmsBucketKey' ? true : null,
    etag: object.etag,
    contentMd5: withContent ? object.md5 : null,
    replicationStatus: isRead ? STATUSES[object.replication] : null,
    rule: null,
    kmsCalls,
  };
}

const ALGORITHMS: Readonly<Record<Kind, Answer['sse']>> = {
  plain: null,
  sseS3: 'AES256',
  sseKms: 'aws:kms',
  sseKmsBucketKey: 'aws:kms',
  dsseKms: 'aws:kms:dsse',
};

/** Replication status as S3 shows it. */
export const STATUSES: Readonly<Record<Stored['replication'], Answer['replicationStatus']>> = {
  none: null,
  pending: 'PENDING',
  completed: 'COMPLETED',
  failed: 'FAILED',
  replica: 'REPLICA',
};
