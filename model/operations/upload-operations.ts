import type { UploadEvent } from '../vocabulary/events/upload-events.ts';
import type { Rows } from './operation.ts';

/** Operations on multipart uploads. */
export const UPLOAD_OPERATIONS = {
  CreateMultipartUpload: {
    by: 'requester',
    about: 'upload',
    fields: { bucket: 'bucket', key: 'objectKey', headers: 'encryptionHeaders', uploadId: 'uploadId?' },
    upload: { does: 'begins', needs: ['s3:PutObject'], decrypts: 'never' },
    order: ['bucket', 'headers', 'permission', 'encryption', 'signature'],
    status: 200,
    wording: {
      call: '{bucket}/{key}[ {uploadId}][, {headers}]',
      past: 'began an upload of {bucket}/{key}',
      infinitive: 'begin an upload of {bucket}/{key}',
    },
    because: ['F-57', 'K-14', 'K-15'],
  },
  UploadPart: {
    by: 'requester',
    about: 'upload',
    fields: { bucket: 'bucket', key: 'objectKey', uploadId: 'uploadId', partNumber: 'partNumber', body: 'body?' },
    upload: { does: 'adds', needs: ['s3:PutObject'], decrypts: 'always' },
    order: ['bucket', 'permission', 'upload', 'partNumber', 'signature'],
    status: 200,
    wording: {
      call: '{bucket}/{key} {uploadId}, part {partNumber}[ {body}]',
      past: 'uploaded part {partNumber} of {bucket}/{key}',
      infinitive: 'upload part {partNumber} of {bucket}/{key}',
    },
    because: ['F-57', 'F-58', 'F-60', 'K-16', 'K-17'],
  },
  CompleteMultipartUpload: {
    by: 'requester',
    about: 'upload',
    fields: { bucket: 'bucket', key: 'objectKey', uploadId: 'uploadId', parts: 'partNumbers' },
    upload: { does: 'completes', needs: ['s3:PutObject'], decrypts: 'uploadOpens' },
    writes: { to: 'object', needs: ['s3:PutObject'], leaves: 'assembled' },
    order: ['bucket', 'permission', 'upload', 'parts', 'signature'],
    status: 200,
    wording: {
      call: '{bucket}/{key} {uploadId}, parts {parts}',
      past: 'completed the upload of {bucket}/{key}',
      infinitive: 'complete the upload of {bucket}/{key}',
    },
    because: ['F-57', 'F-58', 'F-61', 'F-83', 'K-19'],
  },
} as const satisfies Rows<UploadEvent>;
