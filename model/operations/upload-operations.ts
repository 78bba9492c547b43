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
  UploadPartCopy: {
    by: 'requester',
    about: 'upload',
    fields: { source: 'object', bucket: 'bucket', key: 'objectKey', uploadId: 'uploadId', partNumber: 'partNumber' },
    reads: { from: 'source', needs: ['s3:GetObject'], decrypts: 'always' },
    upload: { does: 'adds', needs: ['s3:PutObject'], decrypts: 'always' },
    order: ['bucket', 'permission', 'object', 'upload', 'partNumber', 'signature'],
    status: 200,
    wording: {
      call: '{source} -> {bucket}/{key} {uploadId}, part {partNumber}',
      past: 'copied {source} to part {partNumber} of {bucket}/{key}',
      infinitive: 'copy {source} to part {partNumber} of {bucket}/{key}',
    },
    because: ['F-57', 'F-58', 'F-60', 'K-18'],
  },
  CompleteMultipartUpload: {
    by: 'requester',
    about: 'upload',
    fields: {
      bucket: 'bucket',
      key: 'objectKey',
      uploadId: 'uploadId',
      parts: 'partNumbers',
      conditions: 'conditions?',
    },
    upload: { does: 'completes', needs: ['s3:PutObject'], decrypts: 'uploadOpens' },
    writes: { to: 'object', needs: ['s3:PutObject'], leaves: 'assembled' },
    order: ['bucket', 'permission', 'upload', 'parts', 'signature', 'condition'],
    status: 200,
    wording: {
      call: '{bucket}/{key} {uploadId}, parts {parts}[, {conditions}]',
      past: 'completed the upload of {bucket}/{key}',
      infinitive: 'complete the upload of {bucket}/{key}',
    },
    because: ['F-57', 'F-58', 'F-61', 'F-83', 'K-19'],
  },
  AbortMultipartUpload: {
    by: 'requester',
    about: 'upload',
    fields: { bucket: 'bucket', key: 'objectKey', uploadId: 'uploadId' },
    upload: { does: 'aborts', needs: ['s3:AbortMultipartUpload'], decrypts: 'never' },
    order: ['bucket', 'permission', 'upload'],
    status: 204,
    wording: {
      call: '{bucket}/{key} {uploadId}',
      past: 'aborted the upload of {bucket}/{key}',
      infinitive: 'abort the upload of {bucket}/{key}',
    },
    because: ['K-20'],
  },
  ListParts: {
    by: 'requester',
    about: 'upload',
    fields: { bucket: 'bucket', key: 'objectKey', uploadId: 'uploadId' },
    upload: { does: 'lists', needs: ['s3:ListMultipartUploadParts'], decrypts: 'uploadOpens' },
    order: ['bucket', 'permission', 'upload', 'signature'],
    status: 200,
    wording: {
      call: '{bucket}/{key} {uploadId}',
      past: 'listed the parts of the upload of {bucket}/{key}',
      infinitive: 'list the parts of the upload of {bucket}/{key}',
    },
    because: ['K-20', 'U-35'],
  },
} as const satisfies Rows<UploadEvent>;
