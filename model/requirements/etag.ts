import { claims } from './claims.ts';

/** ETags. */
export const etag = claims(`
F-80 | documented | API:Object; LS | Written in one piece as PLAIN or AES256, the ETag is the MD5 in lower-case hex.
F-81 | documented | API:Object; LS | Under KMS or SSE-C the ETag is 32 hex digits that are not the MD5 and differ
  between two writes of the same bytes.
F-82 | measured | LS:test_s3_sse_default_kms_key | A bucket key makes no difference to the ETag.
F-83 | documented | API:Object; LS | A multipart ETag is the MD5 of the binary part ETags, a hyphen and their number;
  under KMS and SSE-C those are opaque.
F-84 | implied | API:Object | The ETag of a DSSE object is not spoken of; it is taken to be opaque.
F-85 | documented | API:UpdateObjectEncryption | UpdateObjectEncryption keeps the ETag, so a KMS object may show an MD5.
F-86 | measured | API:CopyObject; LS:test_s3_copy_object_in_place_with_encryption | A copy gets a new ETag by its own
  algorithm: to AES256 the MD5, and in one piece no multipart suffix.
F-87 | documented | UG:checking-object-integrity-upload | Content-MD5 as a check of an upload is documented for
  single-part AES256 only.
`);
