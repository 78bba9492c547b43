import type { Observation } from '../../model/index.ts';
import type { ObservedStep } from '../observed-step.ts';
import type { LedgerView } from './ledger-view.ts';
import { learn, Version } from './object-record.ts';
import { recordVersion } from './recorded-objects.ts';
import type { Sides } from './sides.ts';
import { UploadRecords } from './upload-records.ts';

/** The ETag that is shown is that of a part. */
function withoutEtag({ etag: _, ...others }: Observation): Observation {
  return others;
}

/** An upload was begun, got a part, or has become an object. */
export function recordUpload(
  ledger: LedgerView,
  { step, observation }: ObservedStep,
  { bucket, read, write }: Sides,
): void {
  const { event } = step;
  if (bucket === undefined) return;
  bucket.isThere = true;
  switch (event.op) {
    case 'CreateMultipartUpload':
      if (write === undefined || event.uploadId === undefined) return;
      bucket.uploads ??= new UploadRecords();
      bucket.uploads.begin(event.key, event.uploadId, write.version);
      return;
    case 'UploadPart': {
      const upload = bucket.uploads?.get(event.key, event.uploadId);
      if (upload === undefined) return;
      learn(upload.version, withoutEtag(observation));
      upload.parts.set(event.partNumber, event.body?.md5);
      return;
    }
    case 'UploadPartCopy':
      bucket.uploads?.get(event.key, event.uploadId)?.parts.set(event.partNumber, read?.version.md5);
      return;
    case 'AbortMultipartUpload':
      bucket.uploads?.end(event.key, event.uploadId);
      return;
    case 'CompleteMultipartUpload': {
      const upload = bucket.uploads?.get(event.key, event.uploadId);
      const [only] = event.parts;
      const md5 = event.parts.length === 1 && only !== undefined ? upload?.parts.get(only) : undefined;
      const extraContext = upload?.version.extraContext;
      const origin = { step: ledger.steps, atMs: step.atMs, writtenBy: step.by };
      const version = new Version({ ...origin, md5, extraContext, dataKey: undefined });
      version.parts = event.parts.length;
      if (upload !== undefined) {
        const { sse, kmsKeyArn, bucketKey, underBucketKey, customerKey } = upload.version;
        Object.assign(version, { sse, kmsKeyArn, bucketKey, underBucketKey, customerKey });
      }
      learn(version, observation);
      recordVersion(bucket, event.key, version, observation);
      bucket.uploads?.end(event.key, event.uploadId);
    }
  }
}
