import { claims } from './claims.ts';

/** UpdateObjectEncryption. */
export const updateEncryption = claims(`
F-147 | documented | API:UpdateObjectEncryption; API:SSEKMSEncryption | UpdateObjectEncryption (January 2026) puts an
  object under a KMS key given by its full ARN; its flag defaults to false, even where the bucket has it on.
F-148 | documented | API:UpdateObjectEncryption | UpdateObjectEncryption goes from AES256 or KMS to KMS, or changes the
  flag; other sources and targets, no ARN, a bad flag or no SigV4: 400 InvalidRequest.
F-149 | documented | API:UpdateObjectEncryption | UpdateObjectEncryption wraps the data key anew and moves no data:
  ETag, checksums, class, dates and version stay.
F-150 | documented | API:UpdateObjectEncryption | UpdateObjectEncryption with another account's key or on a locked
  object: 403 AccessDenied; on a missing one: 404 NoSuchKey.
F-151 | documented | API:UpdateObjectEncryption; UG:update-sse-encryption | UpdateObjectEncryption needs
  s3:UpdateObjectEncryption, and kms:Encrypt, Decrypt, GenerateDataKey and ReEncrypt.
F-152 | documented | UG:batch-ops-update-encryption | Batch Operations run UpdateObjectEncryption over up to 20 billion
  objects, chosen by encryption, key and flag.
`);
