import type { Observation } from '../../model/vocabulary/observation.ts';

/** What the requester is answered; null = not there, and seen not to be there. */
export type Answer = Omit<Required<Observation>, 'kmsCalls' | 'internals'>;

/** An answer that shows nothing but its status, and what `shown` adds. */
export function answer(status: number, shown: Partial<Answer> = {}): Answer {
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
