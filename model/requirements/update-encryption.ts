import type { Claim } from './requirement.ts';

/** UpdateObjectEncryption. */
export const updateEncryption: readonly Claim[] = [
  {
    id: 'F-147',
    confidence: 'documented',
    source: 'API:UpdateObjectEncryption; API:SSEKMSEncryption',
    text: 'Since January 2026 UpdateObjectEncryption can put an object under another KMS key, named by its full ARN. The flag defaults to false even in a bucket that has bucket keys on, so leaving it out turns the bucket key of the object off.',
  },
  {
    id: 'F-148',
    confidence: 'documented',
    source: 'API:UpdateObjectEncryption',
    text: 'UpdateObjectEncryption goes from SSE-S3 to KMS, from KMS to KMS, and switches the flag. Other sources, other targets and keys not given as an ARN are refused with 400 `InvalidRequest`.',
  },
  {
    id: 'F-149',
    confidence: 'documented',
    source: 'API:UpdateObjectEncryption',
    text: 'UpdateObjectEncryption re-wraps the data key and moves no data: ETag, checksums, storage class, dates and version stay, and archived objects stay archived.',
  },
  {
    id: 'F-150',
    confidence: 'documented',
    source: 'API:UpdateObjectEncryption',
    text: 'UpdateObjectEncryption refuses a key of another account and a locked object with 403 `AccessDenied`, a missing object with 404 `NoSuchKey`.',
  },
  {
    id: 'F-151',
    confidence: 'documented',
    source: 'API:UpdateObjectEncryption; UG:update-sse-encryption',
    text: 'UpdateObjectEncryption needs `s3:UpdateObjectEncryption` and four KMS permissions: Encrypt, Decrypt, GenerateDataKey and ReEncrypt.',
  },
  {
    id: 'F-152',
    confidence: 'documented',
    source: 'UG:batch-ops-update-encryption',
    text: 'Batch Operations can run UpdateObjectEncryption over up to 20 billion objects, chosen by their present encryption, key and flag.',
  },
];
