import { claims } from './claims.ts';

/** Multipart uploads. */
export const multipart = claims(`
F-57 | documented | API:UploadPart; API:CreateMultipartUpload | The encryption of an upload is settled at creation;
  parts and completion take no headers but SSE-C's, and a later rule has no effect.
F-58 | measured | LS:test_s3_multipart_upload_sse | UploadPart and Complete show algorithm, key and flag of the upload.
F-59 | documented | UG23:mpuoverview; GH:aws/aws-cdk#8947; GH:aws/aws-cli#4251 | A KMS upload needs GenerateDataKey and
  Decrypt; without Decrypt a part or the completion is answered 403.
F-60 | documented | API:CreateMultipartUpload; API:UploadPart | Without a bucket key: GenerateDataKey at creation,
  Decrypt for each part, and at completion with checksums.
F-61 | documented | API:CompleteMultipartUpload | Completing an upload with checksums needs kms:Decrypt.
F-62 | documented, background | UG23:checking-object-integrity; GH:ministryofjustice/modernisation-platform#10122 |
  Console uploads above 16 MB are multipart, with that ETag and those permissions.
F-63 | measured | LS:test_multipart_upload_sse_c_validation | An SSE-C part with other headers than its upload: 400
  InvalidRequest.
F-200 | documented | API:AbortMultipartUpload | A part that is on its way while its upload is aborted may succeed or
  not, and it may take several aborts until all parts are gone; ListParts tells.
`);
