import { type Outcome, perform } from '../../../model/index.ts';

/** A mistake in the model: whoever reads an object is served by a bucket key that anybody has cached. */
export const forgetsWhoObtained: typeof perform = (draft, input, chooser) => {
  const { event } = input;
  if (event.op !== 'GetObject') return perform(draft, input, chooser);
  const version = draft.objects.get(draft.scope.object(event.bucket, event.key));
  const entries = draft.bucketKeys.get(version?.bucketKey ?? -1)?.entries ?? [];
  const { cacheLifetime } = draft.scope.profile;
  const isCachedBySomebody = entries.some(({ obtainedAtMs }) => draft.nowMs < obtainedAtMs + cacheLifetime.maxMs);
  const outcome = perform(draft, input, chooser);
  return isCachedBySomebody ? { ...outcome, kmsCalls: [] } : outcome;
};

/**
 * A model that does otherwise the second time: of the first GetObject alone it shows a bucket key, be there one or not.
 */
export function otherwiseAtFirst(): typeof perform {
  let isFirst = true;
  return (draft, input, chooser) => {
    const outcome = perform(draft, input, chooser);
    if (input.event.op !== 'GetObject' || !isFirst) return outcome;
    isFirst = false;
    return { ...outcome, bucketKeyEnabled: true };
  };
}

/**
 * A mistake in the model that takes a rare history: while a KMS key waits for its deletion, it still decrypts a bucket
 * key that is just as old as a cache keeps one, if another requester has it cached anew and the bucket has gone back to
 * SSE-S3.
 */
export const opensForTheLate: typeof perform = (draft, input, chooser): Outcome => {
  const { event } = input;
  const outcome = perform(draft, input, chooser);
  if (event.op !== 'GetObject' || outcome.code !== 'KMS.KMSInvalidStateException') return outcome;
  const { cacheLifetime } = draft.scope.profile;
  const version = draft.objects.get(draft.scope.object(event.bucket, event.key));
  const key = draft.bucketKeys.get(version?.bucketKey ?? -1);
  const rule = draft.buckets.get(draft.scope.bucket(event.bucket))?.encryption.current.state;
  if (version === undefined || key === undefined || rule !== 'sseS3') return outcome;
  const isLate = draft.nowMs === key.createdAtMs + cacheLifetime.maxMs;
  const isCachedAnew = key.entries.some(({ obtainedAtMs }) => obtainedAtMs > key.createdAtMs);
  if (!isLate || !isCachedAnew) return outcome;
  const kmsCalls = outcome.kmsCalls.map((call) => ({ ...call, result: 'ok' as const }));
  const { md5: contentMd5, etag } = version;
  return { ...outcome, status: 200, code: null, sse: 'aws:kms', bucketKeyEnabled: true, contentMd5, etag, kmsCalls };
};
