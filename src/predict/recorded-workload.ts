import { type EncryptionHeaders, requesterIdentity } from '../../model/index.ts';
import type { ObservedStep } from '../../properties/observed-step.ts';
import type { TraceStream } from '../trace/read-trace-steps.ts';
import { LeftOut } from './left-out.ts';
import type { Workload, WorkloadRequest } from './request.ts';

/**
 * The requests of a recorded trace that succeeded, each by its role with its scoping policy (F-95). What was seen under
 * no KMS key, or under two, has no part in this (F-07); all else counts as if its bucket had KMS for its default.
 */
export function recordedWorkload({ header, steps }: TraceStream): Workload {
  const leftOut = new LeftOut();
  const identities = new Map(
    header.setup.requesters.map((requester) => [requester.name, requesterIdentity(requester, 'rolePolicy')]),
  );
  return { requests: requestsOf(steps, identities, leftOut), leftOut: leftOut.counts };
}

async function* requestsOf(
  steps: AsyncIterable<ObservedStep>,
  identities: ReadonlyMap<string, string>,
  leftOut: LeftOut,
): AsyncGenerator<WorkloadRequest> {
  for await (const { step, observation } of steps) {
    const { atMs: ms, by, event } = step;
    if (by === null) continue;
    const { status, sse } = observation;
    const who = { ms, requester: identities.get(by) ?? by };
    if (status < 200 || status > 299) leftOut.add('refused');
    else if (event.op === 'DeleteObject' && event.versionId === undefined)
      yield { ...who, operation: event.op, bucket: event.bucket, object: event.key };
    else if (sse !== undefined && sse !== 'aws:kms') leftOut.add(sse === null ? 'not encrypted' : `under ${sse}`);
    else if (event.op === 'GetObject') yield { ...who, operation: event.op, bucket: event.bucket, object: event.key };
    else if (event.op === 'PutObject' || event.op === 'CopyObject' || event.op === 'CreateMultipartUpload')
      yield {
        ...who,
        operation: event.op === 'CopyObject' ? event.op : 'PutObject',
        bucket: event.bucket,
        object: event.key,
        ...keyOf(observation.kmsKeyArn, event.headers),
        ...(event.op === 'CopyObject' && { source: { bucket: event.source.bucket, object: event.source.key } }),
      };
    else leftOut.add(event.op);
  }
}

/** The KMS key that was seen, or else asked for. */
function keyOf(seen: string | null | undefined, { kmsKeyId }: EncryptionHeaders): { readonly kmsKey?: string } {
  const kmsKey = seen ?? kmsKeyId;
  return kmsKey === undefined ? {} : { kmsKey };
}
