/**
 * An independent in-memory S3 with KMS: real AES-256-GCM envelope encryption, caches of plaintext bucket keys,
 * replication. It shares the vocabulary with the model and none of its rules, so that a mistake in one shows against
 * the other. Its rules are small replaceable parts, in which faults can be planted.
 *
 * @packageDocumentation
 */
export { SecretKey } from './crypto/secret-key.ts';
export type { ReferenceOptions } from './options.ts';
export { REFERENCE_PARTS, type ReferenceParts } from './parts/parts.ts';
export { referenceOf } from './reference.ts';
export type { CachedBucketKey } from './s3/plaintext-cache.ts';
export type { StoredBucket } from './s3/stored-bucket.ts';
