import type { Observation } from '../../model/vocabulary/observation.ts';

/** What the requester is answered; null = not there, and seen not to be there. */
export type S3Response = Omit<Required<Observation>, Unasked> & Pick<Observation, Rare>;

/** What is no part of an answer, and what few answers have. */
type Unasked = 'kmsCalls' | 'otherKmsCalls' | 'raw' | 'internals' | Rare;

/** What only an answer about versions has, or about rotation. */
type Rare = 'versionId' | 'deleteMarker' | 'keyRotationEnabled';

/** An answer that shows nothing but its status, and what `shown` adds. */
export function s3Response(status: number, shown: Partial<S3Response> = {}): S3Response {
  return {
    status,
    code: null,
    sse: null,
    kmsKeyArn: null,
    bucketKeyEnabled: null,
    etag: null,
    contentMd5: null,
    replicationStatus: null,
    rule: null,
    ...shown,
  };
}
