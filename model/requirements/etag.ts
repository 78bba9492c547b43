import type { Claim } from './requirement.ts';

/** What an ETag is, and what keeps it. */
export const etag: readonly Claim[] = [
  {
    id: 'F-80',
    confidence: 'documented',
    source: 'API:Object; LS',
    text: 'The ETag of an unencrypted or SSE-S3 object written in one piece is the MD5 of its content in lower-case hex.',
  },
  {
    id: 'F-81',
    confidence: 'documented',
    source: 'API:Object; LS',
    text: 'The ETag of an object written under KMS or SSE-C has 32 hex digits too, but is not the MD5, and differs between two writes of the same bytes.',
  },
  {
    id: 'F-82',
    confidence: 'measured',
    source: 'LS:test_s3_sse_default_kms_key',
    text: 'For the ETag it makes no difference whether a KMS object has a bucket key.',
  },
  {
    id: 'F-83',
    confidence: 'documented',
    source: 'API:Object; LS',
    text: 'A multipart ETag is the MD5 of the concatenated binary part ETags, a hyphen and the number of parts, whatever the algorithm. Under KMS and SSE-C the part ETags themselves are opaque.',
  },
  {
    id: 'F-84',
    confidence: 'implied',
    source: 'API:Object',
    text: 'AWS does not say what the ETag of a DSSE object is; it is taken to be opaque like that of SSE-KMS.',
  },
  {
    id: 'F-85',
    confidence: 'documented',
    source: 'API:UpdateObjectEncryption',
    text: 'UpdateObjectEncryption keeps the ETag. An object moved that way from SSE-S3 to KMS still shows its MD5, so KMS alone does not prove an opaque ETag.',
  },
  {
    id: 'F-86',
    confidence: 'measured',
    source: 'API:CopyObject; LS:test_s3_copy_object_in_place_with_encryption',
    text: 'A copy gets a new ETag of the kind its destination encryption calls for: from KMS to SSE-S3 it becomes the MD5, and a multipart source copied in one piece loses its suffix.',
  },
  {
    id: 'F-87',
    confidence: 'documented',
    source: 'UG:checking-object-integrity-upload',
    text: 'Checking an upload by `Content-MD5` is documented for single-part SSE-S3 uploads only; whether KMS uploads are still checked is unclear.',
  },
];
