import type { UploadEvent } from '../../../model/index.ts';
import { drawWriteConditions } from '../draw-conditions.ts';
import { drawHeaders } from '../draw-encryption.ts';
import { type ExistingUpload, existingBucket, existingUploads } from '../existing.ts';
import { anyone, caller, someBucket, someKey, someObject } from '../pick.ts';
import { BODIES } from '../pools.ts';
import type { Walk } from '../walk.ts';
import { isConditional, withSourceKey } from './object-proposals.ts';
import type { Proposal, Proposals } from './proposal.ts';

/** Most parts of a generated upload: few, so that each is met. */
const MOST_PARTS = 3;

/** Requests on multipart uploads. */
export const uploadProposals: Proposals<UploadEvent['op']> = {
  CreateMultipartUpload: (walk) => {
    const target = someBucket(walk);
    if (target === undefined) return undefined;
    const headers = drawHeaders(walk);
    const by = caller(walk, target.bucket.account).name;
    return {
      by,
      event: {
        op: 'CreateMultipartUpload',
        bucket: target.name,
        key: someKey(walk),
        headers,
        uploadId: newUploadId(walk),
      },
    };
  },
  UploadPart: (walk) => {
    const found = walk.draw.one(existingUploads(walk));
    if (found === undefined) return undefined;
    const { bucket, key, uploadId } = found;
    const partNumber = walk.draw.between(1, MOST_PARTS);
    const body = walk.draw.one(BODIES);
    const event = { op: 'UploadPart', bucket, key, uploadId, partNumber, body, ...withCustomerKey(found) } as const;
    return { by: sender(walk, found), event };
  },
  UploadPartCopy: (walk) => {
    const found = walk.draw.one(existingUploads(walk));
    const from = someObject(walk);
    if (found === undefined || from === undefined) return undefined;
    const { bucket, key, uploadId } = found;
    const source = { bucket: from.bucket, key: from.key };
    const partNumber = walk.draw.between(1, MOST_PARTS);
    const keys = { ...withCustomerKey(found), ...withSourceKey(from) };
    const event = { op: 'UploadPartCopy', source, bucket, key, uploadId, partNumber, ...keys } as const;
    return { by: sender(walk, found), event };
  },
  AbortMultipartUpload: (walk) => onUpload(walk, 'AbortMultipartUpload'),
  ListParts: (walk) => onUpload(walk, 'ListParts'),
  CompleteMultipartUpload: (walk) => {
    const found = walk.draw.one(existingUploads(walk).filter(({ upload }) => upload.parts.length > 0));
    if (found === undefined) return undefined;
    const { bucket, key, uploadId, upload } = found;
    const there = upload.parts.map(({ number }) => number);
    const some = walk.draw.chance(80) ? there : walk.draw.some(there, 50);
    const parts = some.length === 0 ? there : [...some];
    const event = { op: 'CompleteMultipartUpload', bucket, key, uploadId, parts } as const;
    const conditions = isConditional(walk) ? { conditions: drawWriteConditions(walk) } : {};
    return { by: sender(walk, found), event: { ...event, ...conditions } };
  },
};

/** The customer key that a part has to come with, where its upload was begun with one. */
function withCustomerKey({ upload: { version } }: ExistingUpload): { readonly customerKey?: string } {
  return version.state === 'sseC' ? { customerKey: version.customerKey } : {};
}

function onUpload(walk: Walk, op: 'AbortMultipartUpload' | 'ListParts'): Proposal | undefined {
  const found = walk.draw.one(existingUploads(walk));
  if (found === undefined) return undefined;
  const { bucket, key, uploadId } = found;
  return { by: sender(walk, found), event: { op, bucket, key, uploadId } };
}

/** An id that no upload of the trace has had, nor any request has named. */
export function newUploadId(walk: Walk): string {
  const named = new Set(walk.trace.steps.map(({ event }) => ('uploadId' in event ? event.uploadId : undefined)));
  let number = 1;
  while (named.has(`u${number}`)) number++;
  return `u${number}`;
}

/** Uploads are sent on by whoever may, not by their creators alone. */
function sender(walk: Walk, { bucket }: ExistingUpload): string {
  const account = existingBucket(walk, bucket)?.account;
  return (account === undefined ? anyone(walk) : caller(walk, account)).name;
}
