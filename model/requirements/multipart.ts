import type { Claim } from './requirement.ts';

/** Multipart uploads. */
export const multipart: readonly Claim[] = [
  {
    id: 'F-57',
    confidence: 'documented',
    source: 'API:UploadPart; API:CreateMultipartUpload',
    text: 'The encryption of a multipart upload is settled when it is created. Parts and completion take no encryption headers but those of SSE-C, and a change of the rule in between has no effect.',
  },
  {
    id: 'F-58',
    confidence: 'measured',
    source: 'LS:test_s3_multipart_upload_sse',
    text: 'Responses to UploadPart and CompleteMultipartUpload repeat the algorithm, key ARN and flag of the upload.',
  },
  {
    id: 'F-59',
    confidence: 'documented',
    source: 'UG23:mpuoverview; GH:aws/aws-cdk#8947; GH:aws/aws-cli#4251',
    text: 'A multipart upload under KMS needs `kms:Decrypt` as well as `kms:GenerateDataKey`. Without the former the upload can be created and then fails with 403 at a part or at completion.',
  },
  {
    id: 'F-60',
    confidence: 'documented',
    source: 'API:CreateMultipartUpload; API:UploadPart',
    text: 'Without a bucket key the upload costs one GenerateDataKey at creation and one Decrypt for each part, plus one at completion where checksums are used. Copied parts add the Decrypt of their source.',
  },
  {
    id: 'F-61',
    confidence: 'documented',
    source: 'API:CompleteMultipartUpload',
    text: 'Completing an upload that used a checksum algorithm needs `kms:Decrypt`.',
  },
  {
    id: 'F-62',
    confidence: 'documented',
    source: 'UG23:checking-object-integrity; GH:ministryofjustice/modernisation-platform#10122',
    text: 'Console uploads above 16 MB are multipart uploads, with the ETag and the permissions that go with it.',
  },
  {
    id: 'F-63',
    confidence: 'measured',
    source: 'LS:test_multipart_upload_sse_c_validation',
    text: 'A part of an SSE-C upload whose headers do not match those of its creation is refused with 400 `InvalidRequest`.',
  },
];
