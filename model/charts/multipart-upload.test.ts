import { describe, expect, test } from 'vitest';
import { multipartUpload } from './multipart-upload.ts';

describe('a multipart upload', () => {
  test('takes nothing but its creation before it is there (E-35)', () => {
    for (const event of multipartUpload.events)
      expect(multipartUpload.next('absent', event)).toBe(event === 'CreateMultipartUpload' ? 'inProgress' : undefined);
  });

  test('goes on with each part and list, and ends with completion, abortion or its bucket', () => {
    for (const event of ['UploadPart', 'UploadPartCopy', 'ListParts'] as const)
      expect(multipartUpload.next('inProgress', event)).toBe('inProgress');
    for (const event of ['CompleteMultipartUpload', 'AbortMultipartUpload', 'BucketDeleted'] as const)
      expect(multipartUpload.next('inProgress', event)).toBe('absent');
  });
});
