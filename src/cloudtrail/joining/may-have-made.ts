import type { KmsEvent, S3Event } from '../events/trail-event.ts';

/** Requests that store an object, or begin to, and so may have a data key made. */
const WRITES: ReadonlySet<string> = new Set([
  'PutObject',
  'PostObject',
  'CopyObject',
  'CreateMultipartUpload',
  'RestoreObject',
  'UpdateObjectEncryption',
]);
/** Requests that open an object. */
const READS: ReadonlySet<string> = new Set([
  'GetObject',
  'GetObjectAttributes',
  'SelectObjectContent',
  'CopyObject',
  'UploadPart',
  'UploadPartCopy',
  'CompleteMultipartUpload',
  'UpdateObjectEncryption',
]);

/**
 * Whether a call that names the object of a request, or its bucket, can have been made for it, beside those that were
 * found to be. HEAD, DELETE and lists make none (F-41).
 */
export function mayHaveMade(request: S3Event, call: KmsEvent, others: readonly KmsEvent[]): boolean {
  if (others.some(({ name }) => name === call.name)) return false;
  const writes = WRITES.has(request.name);
  const isOfTarget = call.target?.bucket === request.bucket;
  const namesBucket = call.target?.key === undefined;
  // Where a request says itself whether a bucket key is used, the other kind of call was made for a lost one.
  if (isOfTarget && (namesBucket ? refusesBucketKey(request) : asksForBucketKey(request))) return false;
  switch (call.name) {
    case 'GenerateDataKey':
      return writes && isOfTarget && hasKey(request, call);
    case 'Decrypt':
      // A write may get at a bucket key that is there (U-07), or verify the one it has got.
      return READS.has(request.name) || (writes && namesBucket && hasKey(request, call));
    default:
      return false;
  }
}

/** Whether a write shows that no bucket key was used, or is no read that may have met one. */
function refusesBucketKey({ name, asked, answered }: S3Event): boolean {
  if (!WRITES.has(name) || name === 'CopyObject') return false;
  const algorithm = answered.sse ?? asked.sse;
  return asked.bucketKeyEnabled === 'false' || (algorithm !== undefined && algorithm !== 'aws:kms');
}

/** Whether a write asks for a bucket key, and so no call names its object. */
function asksForBucketKey({ name, asked, answered }: S3Event): boolean {
  if (!WRITES.has(name) || name === 'CopyObject') return false;
  return asked.bucketKeyEnabled === 'true' && (answered.sse ?? asked.sse) === 'aws:kms';
}

/** Whether a write, as far as its answer tells, is under the key of a call. */
function hasKey({ answered }: S3Event, { keyArn }: KmsEvent): boolean {
  return answered.kmsKeyId === undefined || keyArn === undefined || answered.kmsKeyId === keyArn;
}
